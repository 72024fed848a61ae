//! The cyber security management system and its certificate (UN R155).

use super::Rule;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[];
