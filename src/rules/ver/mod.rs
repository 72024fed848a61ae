//! Verification of requirements (ISO 26262-4, -6 and -8).

use super::Rule;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[];
