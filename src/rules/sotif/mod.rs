//! Safety of the intended functionality (ISO 21448).

mod criterion_without_target;
mod exposure_too_small;
mod hazard_without_criterion;
mod incomplete_triggering_condition;
mod misuse_not_analysed;
mod rate;
mod rating_differs_from_hara;
mod release_open;
mod scenario_without_result;
mod unfiled_discovery;
mod unmonitored_field;
mod unrated_hazard;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Examination, Rule};
use crate::dossier::RecordRef;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &criterion_without_target::RULE,
    &exposure_too_small::RULE,
    &hazard_without_criterion::RULE,
    &incomplete_triggering_condition::RULE,
    &misuse_not_analysed::RULE,
    &rating_differs_from_hara::RULE,
    &release_open::RULE,
    &scenario_without_result::RULE,
    &unfiled_discovery::RULE,
    &unmonitored_field::RULE,
    &unrated_hazard::RULE,
];

/// True unless the hazard is rated as one without harm, or that everybody
/// controls, or is said not to be relevant and not rated.
fn is_relevant(hazard: RecordRef<'_>) -> bool {
    let classes = ["severity", "controllability"].map(|name| hazard.class(name).present());
    match classes {
        [Some(0), _] | [_, Some(0)] => false,
        [Some(_), Some(_)] => true,
        _ => hazard.yes_no("relevant").present() != Some(false),
    }
}

/// The identifiers that the records of a kind name in a field.
fn named<'d>(exam: &Examination<'d>, kind: &str, field: &str) -> FxHashSet<&'d str> {
    exam.dossier.records(kind).flat_map(|record| record.ids(field)).collect()
}

/// The records of a kind by the identifiers that they name in a field.
fn by_link<'d>(exam: &Examination<'d>, kind: &str, field: &str) -> FxHashMap<&'d str, Vec<RecordRef<'d>>> {
    let mut index: FxHashMap<&str, Vec<RecordRef<'_>>> = FxHashMap::default();
    for record in exam.dossier.records(kind) {
        for id in record.ids(field) {
            index.entry(id).or_default().push(record);
        }
    }
    index
}
