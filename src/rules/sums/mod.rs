//! Software updates and their management (UN R156).

mod certificate_not_in_force;
mod compatibility_late;
mod incomplete_update_record;
mod inconsistent_impact;
mod integrity;
mod ota_evidence_missing;
mod rxswin_not_readable;
mod rxswin_unchanged;
mod unresolved_rxswin;
mod update_document;
mod update_items;
mod update_threat_conflict;
mod user_not_informed;

use super::Rule;
use super::csms::information_document;
use crate::dossier::RecordRef;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &certificate_not_in_force::RULE,
    &compatibility_late::RULE,
    &incomplete_update_record::RULE,
    &inconsistent_impact::RULE,
    &ota_evidence_missing::RULE,
    &rxswin_not_readable::RULE,
    &rxswin_unchanged::RULE,
    &unresolved_rxswin::RULE,
    &update_threat_conflict::RULE,
    &user_not_informed::RULE,
];

/// True if an entry of an information document is item `item` of UN R156.
fn is_item(entry: RecordRef<'_>, item: &str) -> bool {
    entry.words("regulation").contains("156") && information_document::number(entry.words("item")) == item
}
