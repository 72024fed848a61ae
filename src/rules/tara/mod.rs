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

use super::{Rule, quoted};
use crate::dossier::RecordRef;

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

/// Words of a record, one after the other.
fn named(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    words.join(", ")
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
