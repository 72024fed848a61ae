//! The safety case, tests and reports of automated driving systems (UN ADS regulation).

use super::Rule;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[];
