//! Figures and records of automated lane keeping (UN R157).

use super::Rule;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[];
