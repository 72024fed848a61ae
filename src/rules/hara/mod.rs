//! Hazard analysis and risk assessment, safety goals (ISO 26262-3, clause 6).

mod asil_mismatch;
mod credited_mechanism;
mod event_without_goal;
mod goal_below_event;
mod incomplete_goal;
mod split_situations;
mod unlinked_event;
mod unrated_event;

use super::Rule;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &asil_mismatch::RULE,
    &credited_mechanism::RULE,
    &event_without_goal::RULE,
    &goal_below_event::RULE,
    &incomplete_goal::RULE,
    &split_situations::RULE,
    &unlinked_event::RULE,
    &unrated_event::RULE,
];
