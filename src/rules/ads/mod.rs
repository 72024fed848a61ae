//! The safety case, tests and reports of automated driving systems (UN ADS regulation).

mod broken_safety_case;
mod case_content;
mod citation;
mod graph;
mod incomplete_management;
mod incomplete_odd;
mod incomplete_recorder;
mod inconsistent_feature;
mod irreproducible_test;
mod occurrences;
mod recorder_series;
mod report_overdue;
mod requirement_without_claim;
mod scenario_class_missing;
mod sent_reports;
mod short_term;
mod simulation_not_credible;

use super::Rule;
use crate::standard::{Library, Limit, Row};

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &broken_safety_case::RULE,
    &incomplete_management::RULE,
    &incomplete_odd::RULE,
    &incomplete_recorder::RULE,
    &inconsistent_feature::RULE,
    &irreproducible_test::RULE,
    &report_overdue::RULE,
    &requirement_without_claim::RULE,
    &scenario_class_missing::RULE,
    &simulation_not_credible::RULE,
];

/// The figure that a clause sets.
fn limit<'l>(library: &'l Library, clause: &str) -> Option<&'l Limit> {
    library.clause(clause)?.limit.as_ref()
}

/// The rows of a table of the regulation.
fn rows<'l>(library: &'l Library, name: &str) -> impl Iterator<Item = Row<'l>> + use<'l> {
    library.table(&format!("unece/un-ads/{name}.csv")).into_iter().flat_map(|table| table.rows())
}
