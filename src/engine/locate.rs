//! From places in the tree to lines, columns, paths and excerpts.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::finding::{Excerpt, Finding, Location, is_unsafe};
use crate::openscenario::Spot;
use crate::rules::{At, Draft, Rule};
use crate::source::{DecodeError, LineIndex, Place, Source, Span};
use crate::xml::{NodeId, Tree};

/// A line longer than this is shown in part.
const LONG_LINE: usize = 240;
/// How much of a long line is shown before the place.
const LEAD: usize = 60;

pub(super) struct Locator<'l> {
    source: &'l Source,
    tree: &'l Tree<'l>,
    path: Arc<str>,
}

impl<'l> Locator<'l> {
    pub(super) fn new(source: &'l Source, tree: &'l Tree<'l>, path: Arc<str>) -> Self {
        Locator { source, tree, path }
    }

    /// Turns drafts into findings, in their final order.
    pub(super) fn findings(&self, drafts: Vec<(&'static Rule, Draft, At, Option<At>)>) -> Vec<Finding> {
        if drafts.is_empty() {
            return Vec::new();
        }
        let lines = self.source.lines();
        let mut findings: Vec<Finding> = drafts
            .into_iter()
            .map(|(rule, draft, at, related)| {
                let identity = self.identity(at);
                let related = related.map(|at| self.location(&lines, at, draft.related_label));
                let location = self.location(&lines, at, draft.label);
                let related = related.into_iter().collect();
                Finding { related, ..finding(rule, draft.message, draft.help, location, identity) }
            })
            .collect();
        findings.sort_by(|one, two| one.sort_key().cmp(&two.sort_key()));
        fingerprint(&mut findings);
        findings
    }

    fn location(&self, lines: &LineIndex<'_>, at: At, label: Option<String>) -> Location {
        let span = self.span(at);
        let place = lines.place(span);
        let xpath = match at {
            At::Span(_) => None,
            At::Node(id, spot) => Some(self.xpath(id, spot)),
        };
        let excerpt = Some(excerpt(lines, span));
        Location { path: self.path.clone(), place: Some(place), xpath, label, excerpt }
    }

    fn span(&self, at: At) -> Span {
        match at {
            At::Span(span) => span,
            At::Node(id, Spot::Name) => self.tree.name_span(id),
            At::Node(id, Spot::Text) if self.tree.element(id).has_text => self.tree.element(id).text,
            At::Node(id, Spot::Text) => self.tree.name_span(id),
            At::Node(id, Spot::AttributeName(index)) => self.tree.attributes(id)[index].name_span,
            At::Node(id, Spot::AttributeValue(index)) => self.tree.attributes(id)[index].value_span,
        }
    }

    fn xpath(&self, id: NodeId, spot: Spot) -> String {
        let mut path = self.tree.xpath(id);
        match spot {
            Spot::Name => {}
            Spot::Text => path.push_str("/text()"),
            Spot::AttributeName(index) | Spot::AttributeValue(index) => {
                path.push_str("/@");
                path.push_str(self.tree.name_of(self.tree.attributes(id)[index].name));
            }
        }
        path
    }

    /// A path by names instead of positions: it stays when lines move and
    /// siblings come and go.
    fn identity(&self, at: At) -> String {
        let At::Node(id, spot) = at else { return String::new() };
        let name_attribute = self.tree.find_name("name");
        let mut path = String::with_capacity(128);
        if let Spot::AttributeName(index) | Spot::AttributeValue(index) = spot {
            path.push('@');
            path.push_str(self.tree.name_of(self.tree.attributes(id)[index].name));
        }
        for id in self.tree.outwards(id) {
            let name = name_attribute.and_then(|attribute| self.tree.value_of(id, attribute)).unwrap_or_default();
            let separator = if path.is_empty() { "" } else { "<" };
            for part in [separator, self.tree.name(id), "[", name, "]"] {
                path.push_str(part);
            }
        }
        path
    }
}

/// Replaces the identity of each finding by a digest that tells apart equal
/// findings on equal elements by their order.
fn fingerprint(findings: &mut [Finding]) {
    let mut seen: FxHashMap<String, u32> = FxHashMap::default();
    let mut counted = String::new();
    for finding in findings {
        let identity = [finding.rule, &finding.location.path, &finding.fingerprint, &finding.message].join("\n");
        counted.clone_from(&identity);
        let count = seen.entry(identity).or_insert(0);
        *count += 1;
        counted.push('\n');
        counted.push_str(itoa::Buffer::new().format(*count));
        let digest = blake3::hash(counted.as_bytes());
        let half = digest.as_bytes().first_chunk().map_or(0, |bytes| u128::from_be_bytes(*bytes));
        finding.fingerprint = format!("{half:032x}");
    }
}

/// The line of `span`, or the part of it around the place if it is long.
fn excerpt(lines: &LineIndex<'_>, span: Span) -> Excerpt {
    let (line_start, text) = lines.line(span.start);
    let offset = |at: u32| (at.max(line_start) - line_start) as usize;
    let start = text.floor_char_boundary(offset(span.start).min(text.len()));
    let end = text.ceil_char_boundary(offset(span.end).clamp(start, text.len()));
    if text.len() <= LONG_LINE {
        return harmless(Excerpt { text: text.to_owned(), range: start..end, is_whole_line: true });
    }
    let from = text.floor_char_boundary(start.saturating_sub(LEAD));
    let to = text.ceil_char_boundary((from + LONG_LINE).min(text.len()));
    let before = if from > 0 { "…" } else { "" };
    let after = if to < text.len() { "…" } else { "" };
    let shift = before.len();
    let range = start - from + shift..end.min(to) - from + shift;
    harmless(Excerpt { text: format!("{before}{}{after}", &text[from..to]), range, is_whole_line: false })
}

/// The excerpt without characters that could steer a terminal.
fn harmless(excerpt: Excerpt) -> Excerpt {
    let is_bad = |c: char| c != '\t' && is_unsafe(c);
    // Nearly all lines are plain, which bytes tell faster than characters.
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~' | b'\t');
    if excerpt.text.bytes().all(is_plain) || !excerpt.text.contains(is_bad) {
        return excerpt;
    }
    let replaced = |text: &str| text.replace(is_bad, "\u{FFFD}");
    let start = replaced(&excerpt.text[..excerpt.range.start]).len();
    let length = replaced(&excerpt.text[excerpt.range.clone()]).len();
    Excerpt { text: replaced(&excerpt.text), range: start..start + length, ..excerpt }
}

/// A finding of `rule` at `location`, with what identifies the place until the
/// fingerprint is made of it.
fn finding(
    rule: &'static Rule,
    message: String,
    help: Option<String>,
    location: Location,
    identity: String,
) -> Finding {
    Finding {
        rule: rule.id,
        aliases: rule.aliases,
        severity: rule.severity,
        message,
        help,
        location,
        related: Vec::new(),
        fingerprint: identity,
    }
}

/// A finding about an input as a whole.
pub(super) fn finding_about_input(rule: &'static Rule, draft: Draft, path: Arc<str>, place: Option<Place>) -> Finding {
    let location = Location { path, place, xpath: None, label: None, excerpt: None };
    let mut finding = [finding(rule, draft.message, draft.help, location, String::new())];
    fingerprint(&mut finding);
    let [finding] = finding;
    finding
}

/// The place of the byte that could not be decoded.
pub(super) fn place_of(error: &DecodeError) -> Option<Place> {
    match *error {
        DecodeError::Malformed { offset, line, column, .. } => {
            Some(Place { line, column, end_line: line, end_column: column, byte_offset: offset as u64 })
        }
        DecodeError::UnknownEncoding { .. } | DecodeError::Utf32 => None,
    }
}
