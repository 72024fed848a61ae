//! Confirmation measures, work products, tools, changes (ISO 26262-2 and -8).

use super::Rule;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[];
