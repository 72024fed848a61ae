use super::information_document::{entries, on_item};
use super::item_content::judge_filled;
use crate::dossier::{RecordRef, values};
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
    /// one does not apply, give the reason in `not_applicable`. Every entry on an item counts: one
    /// that gives another type, category or maker, or that puts the item off, is reported.
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

fn judge_item<'d>(exam: &mut Examination<'d>, entries: &[RecordRef<'d>], clause: &str) {
    let item = clause.strip_prefix(ITEM).unwrap_or(clause);
    let about = on_item(entries, item);
    let filled: Vec<RecordRef<'d>> = about.iter().copied().filter(|entry| is_filled(*entry, item)).collect();
    for entry in &filled {
        exam.saw_for(clause, *entry);
        judge_filled(exam, *entry, item, clause);
    }
    if !filled.is_empty() {
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

/// True for what every type has. It may be unmarked (3 and 4), and 9 is on cyber security.
pub(super) fn is_of_every_type(item: &str) -> bool {
    matches!(item, "1" | "2" | "5" | "6" | "7" | "8")
}

/// True if an entry says something on an item; a mere yes or no is no name and no place.
pub(super) fn has_text(entry: RecordRef<'_>, item: &str) -> bool {
    let is_bare = is_of_every_type(item) && values::yes_no(entry.words("content")).is_ok();
    entry.has("document") || (entry.has("content") && !is_bare)
}

fn is_filled(entry: RecordRef<'_>, item: &str) -> bool {
    has_text(entry, item) || is_left_out(entry)
}

/// True if an entry says why its item does not apply; a mere yes or no is no reason.
fn is_left_out(entry: RecordRef<'_>) -> bool {
    entry.has("not_applicable") && entry.yes_no("not_applicable").present().is_none()
}

/// A document that is named has a version and a date.
fn judge_document<'d>(exam: &mut Examination<'d>, entry: RecordRef<'d>) {
    let date = exam.read_for(&[TRACEABLE], entry, "date", entry.date("date"));
    if let Some(date) = date.filter(|date| *date > exam.as_of) {
        let document = quoted(entry.words("document"));
        exam.gap(
            (entry, "date"),
            format!("{document} is dated {date}, after the day of the assessment, {}", exam.as_of),
        )
        .clause(TRACEABLE)
        .help("give version and date of the document that was handed over");
    }
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
