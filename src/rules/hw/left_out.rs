//! Which targets of metrics no safety goal asks for.

use rustc_hash::FxHashMap;

use super::FAILURE_RATE_CLASSES;
use crate::dossier::values::Asil;
use crate::dossier::{RecordId, RecordRef};
use crate::iso26262::metrics::{metrics, target};
use crate::rules::Examination;
use crate::rules::trace::GoalLinks;

/// What is reported for a goal.
#[derive(Debug, Default)]
pub(super) struct Reported {
    pub(super) kinds: Vec<&'static str>,
    pub(super) uses_classes: bool,
    /// A metric that may be any of them.
    pub(super) has_unread: bool,
}

/// The safety goals with their ASILs; none if one of them states none.
fn rated_goals<'d>(exam: &Examination<'d>, links: &GoalLinks<'_>) -> Option<Vec<(RecordRef<'d>, Asil)>> {
    let goals = exam.records("safety-goal").into_iter();
    goals.map(|goal| Some((goal, links.asil(exam.library, goal)?))).collect()
}

/// Targets of ASILs that no goal has.
pub(super) fn leave_out_levels(exam: &mut Examination<'_>, links: &GoalLinks<'_>) {
    let item = exam.scope.item_asil();
    if item.doubt.is_some() {
        return;
    }
    let Some(goals) = rated_goals(exam, links).filter(|goals| !goals.is_empty()) else { return };
    for level in [Asil::B, Asil::C, Asil::D] {
        let is_none = !goals.iter().any(|(_, asil)| *asil == level) && item.at_least != Some(level);
        for target in metrics(exam.library).into_iter().filter_map(|kind| target(exam.library, kind, level)) {
            if is_none {
                exam.inapplicable_clause(target.clause(), format!("no safety goal is rated {level}"));
            }
        }
    }
}

/// The method that is not used, where there are two.
pub(super) fn leave_out_method(
    exam: &mut Examination<'_>,
    reported: &FxHashMap<RecordId, Reported>,
    links: &GoalLinks<'_>,
) {
    let Some(goals) = rated_goals(exam, links).filter(|goals| !goals.is_empty()) else { return };
    let uses_classes = |goal: &RecordRef<'_>| reported.get(&goal.number).is_some_and(|found| found.uses_classes);
    for level in [Asil::B, Asil::C, Asil::D] {
        let mut of_level = goals.iter().filter(|(_, asil)| *asil == level).peekable();
        let is_by_classes = of_level.peek().is_some() && of_level.all(|(goal, _)| uses_classes(goal));
        if let Some(target) = target(exam.library, "PMHF", level).filter(|_| is_by_classes) {
            exam.inapplicable_clause(target.clause(), "failure rate classes are used instead of the PMHF");
        }
    }
    if !goals.iter().any(|(goal, _)| uses_classes(goal)) {
        exam.inapplicable_clause(FAILURE_RATE_CLASSES, "no safety goal is evaluated by failure rate classes");
    }
}
