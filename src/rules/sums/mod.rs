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

/// What a field answers: `none` and `no` are answers to a question, `TBD` is not.
fn answer<'d>(record: RecordRef<'d>, field: &str) -> Option<&'d str> {
    let text = record.value(field)?.text()?.trim();
    let is_none = matches!(text.to_lowercase().as_str(), "none" | "n/a" | "na");
    (is_none || record.has(field)).then_some(text)
}

/// True if an answer begins by saying no: `no`, `none`, `not required`.
fn says_no(answer: &str) -> bool {
    let lower = answer.trim().to_lowercase();
    let mut words = lower.split_whitespace();
    let first = words.next().unwrap_or_default();
    // `No. 79` is a number.
    let is_number = first == "no." && words.next().is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
    let word = first.trim_matches(|c: char| !c.is_alphanumeric() && c != '/');
    !is_number && matches!(word, "no" | "none" | "not" | "n/a" | "na" | "nein" | "false" | "0")
}

/// True if an entry of an information document is item `item` of UN R156.
fn is_item(entry: RecordRef<'_>, item: &str) -> bool {
    entry.words("regulation").contains("156") && information_document::number(entry.words("item")) == item
}

#[cfg(test)]
mod tests {
    use super::says_no;

    #[test]
    fn a_no_is_told_from_a_number() {
        for text in ["no", "No, not needed", "none", "not required", "n/a", "No.", "nein"] {
            assert!(says_no(text), "{text}");
        }
        for text in ["No. 79, extension 3", "yes", "extension of E1*79R04*0001", "notified 2026-01-02", ""] {
            assert!(!says_no(text), "{text}");
        }
    }
}
