use rustc_hash::{FxHashMap, FxHashSet};

use super::spoken;
use crate::dossier::RecordRef;
use crate::dossier::values::Asil;
use crate::iso26262::references;
use crate::rules::{Check, Examination, rule};
use crate::standard::{Clause, ClauseKind};

rule! {
    /// A work product is neither there nor tailored out with a reason.
    ///
    /// ## Why it matters
    /// The safety case rests on the work products of the plan. One that is missing is an
    /// activity that nobody can show; one that is left out on purpose needs a reason that
    /// the rest is enough.
    ///
    /// ## Example
    /// ```csv
    /// id,clause,title,version,status
    /// WP-1,"ISO 26262-3:2018, 5.5.1",Item definition,,
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,clause,title,version,status,tailored out
    /// WP-1,"ISO 26262-3:2018, 5.5.1",Item definition,2.1,released,
    /// WP-2,"ISO 26262-3:2018, 7.5.1",Functional safety concept,,,carried over from type A unchanged
    /// ```
    /// The parts in scope are those of `assessment.parts` in the manifest, or all. Without
    /// any list of work products nothing is judged. Where a work product is asked for under a
    /// condition that only people know, its absence is left to them.
    ///
    /// ## Source
    /// ISO 26262-2:2018, 6.4.5 and 6.4.6; the work products of parts 2 to 9.
    "plan/work-product-missing" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

/// The words in the condition of a row that make an ASIL B a recommendation.
const RECOMMENDED_AT_B: &str = "ASIL B is a recommendation";

const TAILORING: &str = "ISO-26262-2:6.4.5";
const PLAN: &str = "ISO-26262-2:6.4.6";

fn check(exam: &mut Examination<'_>) {
    let mut listed: FxHashMap<String, Vec<RecordRef<'_>>> = FxHashMap::default();
    let mut judged = Vec::new();
    for record in exam.records("work-product") {
        let clauses = references(record.words("clause"));
        if !clauses.is_empty() {
            judged.push(record);
        }
        for clause in clauses {
            listed.entry(clause).or_default().push(record);
        }
    }
    let Some(first) = judged.first().copied() else { return };
    let mut incomplete = FxHashSet::default();
    for record in judged {
        if !is_complete(exam, record) {
            incomplete.insert(record.number);
        }
    }
    let parts = exam.dossier.manifest.assessment.parts.clone();
    let work_products: Vec<&Clause> = exam.clauses().filter(|clause| clause.kind == ClauseKind::WorkProduct).collect();
    for clause in work_products {
        let is_in_scope = parts.is_empty() || part(clause).is_some_and(|part| parts.contains(&part));
        if !is_in_scope {
            exam.inapplicable_clause(&clause.id, "its part is not in scope");
            continue;
        }
        match listed.get(&*clause.id) {
            Some(records) => judge_listed(exam, clause, records, &incomplete),
            None => report_missing(exam, clause, first),
        }
    }
}

/// 3 of `ISO-26262-3:6.5.1`.
fn part(clause: &Clause) -> Option<u8> {
    clause.standard().rsplit('-').next()?.parse().ok()
}

/// True if a record says what a list of work products has to say.
fn is_complete(exam: &mut Examination<'_>, record: RecordRef<'_>) -> bool {
    // A status of `n/a` is no absent status.
    let status = record.value("status").and_then(|value| value.text()).unwrap_or_default().to_lowercase();
    let is_left_out = ["tailored", "not applicable", "n/a", "inapplicable"].iter().any(|word| status.contains(word));
    if record.has("tailored_out") {
        return true;
    }
    let (message, help) = if is_left_out {
        (
            format!("{} is left out without a reason", record.name()),
            "say in `tailored_out` why the rest is enough".to_owned(),
        )
    } else {
        let absent = record.absent(&["version", "status"]);
        if absent.is_empty() {
            return true;
        }
        (
            format!("{} is listed without {}", record.name(), spoken(&absent)),
            "state version and status, or tailor it out with a reason".to_owned(),
        )
    };
    let remark = exam.gap(record, message).help(help);
    remark.clause(if is_left_out { TAILORING } else { PLAN });
    for clause in references(record.words("clause")) {
        remark.clause(&clause);
    }
    false
}

fn judge_listed(exam: &mut Examination<'_>, clause: &Clause, records: &[RecordRef<'_>], incomplete: &FxHashSet<u32>) {
    for record in records.iter().filter(|record| !incomplete.contains(&record.number)) {
        exam.saw_for(&clause.id, *record);
        exam.saw_for(if record.has("tailored_out") { TAILORING } else { PLAN }, *record);
    }
}

fn report_missing<'d>(exam: &mut Examination<'d>, clause: &Clause, first: RecordRef<'d>) {
    let what = format!("no work product is listed for {} ({})", clause.id, clause.title);
    let is_recommended = clause.condition == RECOMMENDED_AT_B && exam.scope.highest_asil() == Some(Asil::B);
    let is_free = clause.condition.is_empty() || clause.condition == RECOMMENDED_AT_B;
    let remark = match (is_recommended, is_free) {
        (true, _) => exam.warn(first, what),
        (_, true) => exam.gap(first, what),
        // Whether it is asked for at all, the tables cannot tell.
        _ => exam.unsure(first, format!("{what}, asked for where {}", clause.condition)),
    };
    remark.clause(&clause.id).help("list it with version and status, or tailor it out with a reason in `tailored_out`");
}
