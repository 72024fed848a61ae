use rustc_hash::FxHashSet;

use crate::dossier::values::Asil;
use crate::dossier::{RecordId, RecordRef};
use crate::rules::trace::{Derivation, contradicts_itself, dead, is_first, is_functional, level};
use crate::rules::{Check, Examination, rule};

rule! {
    /// A safety goal has no functional safety requirement, or a requirement has no goal.
    ///
    /// ## Why it matters
    /// A safety goal says what must not happen. Without a functional safety requirement
    /// nobody has said what the item does about it; a functional safety requirement without
    /// a goal has no reason and no ASIL to inherit.
    ///
    /// ## Example
    /// ```csv
    /// id,level,parents
    /// FSR-1,FSR,
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,level,parents
    /// FSR-1,FSR,SG-1
    /// ```
    ///
    /// ## Source
    /// ISO 26262-3:2018, 7.4.2.1 and 7.4.2.2.
    "fsc/goal-without-requirement" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const DERIVATION: &str = "ISO-26262-3:7.4.2.1";
const ONE_PER_GOAL: &str = "ISO-26262-3:7.4.2.2";

fn check(exam: &mut Examination<'_>) {
    let derivation = exam.derivation;
    let functional: FxHashSet<RecordId> =
        derivation.requirements.iter().filter(|one| is_functional(**one)).map(|one| one.number).collect();
    // Without goals or without functional requirements, one of the two is not supplied.
    if functional.is_empty() || !exam.dossier.has("safety-goal") {
        return;
    }
    goals(exam, derivation, &functional);
    requirements(exam, derivation, &functional);
}

fn goals(exam: &mut Examination<'_>, derivation: &Derivation<'_>, functional: &FxHashSet<RecordId>) {
    for goal in exam.records("safety-goal") {
        let is_qm = !contradicts_itself(exam.dossier, goal)
            && level(exam.dossier, goal).is_some_and(|stated| stated.initial() == Asil::Qm);
        if is_qm || !is_first(exam.dossier, goal) {
            continue;
        }
        exam.saw_for(ONE_PER_GOAL, goal);
        if !derivation.children(goal).iter().any(|child| functional.contains(&child.number)) {
            exam.gap(goal, format!("{} has no functional safety requirement", goal.name()))
                .clause(ONE_PER_GOAL)
                .help("derive at least one functional safety requirement from it, and link them");
        }
    }
}

fn requirements(exam: &mut Examination<'_>, derivation: &Derivation<'_>, functional: &FxHashSet<RecordId>) {
    let reached = reached(exam, derivation);
    for requirement in derivation.requirements.iter().filter(|one| functional.contains(&one.number)) {
        exam.saw_for(DERIVATION, *requirement);
        let parents = derivation.parents(*requirement);
        // The one above is reported; a dead link is the matter of req/broken-trace.
        let is_below_another = parents.iter().any(|parent| functional.contains(&parent.number));
        let has_dead_link = !dead(exam.dossier, *requirement, "parents").is_empty();
        if !reached.contains(&requirement.number) && !is_below_another && !has_dead_link {
            exam.gap(*requirement, format!("{} derives from no safety goal", requirement.name()))
                .clause(DERIVATION)
                .help("name the safety goal among its parents");
        }
    }
}

/// The requirements that derive from a safety goal, directly or not.
fn reached<'d>(exam: &Examination<'d>, derivation: &Derivation<'d>) -> FxHashSet<RecordId> {
    let mut reached = FxHashSet::default();
    let mut open: Vec<RecordRef<'d>> = exam.records("safety-goal");
    while let Some(record) = open.pop() {
        for child in derivation.children(record) {
            if reached.insert(child.number) {
                open.push(*child);
            }
        }
    }
    reached
}
