//! What an OpenSCENARIO file means: names and references.

mod duplicate_name;
mod unresolved_entity_ref;

use super::Rule;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[&duplicate_name::RULE, &unresolved_entity_ref::RULE];
