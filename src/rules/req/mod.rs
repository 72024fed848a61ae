//! Safety requirements, their tracing and decomposition (ISO 26262-8 and -9).

use super::Rule;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[];
