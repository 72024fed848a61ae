//! Confirmation measures, work products, tools, changes (ISO 26262-2 and -8).

mod incomplete_interface_agreement;
mod people;
mod release_without_assessment;
mod review_not_independent;
mod reviewer_is_author;
mod tool_confidence;
mod unanalysed_change;
mod work_product;
mod work_product_missing;

use super::Rule;
use crate::dossier::RecordRef;
use crate::iso26262::independence::{Measure, Measures};

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &incomplete_interface_agreement::RULE,
    &release_without_assessment::RULE,
    &review_not_independent::RULE,
    &reviewer_is_author::RULE,
    &tool_confidence::RULE,
    &unanalysed_change::RULE,
    &work_product_missing::RULE,
];

/// The measure that a record speaks of: by its name, else by its object.
fn measure_of<'l>(measures: &Measures<'l>, confirmation: RecordRef<'_>) -> Option<Measure<'l>> {
    let by = |field| measures.find(confirmation.words(field));
    by("measure").or_else(|| by("object"))
}

/// Names of fields within a sentence: `impact analysis, decided by`.
fn spoken(fields: &[&str]) -> String {
    fields.iter().map(|field| field.replace('_', " ")).collect::<Vec<_>>().join(", ")
}
