//! Hazard analysis and risk assessment, safety goals (ISO 26262-3, clause 6).

mod asil_mismatch;

use super::Rule;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[&asil_mismatch::RULE];
