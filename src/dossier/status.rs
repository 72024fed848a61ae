//! What people write as the status of a statement, a document or a certificate.
//!
//! The words are listed, those that say yes as well as those that say no: a
//! word that is in no list says nothing for sure, and a person has to read it.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::status_words::{ALONE, BEGINNINGS, DOUBTS, REFERENCE_WORDS};
use super::values::date;

/// What a status says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Nothing.
    Unstated,
    /// It is still to be done, or done in part.
    Open,
    /// It is not met.
    Unmet,
    /// It held once, and holds no more.
    Ended,
    /// It does not apply.
    Inapplicable,
    /// It is done, and somebody answers for it.
    Released,
    /// It is met.
    Met,
    /// Words that are not known here.
    Unknown,
}

impl Status {
    /// True if it says yes: released, or met.
    pub fn says_yes(self) -> bool {
        matches!(self, Status::Released | Status::Met)
    }
}

/// What a text answers that is nothing but words of the lists: `met`, `not
/// passed`, `TBD`. Any other text is unknown, however it begins.
pub fn plain(text: &str) -> Status {
    let folded = folded(text);
    if let Some(status) = EXACT.get(folded.as_str()) {
        return *status;
    }
    let words: Vec<&str> = folded.split(' ').collect();
    let is_short_no = matches!(words[..], ["not" | "nicht", _] | ["not" | "nicht", _, _]);
    match status(text) {
        Status::Unstated => Status::Unstated,
        said if is_short_no => said,
        _ => Status::Unknown,
    }
}

/// What the words before the first mark answer: `Failed, report V-118`, `no: see D-26`.
pub fn answer(text: &str) -> Status {
    plain(split(text).0)
}

/// True if a text plainly says yes: a word of the lists, alone or with what
/// shows it, `passed, report V-118`.
pub fn confirms(text: &str) -> bool {
    let (head, tail) = split(text);
    plain(head).says_yes() && (tail.is_empty() || is_reference(tail))
}

/// True if some word of a text says that a thing is open, not met or no longer so.
pub fn takes_back(text: &str) -> bool {
    let is_against = |word: &str| matches!(plain(word), Status::Open | Status::Unmet | Status::Ended);
    is_doubted(text) || words(text).any(is_against)
}

/// The words before the first mark, and those behind it.
fn split(text: &str) -> (&str, &str) {
    let text = text.trim();
    let at = text.find([',', ';', ':', '(', '\n']).into_iter().chain(text.find(". ")).min();
    let (head, tail) = text.split_at(at.unwrap_or(text.len()));
    (head, tail.trim_start_matches(|c: char| !c.is_alphanumeric()))
}

/// True for nothing but what points at a paper: its number or its path, with
/// section and date: `report HP-V-118 of 2026-03-02`.
pub fn is_reference(text: &str) -> bool {
    let mut has_id = false;
    let mut is_counted = false;
    for token in text.split([' ', ',', ';', ':', '(', ')', '\n']) {
        let token = token.trim_end_matches('.');
        let is_number = token.starts_with(|c: char| c.is_ascii_digit());
        let is_word = REFERENCE_WORDS.contains(&&*token.to_lowercase());
        if !(token.is_empty() || is_word || is_paper(token) || is_number && (is_counted || date(token).is_ok())) {
            return false;
        }
        has_id |= is_paper(token);
        is_counted = is_word;
    }
    has_id
}

/// True for `HP-V-118`, `E1*79R04/02*0117`, `reports/final.pdf`: letters with
/// digits, or a path.
fn is_paper(token: &str) -> bool {
    let bare = token.trim_start_matches(['v', 'V']);
    let is_version = bare.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let has = |what: fn(char) -> bool| token.chars().any(what);
    let is_plain = token.chars().all(|c| c.is_alphanumeric() || "-_/\\.#*+&".contains(c));
    let is_path = token.rsplit_once('.').is_some_and(|(stem, end)| !stem.is_empty() && (2..=5).contains(&end.len()));
    is_plain
        && !is_version
        && date(token).is_err()
        && has(char::is_alphabetic)
        && (has(|c| c.is_ascii_digit()) || is_path)
}

/// The words of a text, without what stands between them.
pub fn words(text: &str) -> impl Iterator<Item = &str> + Clone {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// In small letters, with one space between words and without full stops.
fn folded(text: &str) -> String {
    let text = text.to_lowercase().replace(['_', '-', '–', '—'], " ").replace('.', "");
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").trim_end_matches('!').to_owned()
}

/// The words that are a status as they stand: most rows have one of them.
static EXACT: LazyLock<FxHashMap<&'static str, Status>> = LazyLock::new(|| {
    let mut exact = FxHashMap::default();
    for (status, words) in ALONE.iter().chain(BEGINNINGS) {
        for word in *words {
            exact.entry(*word).or_insert(*status);
        }
    }
    exact
});

