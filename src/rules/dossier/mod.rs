//! The files of a dossier and what its manifest says of them.

mod deviating_scenario;
mod duplicate_id;
mod imperfect_file;
mod missing_document;
mod stale_document;
mod unjustified_exclusion;
mod unreadable_file;

use super::Rule;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &deviating_scenario::RULE,
    &duplicate_id::RULE,
    &imperfect_file::RULE,
    &missing_document::RULE,
    &stale_document::RULE,
    &unjustified_exclusion::RULE,
    &unreadable_file::RULE,
];
