//! What becomes of a clause, before it is a row of a report.

use std::sync::Arc;

use super::outcome::{Outcome, WaitsFor};
use crate::dossier::Exclusion;
use crate::dossier::values::describes_nothing;
use crate::rules::{Open, Remark, Rule, Verdict};
use crate::standard::{Certainty, ReadIn};

/// Why a bound rule said nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DidNotRun {
    /// It is switched off.
    SwitchedOff,
    /// It failed: an internal error.
    Failed,
    /// There is no such rule.
    Unknown,
}

impl DidNotRun {
    pub(super) fn words(self) -> &'static str {
        match self {
            DidNotRun::SwitchedOff => "is switched off",
            DidNotRun::Failed => "failed with an internal error",
            DidNotRun::Unknown => "does not exist",
        }
    }
}

/// An outcome with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verdicted {
    pub(super) outcome: Outcome,
    pub(super) waits_for: Option<WaitsFor>,
    pub(super) reason: String,
    pub(super) check_result: Option<Outcome>,
}

impl Verdicted {
    pub(super) fn new(outcome: Outcome, reason: impl Into<String>) -> Verdicted {
        Verdicted { outcome, waits_for: None, reason: reason.into(), check_result: None }
    }

    pub(super) fn cant_tell(waits_for: WaitsFor, reason: impl Into<String>) -> Verdicted {
        Verdicted { waits_for: Some(waits_for), ..Verdicted::new(Outcome::CantTell, reason) }
    }

    /// The same result, which is not sure enough to stand.
    pub(super) fn weakened(self, why: &str) -> Verdicted {
        if !matches!(self.outcome, Outcome::Passed | Outcome::Failed) {
            return self;
        }
        let reason = format!("the check says {} ({}), and {why}", self.outcome.name(), self.reason);
        Verdicted { check_result: Some(self.outcome), ..Verdicted::cant_tell(WaitsFor::Information, reason) }
    }
}

/// What an exclusion means. It does not hide what contradicts it.
pub(super) fn excluded(exclusion: &Exclusion, remarks: &[(&'static Rule, &Remark)]) -> Verdicted {
    let is_agreed = !describes_nothing(&exclusion.approved_by);
    let by = if is_agreed {
        format!(" (agreed by {})", exclusion.approved_by.trim())
    } else {
        "; nobody is named who agreed".to_owned()
    };
    let reason = format!("excluded by the maker: {}{by}", exclusion.reason.trim());
    let against = remarks.iter().find(|(_, remark)| remark.verdict >= Verdict::Gap);
    match against {
        Some((_, remark)) => Verdicted::cant_tell(WaitsFor::Person, format!("{reason}; and yet {}", remark.message)),
        None if !is_agreed => Verdicted::cant_tell(WaitsFor::Person, reason),
        None => Verdicted::new(Outcome::Inapplicable, reason),
    }
}

/// Why facts are not sure enough to decide on.
pub(super) fn doubt(certainty: Certainty, read_in: ReadIn) -> Option<&'static str> {
    match (certainty, read_in) {
        (Certainty::Recalled, _) => Some("it rests on a fact from memory: confirm against the text"),
        (Certainty::Seed, _) => Some("it rests on a fact without a source: confirm against the text"),
        (_, ReadIn::OtherEdition) => Some("the clause was read in another edition: confirm against the text"),
        (_, ReadIn::None) => Some("the clause was not read: confirm against the text"),
        (Certainty::Verified, _) => None,
    }
}

/// True if a list of clauses names this one; an empty list means all.
pub(super) fn is_about(clauses: &[Arc<str>], id: &str) -> bool {
    clauses.is_empty() || clauses.iter().any(|clause| &**clause == id)
}

/// What could not be looked at for a clause: one that was not may be wrong.
pub(super) fn left_open<'r>(open: impl Iterator<Item = &'r Open>, clause: &str) -> Option<String> {
    let mut about = open.filter(|open| is_about(&open.clauses, clause));
    let first = about.next()?;
    let more = match about.count() {
        0 => String::new(),
        count => format!(", and {count} more"),
    };
    Some(format!("not all could be looked at: {}{more}", first.why))
}
