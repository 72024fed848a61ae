use rustc_hash::FxHashMap;

use super::annex5::Annex5;
use crate::dossier::RecordRef;
use crate::rules::{Check, Examination, Where, quoted, rule};

rule! {
    /// An example of a threat from Annex 5, Part A, is neither assessed nor called not applicable.
    ///
    /// ## Why it matters
    /// The risk assessment has to consider every threat of Part A. A number that nobody
    /// decided on is named in the regulation as a ground to refuse the approval.
    ///
    /// ## Example
    /// ```csv
    /// risk id,threats
    /// R-1,"4.1, 4.2"
    /// ```
    ///
    /// ## Instead
    /// Refer to each of the 67 numbers in the `threats` of a risk, or in a list of threats
    /// that do not apply to the type, with the reason:
    /// ```csv
    /// threats,reason
    /// "25.2","the type has no charging interface"
    /// ```
    /// 22.1 is read as 22.2; 30.1 to 30.3 belong to Part C and are not asked for.
    ///
    /// ## Source
    /// UN R155, 7.3.3, 5.1.3(a), 7.2.2.2(b), Annex 5 Part A.
    "tara/untreated-threat" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

/// From this share of all examples on, one reason for all of them is shown to
/// a person: one in so many. Our suggestion; the regulation sets no number.
const SHARED_REASON: usize = 4;

fn check(exam: &mut Examination<'_>) {
    let Some(annex) = Annex5::of(exam.library) else { return };
    let (risks, decisions) = (exam.records("risk"), exam.records("threat-decision"));
    let Some(first) = risks.first().or(decisions.first()).copied() else { return };
    exam.rests_on(None, annex.certainty(), "threats of Annex 5, Part A");
    let assessed = collect(exam, &annex, &risks);
    let excluded = collect(exam, &annex, &decisions);
    judge_decisions(exam, &annex, &decisions, &assessed);
    judge_reasons(exam, &annex, &decisions);
    let is_open = |number: &str| !assessed.contains_key(number) && !excluded.contains_key(number);
    let all = annex.part_a().count();
    let open: Vec<&str> = annex.part_a().map(|example| example.number).filter(|number| is_open(number)).collect();
    if !open.is_empty() {
        let message = format!(
            "{} of {all} examples of Annex 5, Part A, {} nowhere: {}",
            open.len(),
            are(open.len()),
            open.join(", ")
        );
        exam.gap(Where::document(first.document), message)
            .help("refer to each in the `threats` of a risk, or say why it does not apply to the type");
    }
}

fn are(count: usize) -> &'static str {
    if count == 1 { "is decided" } else { "are decided" }
}

/// The examples that the records refer to, each with the first record that does.
fn collect<'d>(
    exam: &mut Examination<'d>,
    annex: &Annex5<'d>,
    records: &[RecordRef<'d>],
) -> FxHashMap<&'d str, RecordRef<'d>> {
    let mut found = FxHashMap::default();
    for record in records {
        let threats = record.words("threats");
        let examples = annex.examples_in(threats);
        if !examples.is_empty() {
            exam.saw(*record);
        }
        for example in examples {
            found.entry(example.number).or_insert(*record);
        }
        let unknown = annex.unknown_in(threats);
        if !unknown.is_empty() {
            exam.unsure(
                (*record, "threats"),
                format!("{} refers to {}, which Annex 5 does not have", record.name(), unknown.join(", ")),
            )
            .help("write the number as in Annex 5, such as 5.1");
        }
    }
    found
}

/// A decision gives a reason, and nothing else assesses what it leaves out.
fn judge_decisions<'d>(
    exam: &mut Examination<'d>,
    annex: &Annex5<'d>,
    decisions: &[RecordRef<'d>],
    assessed: &FxHashMap<&'d str, RecordRef<'d>>,
) {
    for decision in decisions {
        let numbers = annex.examples_in(decision.words("threats"));
        if !numbers.is_empty() && decision.text("reason").is_absent() {
            let numbers: Vec<&str> = numbers.iter().map(|example| example.number).collect();
            exam.unsure(*decision, format!("no reason is given for leaving out {}", numbers.join(", ")))
                .help("give a reason that names the type");
        }
        for example in numbers {
            if let Some(risk) = assessed.get(example.number) {
                exam.fail(
                    *decision,
                    format!("{} is called not applicable, and {} assesses it", example.number, risk.name()),
                )
                .help("keep one of the two");
            }
        }
    }
}

/// One reason for a large share of the examples is probably not about each of them.
fn judge_reasons<'d>(exam: &mut Examination<'d>, annex: &Annex5<'d>, decisions: &[RecordRef<'d>]) {
    let mut by_reason: FxHashMap<String, usize> = FxHashMap::default();
    let mut reasons: Vec<(RecordRef<'d>, usize)> = Vec::new();
    for decision in decisions.iter().filter(|decision| decision.has("reason")) {
        let at = *by_reason.entry(decision.words("reason").trim().to_lowercase()).or_insert(reasons.len());
        if at == reasons.len() {
            reasons.push((*decision, 0));
        }
        if let Some((_, count)) = reasons.get_mut(at) {
            *count += annex.examples_in(decision.words("threats")).len();
        }
    }
    let all = annex.part_a().count();
    for (decision, count) in reasons.into_iter().filter(|(_, count)| count * SHARED_REASON > all) {
        let reason = quoted(decision.words("reason"));
        exam.unsure((decision, "reason"), format!("{count} of {all} examples are left out for one reason, {reason}"))
            .help("a person judges whether it holds for each of them; better say it by threat");
    }
}
