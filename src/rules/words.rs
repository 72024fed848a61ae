//! Words as rules compare them.

use crate::dossier::RecordRef;

/// A name as it is compared: `MRC path` and `mrc_path` are `mrc-path`.
pub(super) fn key(text: &str) -> String {
    text.trim().to_lowercase().replace(['_', ' '], "-")
}

/// A text without capitals, and with one space where there are more.
pub(super) fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// What a field answers: `none` and `no` are answers to a question, `TBD` is not.
pub(super) fn answer<'d>(record: RecordRef<'d>, field: &str) -> Option<&'d str> {
    let text = record.value(field)?.text()?.trim();
    let is_none = matches!(text.to_lowercase().as_str(), "none" | "n/a" | "na");
    (is_none || record.has(field)).then_some(text)
}

/// True if an answer begins by saying no: `no`, `none`, `not required`.
pub(super) fn says_no(answer: &str) -> bool {
    let lower = answer.trim().to_lowercase();
    let mut words = lower.split_whitespace();
    let first = words.next().unwrap_or_default();
    // `No. 79` is a number.
    let is_number = first == "no." && words.next().is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
    let word = first.trim_matches(|c: char| !c.is_alphanumeric() && c != '/');
    !is_number && matches!(word, "no" | "none" | "nothing" | "not" | "n/a" | "na" | "nein" | "false" | "0")
}

/// A text without its `No.` before a number, which denies nothing.
pub(super) fn without_number_signs(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let begins_number = |at: usize| words.get(at).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
    let is_sign = |at: usize, word: &str| matches!(word, "No" | "No." | "no.") && begins_number(at + 1);
    let kept = words.iter().enumerate().filter(|(at, word)| !is_sign(*at, word)).map(|(_, word)| *word);
    kept.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_without_capitals_and_gaps() {
        assert_eq!(key(" MRC path"), key("mrc_path"));
        assert_eq!(plain("The  vehicle\n stops "), "the vehicle stops");
    }

    #[test]
    fn a_number_denies_nothing() {
        assert_eq!(
            without_number_signs("of UN Regulation No. 155 are installed"),
            "of UN Regulation 155 are installed"
        );
        assert_eq!(without_number_signs("No plate, none"), "No plate, none");
    }

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
