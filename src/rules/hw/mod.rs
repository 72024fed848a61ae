//! Hardware architectural metrics (ISO 26262-5).

use super::Rule;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[];
