//! What people write as the status of a statement, a document or a certificate.
//!
//! The words are listed, those that say yes as well as those that say no: a
//! word that is in no list says nothing for sure, and a person has to read it.

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

/// Words that a status begins with, and what they mean, without full stops.
/// The longer ones of two that begin alike stand first.
const BEGINNINGS: &[(Status, &[&str])] = &[
    (Status::Inapplicable, &["not applicable", "inapplicable", "not relevant", "n/a", "na", "tailored", "entfällt"]),
    (
        Status::Open,
        &[
            "open",
            "planned",
            "to be",
            "not yet",
            "not started",
            "not released",
            "not approved",
            "not begun",
            "not assessed",
            "not checked",
            "not reviewed",
            "not tested",
            "draft",
            "in draft",
            "in work",
            "in progress",
            "in preparation",
            "in review",
            "in approval",
            "under review",
            "under development",
            "for review",
            "for approval",
            "for information",
            "ongoing",
            "wip",
            "work in progress",
            "to do",
            "todo",
            "tbd",
            "tbc",
            "tba",
            "pending",
            "proposed",
            "proposal",
            "requested",
            "applied for",
            "application",
            "submitted",
            "started",
            "new",
            "template",
            "placeholder",
            "partly",
            "partially",
            "partial",
            "incomplete",
            "unfinished",
            "on hold",
            "blocked",
            "deferred",
            "postponed",
            "offen",
            "geplant",
            "entwurf",
            "vorlage",
            "beantragt",
            "in arbeit",
            "in bearbeitung",
            "in prüfung",
            "noch nicht",
            "teilweise",
            "nicht begonnen",
            "nicht freigegeben",
            "☐",
        ],
    ),
    (
        Status::Ended,
        &[
            "withdrawn",
            "revoked",
            "expired",
            "lapsed",
            "suspended",
            "superseded",
            "obsolete",
            "cancelled",
            "canceled",
            "deleted",
            "replaced",
            "retired",
            "invalid",
            "no longer",
            "abgelaufen",
            "zurückgezogen",
            "widerrufen",
            "ungültig",
            "ersetzt",
            "entzogen",
        ],
    ),
    (
        Status::Unmet,
        &[
            "not",
            "non",
            "nicht",
            "fail",
            "fails",
            "failed",
            "failing",
            "nok",
            "ko",
            "nio",
            "missing",
            "violated",
            "rejected",
            "refused",
            "denied",
            "unmet",
            "unfulfilled",
            "unsatisfied",
            "noncompliant",
            "nonconforming",
            "abgelehnt",
            "fehlt",
            "verletzt",
            "✗",
            "✘",
            "❌",
            "✖",
        ],
    ),
    (
        Status::Released,
        &[
            "released",
            "approved",
            "accepted",
            "final",
            "finalised",
            "finalized",
            "issued",
            "baselined",
            "published",
            "signed",
            "valid",
            "in force",
            "effective",
            "active",
            "granted",
            "complete",
            "completed",
            "freigegeben",
            "gültig",
            "genehmigt",
        ],
    ),
    (
        Status::Met,
        &[
            "met",
            "fully met",
            "ok",
            "okay",
            "io",
            "pass",
            "passed",
            "fulfilled",
            "fully fulfilled",
            "satisfied",
            "done",
            "closed",
            "conforming",
            "conformant",
            "conforms",
            "compliant",
            "implemented",
            "verified",
            "confirmed",
            "checked",
            "reviewed",
            "resolved",
            "finished",
            "in place",
            "erfüllt",
            "erledigt",
            "abgeschlossen",
            "geprüft",
            "bestanden",
            "✓",
            "✔",
            "✅",
            "☑",
        ],
    ),
];

/// Words that are an answer when they stand alone: `no findings` is no `no`.
const ALONE: &[(Status, &[&str])] = &[
    (Status::Unmet, &["no", "n", "nein", "false"]),
    (Status::Met, &["yes", "y", "ja", "true", "100 %", "100%", "no findings", "no deviation", "no deviations"]),
];

/// Words behind a yes that take some of it back: `met, except for …`.
const DOUBTS: [&str; 37] = [
    "not",
    "no",
    "but",
    "except",
    "excluding",
    "until",
    "unless",
    "if",
    "when",
    "once",
    "pending",
    "open",
    "partly",
    "partially",
    "mostly",
    "some",
    "most",
    "deviation",
    "deviations",
    "condition",
    "conditions",
    "conditionally",
    "subject",
    "draft",
    "review",
    "rework",
    "comment",
    "comments",
    "restriction",
    "restrictions",
    "tbd",
    "tbc",
    "later",
    "nicht",
    "teilweise",
    "offen",
    "außer",
];

/// Reads `In work`, `planned for 2027`, `not_met`.
pub fn status(text: &str) -> Status {
    let folded = text.to_lowercase().replace(['_', '-', '–', '—'], " ").replace('.', "");
    let words: Vec<&str> = folded.split_whitespace().collect();
    let text = words.join(" ");
    let text = text.trim_end_matches('!');
    if text.is_empty() {
        return Status::Unstated;
    }
    if let Some((status, _)) = ALONE.iter().find(|(_, all)| all.contains(&text)) {
        return *status;
    }
    let begun = BEGINNINGS.iter().find(|(_, all)| all.iter().any(|words| begins(text, words)));
    match begun {
        Some((status, _)) if status.says_yes() && is_doubted(text) => Status::Unknown,
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
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let is_share = |words: &[&str]| is_number(words[0]) && matches!(words[1], "of" | "von") && is_number(words[2]);
    text.contains(['?', '%']) || words.iter().any(|word| DOUBTS.contains(word)) || words.windows(3).any(is_share)
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
