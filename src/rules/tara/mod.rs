//! Threats, risks and measures of cyber security (UN R155).

use super::Rule;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[];
