//! What a rule says, where, and in which words.

use crate::finding::{is_unsafe, shown};
use crate::openscenario::Spot;
use crate::source::Span;
use crate::xml::NodeId;

/// What a rule has to say, before it has a place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// What is wrong: expected and found.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Words under the marked place.
    pub label: Option<String>,
    /// Words under the related place.
    pub related_label: Option<String>,
}

impl Draft {
    /// A draft with a message alone.
    pub fn new(message: impl Into<String>) -> Draft {
        Draft { message: message.into(), ..Draft::default() }
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Draft {
        self.help = Some(help.into());
        self
    }

    /// Adds words under the marked place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Draft {
        self.label = Some(label.into());
        self
    }

    /// Adds words under the related place.
    #[must_use]
    pub fn related(mut self, label: impl Into<String>) -> Draft {
        self.related_label = Some(label.into());
        self
    }
}

/// A draft with its place in the document.
#[derive(Debug, Clone)]
pub struct Hit {
    /// What the rule says.
    pub draft: Draft,
    /// The place.
    pub at: At,
    /// A second place that explains the first.
    pub related: Option<At>,
}

/// A place in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// Bytes of the text.
    Span(Span),
    /// An element, or a part of it.
    Node(NodeId, Spot),
}

/// A name or value in back quotes, as messages show it.
pub(super) fn quoted(text: &str) -> String {
    if text.is_empty() { "`\"\"`".to_owned() } else { format!("`{}`", shown(text)) }
}

/// A path in back quotes; of a long one the end tells most.
pub(super) fn quoted_path(path: &str) -> String {
    const LONGEST: usize = 160;
    let skipped = path.chars().count().saturating_sub(LONGEST);
    let start = if skipped == 0 { "" } else { "…" };
    let end: String = path.chars().skip(if skipped == 0 { 0 } else { skipped + 1 }).collect();
    let end: String = end.chars().map(|c| if is_unsafe(c) { '\u{FFFD}' } else { c }).collect();
    format!("`{start}{end}`")
}

/// A figure with at most so many decimals, as messages show it.
pub(super) fn rounded(value: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    (value * scale).round() / scale
}

/// `a`, `b` or `c`; at most `most` of them.
pub(super) fn listed(names: &[String], most: usize) -> String {
    let shown: Vec<String> = names.iter().take(most).map(|name| quoted(name)).collect();
    if names.len() > most {
        return format!("{} or {} more", shown.join(", "), names.len() - most);
    }
    match &shown[..] {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// `no method, no result`, for fields that hold nothing.
pub(super) fn lacking(fields: &[&str]) -> String {
    let words: Vec<String> = fields.iter().map(|field| format!("no {}", field.replace('_', " "))).collect();
    words.join(", ")
}
