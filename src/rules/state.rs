//! What people write as the status of a statement or a work product.

use crate::dossier::{RecordRef, Value};

/// What a status says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Nothing.
    Unstated,
    /// It is still to be done, or done in part.
    Open,
    /// It is not met.
    Unmet,
    /// It does not apply.
    Inapplicable,
    /// It is done, and somebody answers for it.
    Released,
    /// Something else.
    Other,
}

/// Words that a status begins with, and what they mean. The longer ones of two
/// that begin alike stand first.
const MEANINGS: &[(State, &[&str])] = &[
    (State::Inapplicable, &["not applicable", "inapplicable", "n/a", "na", "tailored"]),
    (
        State::Open,
        &[
            "open",
            "planned",
            "to be planned",
            "not yet",
            "not started",
            "not released",
            "not approved",
            "draft",
            "in draft",
            "in work",
            "in progress",
            "in preparation",
            "in review",
            "under review",
            "ongoing",
            "wip",
            "work in progress",
            "to do",
            "todo",
            "to be done",
            "tbd",
            "pending",
            "proposed",
            "partly",
            "partially",
            "incomplete",
            "offen",
            "geplant",
            "entwurf",
            "in arbeit",
        ],
    ),
    (
        State::Unmet,
        &["not met", "not fulfilled", "not satisfied", "not implemented", "not done", "no", "missing", "unmet", "nein"],
    ),
    (
        State::Released,
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
            "complete",
            "completed",
            "freigegeben",
        ],
    ),
];

/// Reads `In work`, `planned for 2027`, `not_met`.
pub(super) fn state(record: RecordRef<'_>) -> State {
    // Not `words`, to which `n/a` says nothing.
    of_text(record.value("status").and_then(Value::text).unwrap_or_default())
}

/// True if `text` begins with these words.
fn begins(text: &str, words: &str) -> bool {
    text.strip_prefix(words).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '/'))
}

fn of_text(text: &str) -> State {
    let text = text.trim().to_lowercase().replace(['_', '-'], " ");
    // `no` alone is an answer, `no findings` is none.
    let says =
        |words: &&str| if *words == "no" { text.trim_end_matches(['.', '!']) == "no" } else { begins(&text, words) };
    if text.trim().is_empty() {
        return State::Unstated;
    }
    MEANINGS.iter().find(|(_, all)| all.iter().any(says)).map_or(State::Other, |(state, _)| *state)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_read_as_people_write_them() {
        for text in
            ["open", "Planned", "planned for 2027", "Draft 2", "in work", "In-Progress", "to do", "TBD", "pending"]
        {
            assert_eq!(of_text(text), State::Open, "{text}");
        }
        for text in ["not met", "Not_fulfilled", "no", "No.", "missing"] {
            assert_eq!(of_text(text), State::Unmet, "{text}");
        }
        for text in ["n/a", "Not applicable", "tailored out"] {
            assert_eq!(of_text(text), State::Inapplicable, "{text}");
        }
        for text in ["released", "Approved by J. Brandt", "final"] {
            assert_eq!(of_text(text), State::Released, "{text}");
        }
        for text in ["met", "no findings", "opened to the public", "normal"] {
            assert_eq!(of_text(text), State::Other, "{text}");
        }
        assert_eq!(of_text(" - "), State::Unstated);
    }
}
