use rustc_hash::FxHashMap;

use crate::dossier::RecordRef;
use crate::dossier::values::Asil;
use crate::rules::trace::{absent_in, all_of, is_first, level, listing};
use crate::rules::words::plain;
use crate::rules::{Check, Examination, rule};

rule! {
    /// A safety goal lacks its text, ASIL, safe state or fault tolerant time.
    ///
    /// ## Why it matters
    /// A safety goal is the first safety requirement. Whoever derives the others from it has
    /// to know what is safe and how soon it must be reached.
    ///
    /// ## Example
    /// ```csv
    /// id,text,asil,safe state,ftti ms
    /// SG-1,The vehicle shall not leave its lane unintentionally,D,,
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,text,asil,safe state,ftti ms
    /// SG-1,The vehicle shall not leave its lane unintentionally,D,standstill in the lane,500
    /// ```
    /// Without a safe state that can be reached at once, describe the emergency operation;
    /// without a fault tolerant time interval, say why there is none.
    ///
    /// ## Source
    /// ISO 26262-3:2018, 6.4.4.3 (specification of safety goals) and 7.4.2.5 (safe state or
    /// emergency operation).
    "hara/incomplete-goal" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const SPECIFICATION: &str = "ISO-26262-3:6.4.4.3";
const SAFE_STATE: &str = "ISO-26262-3:7.4.2.5";

fn check(exam: &mut Examination<'_>) {
    let mut texts: FxHashMap<&str, (RecordRef<'_>, String)> = FxHashMap::default();
    let goals = exam.records("safety-goal");
    for goal in &goals {
        exam.read(*goal, "ftti", goal.number("ftti"));
        if let Some((first, text)) = texts.get(goal.identifier()) {
            repeated(exam, *goal, *first, text);
        } else if goal.has("text") && !goal.identifier().is_empty() {
            texts.insert(goal.identifier(), (*goal, plain(goal.words("text"))));
        }
    }
    for goal in &goals {
        // Rated QM, it is no safety requirement.
        let asil = level(exam.dossier, *goal).map(|stated| stated.initial());
        if is_first(exam.dossier, *goal) && asil != Some(Asil::Qm) {
            complete(exam, *goal);
        }
    }
}

/// A list may stand in several files, as long as it says the same.
fn repeated<'d>(exam: &mut Examination<'d>, goal: RecordRef<'d>, first: RecordRef<'d>, text: &str) {
    if goal.has("text") && plain(goal.words("text")) != text {
        let place = exam.dossier.place(first.document, first.spot);
        exam.fail(goal, format!("{} has another text at {place}", goal.name()))
            .clause(SPECIFICATION)
            .help("give every safety goal an identifier of its own, and one text");
    }
}

fn complete<'d>(exam: &mut Examination<'d>, goal: RecordRef<'d>) {
    exam.saw(goal);
    let records = all_of(exam.dossier, goal);
    let is_absent = |fields: &[&str]| absent_in(&records, fields).len() == fields.len();
    let mut lacks = Vec::new();
    if goal.identifier().is_empty() {
        lacks.push("an identifier");
    }
    if is_absent(&["text"]) {
        lacks.push("its text");
    }
    if is_absent(&["asil"]) {
        lacks.push("its ASIL");
    }
    if is_absent(&["ftti", "ftti_reason"]) {
        lacks.push("a fault tolerant time interval");
    }
    let is_specified = lacks.is_empty();
    let is_without_state = is_absent(&["safe_state", "emergency_operation"]);
    if is_without_state {
        lacks.push("a safe state");
    }
    if lacks.is_empty() {
        return;
    }
    let remark = exam.gap(goal, format!("{} lacks {}", goal.name(), listing(&lacks)));
    remark.help("add it; describe the emergency operation, or say why there is no such time, where that is so");
    if !is_specified {
        remark.clause(SPECIFICATION);
    }
    if is_without_state {
        remark.clause(SAFE_STATE);
    }
}
