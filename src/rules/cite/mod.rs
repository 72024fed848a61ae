//! References to clauses and documents.

mod superseded_edition;
mod unknown_clause;
mod wrong_subject;

use super::Rule;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[&superseded_edition::RULE, &unknown_clause::RULE, &wrong_subject::RULE];
