//! The functional safety concept and its timing (ISO 26262-3 and -4).

use super::Rule;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[];
