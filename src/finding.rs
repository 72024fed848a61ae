//! What a rule found and where.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::source::Place;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Allowed, and probably not meant or not wise.
    Warning,
    /// Contradicts the standard, or keeps the input from being judged.
    Error,
}

impl Severity {
    /// The word that reports use.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// The line of a place, for display.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The line, or the part around the place if it is long.
    pub text: String,
    /// Byte range of the place in `text`.
    pub range: std::ops::Range<usize>,
    /// False if the line is long and `text` is a part of it.
    pub is_whole_line: bool,
}

/// A place in an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The input, as reports name it.
    pub path: Arc<str>,
    /// Line and column; none if the input could not be read.
    pub place: Option<Place>,
    /// The element or attribute, where there is one.
    pub xpath: Option<String>,
    /// What is to be seen there, in few words.
    pub label: Option<String>,
    /// The lines to show.
    pub excerpt: Option<Excerpt>,
}

/// One finding. It always has a place: the input at the least.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Id of the rule, `family/offence`.
    pub rule: &'static str,
    /// Ids that other tools and standards have for the same rule.
    pub aliases: &'static [&'static str],
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong: expected and found.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Where.
    pub location: Location,
    /// Places that explain the first.
    pub related: Vec<Location>,
    /// Survives moved lines: equal for the same finding on the same element.
    pub fingerprint: String,
}

impl Finding {
    /// The total order of findings within one input.
    pub fn sort_key(&self) -> impl Ord + '_ {
        (
            self.location.place,
            self.rule,
            &self.message,
            &self.location.xpath,
            self.related.iter().map(|related| (related.place, &related.label)).collect::<Vec<_>>(),
        )
    }
}

/// What became of one input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// All that could be checked was checked and nothing is an error.
    Conforms,
    /// At least one error.
    Deviates,
    /// Read, but not judged: a budget, an unknown kind, an edition without schema.
    NotEvaluable,
    /// Could not be opened or decoded.
    Unreadable,
    /// A rule of ours failed.
    InternalError,
}

impl Outcome {
    /// The word that reports use.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Conforms => "conforms",
            Outcome::Deviates => "deviates",
            Outcome::NotEvaluable => "not-evaluable",
            Outcome::Unreadable => "unreadable",
            Outcome::InternalError => "internal-error",
        }
    }
}

/// A check that did not run on an input, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct NotChecked {
    /// A rule family or a rule id.
    pub what: String,
    /// Why it did not run.
    pub reason: String,
}

/// True for a character that could steer a terminal or turn text around.
pub fn is_unsafe(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// `text` as messages may show it: one line, bounded, no control characters.
pub fn shown(text: &str) -> String {
    const LONGEST: usize = 80;
    let mut out = String::new();
    for (count, c) in text.chars().enumerate() {
        if count == LONGEST {
            out.push('…');
            break;
        }
        if is_unsafe(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out
}