/// Reads `In work`, `planned for 2027`, `not_met`.
pub fn status(raw: &str) -> Status {
    let text = folded(raw);
    let text = text.as_str();
    if text.is_empty() {
        return Status::Unstated;
    }
    if let Some(status) = EXACT.get(text) {
        return *status;
    }
    let begun = BEGINNINGS.iter().find(|(_, all)| all.iter().any(|words| begins(text, words)));
    match begun {
        Some((status, _)) if status.says_yes() && is_doubted(raw) => Status::Unknown,
        Some((status, _)) => *status,
        None => Status::Unknown,
    }
}

/// True if `text` begins with these words.
fn begins(text: &str, words: &str) -> bool {
    text.strip_prefix(words).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '/'))
}

/// True if a yes is not meant whole: `met?`, `complete to 80 %`, `passed 3 of 5`.
fn is_doubted(text: &str) -> bool {
    let text = text.to_lowercase().replace('.', "");
    // `K-22 of 2026-03-02` is no share of anything.
    let parts: Vec<&str> = text.split([' ', ',', ';', ':', '(', ')']).filter(|part| !part.is_empty()).collect();
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let is_share = |parts: &[&str]| is_number(parts[0]) && matches!(parts[1], "of" | "von") && is_number(parts[2]);
    text.contains(['?', '%']) || words(&text).any(|word| DOUBTS.contains(&word)) || parts.windows(3).any(is_share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_done_is_read_as_people_write_it() {
        for text in [
            "open",
            "Planned",
            "planned for 2027",
            "Draft 2",
            "in work",
            "In-Progress",
            "to do",
            "TBD",
            "t.b.d.",
            "pending",
            "not started",
            "template",
            "partially",
            "partly met",
            "to be written",
            "Not yet",
            "☐",
            "applied for",
            "teilweise erfüllt",
        ] {
            assert_eq!(status(text), Status::Open, "{text}");
        }
        for text in [
            "not met",
            "Not_fulfilled",
            "no",
            "No.",
            "missing",
            "fail",
            "failed",
            "NOK",
            "nok",
            "ko",
            "✗",
            "n.i.O.",
            "nicht erfüllt",
            "non-compliant",
            "unmet",
            "false",
        ] {
            assert_eq!(status(text), Status::Unmet, "{text}");
        }
        for text in ["n/a", "N.A.", "Not applicable", "tailored out"] {
            assert_eq!(status(text), Status::Inapplicable, "{text}");
        }
        for text in ["revoked", "Withdrawn 2026-03-01", "expired", "suspended", "superseded"] {
            assert_eq!(status(text), Status::Ended, "{text}");
        }
    }

    #[test]
    fn prose_confirms_nothing() {
        for text in [
            "passed",
            "Yes.",
            "✓",
            "Passed, report V-118",
            "Confirmed: HP-SUMS-015, section 4",
            "Passed: reports/end.pdf",
            "confirmed (K-22 of 2026-03-02)",
            "No deviations",
        ] {
            assert!(confirms(text), "{text}");
        }
        for text in [
            "Passed, V-118 missing",
            "Passed, V-118?",
            "passed: V-118 will be repeated with 4.2.1",
            "passed on request of everybody who was there on day 3",
            "Passed, by far and with all the margins that anybody asked for in 2026",
            "3 of 5 tests passed, 2 open",
            "did not pass",
            "unsafe",
            "Safety could not be confirmed",
            "see ticket 123",
            "Confirmed: refuted by HP-1",
            "Confirmed: 1 blocker",
            "confirmed, with reservations of 2026",
            "Passed, 3 failures",
            "Passed, results for software 3.4",
            "passed, v3.4",
        ] {
            assert!(!confirms(text), "{text}");
        }
        for text in ["no", "Failed, report V-118", "not safe", "not confirmed yet", "nicht bestätigt", "unsafe"] {
            assert_eq!(answer(text), Status::Unmet, "{text}");
        }
        for text in ["Fail-safe state within 2 s", "Not later than three months", "New functions are listed", "see V-3"]
        {
            assert_eq!(answer(text), Status::Unknown, "{text}");
        }
        assert!(takes_back("M1 except type NW6-HP1") && takes_back("pre-audit, not for approval"));
        assert!(!takes_back("All types of categories M1 and N1"));
    }

    #[test]
    fn yes_is_a_word_of_the_list() {
        for text in ["released", "Approved by J. Brandt", "final", "approved 2026-03-01", "complete"] {
            assert_eq!(status(text), Status::Released, "{text}");
        }
        for text in ["met", "OK", "i.O.", "yes", "Passed", "done", "closed", "✓", "100 %", "no findings", "erfüllt"]
        {
            assert_eq!(status(text), Status::Met, "{text}");
        }
        for text in [
            "?",
            "blue",
            "x",
            "met?",
            "met, except for point 3",
            "complete to 80 %",
            "passed 3 of 5",
            "opened",
            "normal",
            "approved with conditions",
            "met with deviations",
        ] {
            assert_eq!(status(text), Status::Unknown, "{text}");
        }
        assert_eq!(status(" - "), Status::Unstated);
    }
}
