//! The software update management system and its records (UN R156).

use super::Rule;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[];
