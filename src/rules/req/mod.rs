//! Safety requirements, their tracing and decomposition (ISO 26262-8 and -9).

mod asil_not_inherited;
mod broken_trace;
mod decomposition_lowers_target;
mod decomposition_not_independent;
mod decomposition_not_permitted;
mod decomposition_weak_mechanism;
mod mixed_criticality;
mod splits;
mod unclear_text;
mod unidentified;

use super::Rule;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &asil_not_inherited::RULE,
    &broken_trace::RULE,
    &decomposition_lowers_target::RULE,
    &decomposition_not_independent::RULE,
    &decomposition_not_permitted::RULE,
    &decomposition_weak_mechanism::RULE,
    &mixed_criticality::RULE,
    &unclear_text::RULE,
    &unidentified::RULE,
];
