use rustc_hash::FxHashSet;

use crate::dossier::values::Asil;
use crate::dossier::{RecordId, RecordRef};
use crate::rules::trace::{absent_in, all_of, is_functional, level, listing};
use crate::rules::{Check, Examination, rule};

rule! {
    /// A functional safety requirement does not say when, how fast, or by which element.
    ///
    /// ## Why it matters
    /// The functional safety concept is built on these: in which modes a requirement holds,
    /// how soon a fault must be handled, what the safe state is, what bridges the time to
    /// it, what is redundant, and which element does it. What is left open here is decided
    /// by whoever implements it.
    ///
    /// ## Example
    /// ```csv
    /// id,level,text,safe state
    /// FSR-1,FSR,The steering shall detect loss of torque,
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,level,text,operating modes,fhti ms,safe state,emergency operation,redundancy,allocated to
    /// FSR-1,FSR,…,driving,300,standstill,not applicable: reached at once,two torque paths,E-1
    /// ```
    /// Where one does not apply, say so with the reason.
    ///
    /// ## Source
    /// ISO 26262-3:2018, 7.4.2.3 (warning and degradation), 7.4.2.4 (what each requirement
    /// considers) and 7.4.2.8 (allocation).
    "fsc/incomplete-requirement" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const STRATEGIES: &str = "ISO-26262-3:7.4.2.3";
const ATTRIBUTES: &str = "ISO-26262-3:7.4.2.4";
const ALLOCATION: &str = "ISO-26262-3:7.4.2.8";

/// The fields that a functional safety requirement fills, or says why not.
const FIELDS: [&str; 5] = ["operating_modes", "fault_handling_time", "safe_state", "emergency_operation", "redundancy"];

fn check(exam: &mut Examination<'_>) {
    let dossier = exam.dossier;
    let derivation = exam.derivation;
    let needing_driver = goals_needing_driver(exam);
    let is_qm = |one: &RecordRef<'_>| level(dossier, *one).is_some_and(|it| it.initial() == Asil::Qm);
    for requirement in derivation.requirements.iter().filter(|one| is_functional(**one) && !is_qm(one)) {
        let parents = derivation.parents(*requirement);
        let is_on_driver = parents.iter().any(|parent| needing_driver.contains(&parent.number));
        judge(exam, *requirement, is_on_driver);
    }
}

/// The safety goals that are met by what the driver does.
fn goals_needing_driver(exam: &mut Examination<'_>) -> FxHashSet<RecordId> {
    let mut goals = FxHashSet::default();
    for goal in exam.records("safety-goal") {
        if exam.read(goal, "needs_driver", goal.yes_no("needs_driver")) == Some(true) {
            goals.insert(goal.number);
        }
    }
    goals
}

fn judge<'d>(exam: &mut Examination<'d>, requirement: RecordRef<'d>, is_on_driver: bool) {
    let records = all_of(exam.dossier, requirement);
    let attributes = absent_in(&records, &FIELDS);
    let is_unallocated = !absent_in(&records, &["allocated_to"]).is_empty();
    let is_unwarned = is_on_driver && !absent_in(&records, &["warning"]).is_empty();
    exam.saw_for(ATTRIBUTES, requirement);
    exam.saw_for(ALLOCATION, requirement);
    if is_on_driver {
        exam.saw_for(STRATEGIES, requirement);
    }
    let mut lacks: Vec<String> = attributes.iter().map(|field| field.replace('_', " ")).collect();
    if is_unallocated {
        lacks.push("the element it is allocated to".to_owned());
    }
    if is_unwarned {
        lacks.push("the warning of the driver, on whom its safety goal counts".to_owned());
    }
    if lacks.is_empty() {
        return;
    }
    let remark = exam.gap(requirement, format!("{} does not state {}", requirement.name(), listing(&lacks)));
    remark.help("state it, or say that it does not apply and why");
    for (is_meant, clause) in
        [(!attributes.is_empty(), ATTRIBUTES), (is_unallocated, ALLOCATION), (is_unwarned, STRATEGIES)]
    {
        if is_meant {
            remark.clause(clause);
        }
    }
}
