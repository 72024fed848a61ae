use super::information_document::{entries, on_item};
use crate::dossier::RecordRef;
use crate::finding::shown;
use crate::rules::{Check, Examination, quoted, rule};

rule! {
    /// An item of the information document is not filled, or its document cannot be traced.
    ///
    /// ## Why it matters
    /// The information document describes the type to the authority and is the reference for
    /// the approval. Too little information is a ground to refuse it; a document without
    /// version and date cannot be found again in ten years.
    ///
    /// ## Example
    /// ```csv
    /// item,content,document,version,date
    /// 9.4,,TARA.xlsx,,
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// item,content,document,version,date
    /// 9.4,,TARA.xlsx,2.1,2026-05-04
    /// ```
    /// Items 1 to 8 and 9.1(a) to 9.8 are needed; an entry on 9.1 stands for its parts. Where
    /// one does not apply, give the reason in `not_applicable`.
    ///
    /// ## Source
    /// UN R155, 3.2.1, 3.3, 5.1.4 and Annex 1.
    "csms/incomplete-information-document" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const ITEM: &str = "UN-R155:Annex-1-";
/// What the index as a whole is evidence for.
const WHOLE: [&str; 3] = ["UN-R155:3.2.1", "UN-R155:3.3", "UN-R155:5.1.4"];
const TRACEABLE: &str = "UN-R155:3.3";

fn check(exam: &mut Examination<'_>) {
    let entries = entries(exam);
    let Some(first) = entries.first().copied() else { return };
    WHOLE.iter().for_each(|clause| exam.saw_for(clause, first));
    let items: Vec<&str> = exam.clauses().map(|clause| &*clause.id).filter(|id| id.starts_with(ITEM)).collect();
    for clause in items {
        judge_item(exam, &entries, clause);
    }
    for entry in entries {
        judge_document(exam, entry);
    }
}

fn judge_item(exam: &mut Examination<'_>, entries: &[RecordRef<'_>], clause: &str) {
    let item = clause.strip_prefix(ITEM).unwrap_or(clause);
    let about = on_item(entries, item);
    let filled = about.iter().find(|entry| is_filled(**entry));
    if let Some(entry) = filled {
        exam.saw_for(clause, *entry);
        return;
    }
    let title = exam.library.clause(clause).map_or("", |clause| clause.title.as_str());
    let topic = title.rsplit(": ").next().unwrap_or_default().to_lowercase();
    match about.first() {
        Some(entry) if entry.yes_no("not_applicable").present() == Some(true) => {
            exam.gap(*entry, format!("item {item} of the information document is left out without a reason: {topic}"))
        }
        Some(entry) => exam.gap(*entry, format!("item {item} of the information document is empty: {topic}")),
        None => exam.gap(entries[0], format!("item {item} of the information document is missing: {topic}")),
    }
    .clause(clause)
    .help("fill the item, name its document, or say why it does not apply");
}

fn is_filled(entry: RecordRef<'_>) -> bool {
    ["content", "document"].iter().any(|field| entry.has(field)) || is_left_out(entry)
}

/// True if an entry says why its item does not apply; a mere yes or no is no reason.
fn is_left_out(entry: RecordRef<'_>) -> bool {
    entry.has("not_applicable") && entry.yes_no("not_applicable").present().is_none()
}

/// A document that is named has a version and a date.
fn judge_document<'d>(exam: &mut Examination<'d>, entry: RecordRef<'d>) {
    exam.read(entry, "date", entry.date("date"));
    let missing = entry.absent(&["version", "date"]);
    if entry.has("document") && !missing.is_empty() {
        let (item, document) = (entry.words("item"), quoted(entry.words("document")));
        exam.gap(
            (entry, "document"),
            format!("{document} under item {} has no {}", shown(item), missing.join(" and no ")),
        )
        .clause(TRACEABLE)
        .help("give version and date of the document that was handed over");
    }
}
