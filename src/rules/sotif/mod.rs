//! Safety of the intended functionality (ISO 21448).

use super::Rule;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[];
