//! The functional safety concept and its timing (ISO 26262-3 and -4).

mod goal_without_criterion;
mod goal_without_requirement;
mod incomplete_requirement;
mod reaction_too_slow;

use super::Rule;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &goal_without_criterion::RULE,
    &goal_without_requirement::RULE,
    &incomplete_requirement::RULE,
    &reaction_too_slow::RULE,
];
