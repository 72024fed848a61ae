//! Threats, risks and measures of cyber security (UN R155).

pub(super) mod annex5;

mod aftermarket_open;
mod assessment_stale;
mod detection_missing;
mod element_not_covered;
mod mitigation_missing;
mod mitigation_untested;
mod no_own_risk;
mod unjustified_cryptography;
mod untreated_risk;
mod untreated_threat;

use super::{Examination, Rule};
use crate::dossier::{FactValue, RecordRef};

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &aftermarket_open::RULE,
    &assessment_stale::RULE,
    &detection_missing::RULE,
    &element_not_covered::RULE,
    &mitigation_missing::RULE,
    &mitigation_untested::RULE,
    &no_own_risk::RULE,
    &unjustified_cryptography::RULE,
    &untreated_risk::RULE,
    &untreated_threat::RULE,
];

/// From this value on a risk is high, unless the maker sets another scale.
const HIGH: f64 = 4.0;

/// The highest value of a risk.
const HIGHEST: f64 = 5.0;

/// The value from which on a risk is high.
fn high_from(exam: &Examination<'_>) -> f64 {
    match exam.dossier.fact("csms.high_risk_from").map(|fact| &fact.value) {
        // From a value above the scale on, no risk would ever be high.
        Some(FactValue::Number(quantity)) if quantity.fault("1").is_none() && quantity.value <= HIGHEST => {
            quantity.value
        }
        _ => HIGH,
    }
}

/// True unless a measure says that it is not implemented.
fn is_implemented(mitigation: RecordRef<'_>) -> bool {
    mitigation.yes_no("implemented").present() != Some(false)
}

/// True if a measure that is implemented provides a capability: the word
/// itself or one that begins with it.
fn provides(mitigation: RecordRef<'_>, capability: &str) -> bool {
    let begins = |word: &str| word.to_lowercase().starts_with(capability);
    is_implemented(mitigation) && mitigation.list("provides").into_iter().any(begins)
}
