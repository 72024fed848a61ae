//! What a file says of itself, and whether it counts by that and by what the
//! manifest says of it.

use std::sync::Arc;

use jiff::civil::Date;

use super::import::{Paragraph, RawRow, RawTable};
use super::record::{Content, Spot, Value};
use super::schema::{Kind, Schema, normalised};
use super::status::{self, Status};
use super::{Document, is_same_version, values};

/// Names for the software that a document speaks of.
const ABOUT: [&str; 5] =
    ["about version", "software version", "about software version", "vehicle software version", "softwarestand"];

/// Names for the state of a document.
const STATUS: [&str; 4] = ["status", "document status", "release status", "dokumentstatus"];

/// Names for the day of a document.
const DATE: [&str; 4] = ["date", "document date", "datum", "stand"];

/// Words for a document that is not released.
const DRAFT: [&str; 2] = ["draft", "entwurf"];

/// Paragraphs that may stand above the text proper.
const FIRST: usize = 5;

/// Characters of a line that may be a mark; a longer one is a sentence.
const MARK: usize = 100;

/// What a file says of itself at its beginning.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    status: Option<String>,
    version: Option<String>,
    about_version: Option<String>,
    date: Option<Date>,
    /// A line that calls the document a draft.
    mark: Option<String>,
}

impl Head {
    /// Reads the properties of a file, those of its cover, and its first lines.
    pub(super) fn of(properties: &[(String, Value)], cover: &[(String, Value)], paragraphs: &[Paragraph]) -> Head {
        let kind = kind(properties);
        // What is a field of the record that the file is, is not said of the file.
        let own = |name: &str| kind.is_none_or(|kind| kind.field_for_header(name).is_none());
        let find = |names: &[&str], by_office: bool| {
            let found = properties.iter().chain(cover).filter(|(name, value)| {
                names.contains(&normalised(name).as_str()) && own(name) && (by_office || value.spot != Spot::Whole)
            });
            let mut found = found.filter_map(|(_, value)| Some(value.text()?.trim().to_owned()));
            let first = found.next();
            // Where a file says two things of its status, the one that does not hold counts.
            let bad = if names == STATUS { found.find(|status| !holds(status)) } else { None };
            if first.as_deref().is_some_and(holds) { bad.or(first) } else { first }
        };
        Head {
            status: find(&STATUS, true),
            // What the program that wrote the file counts is no version, and no date, of the work.
            version: find(&["version"], false),
            about_version: find(&ABOUT, false),
            date: find(&DATE, false).and_then(|text| values::date(&text).ok()),
            mark: paragraphs.iter().take(FIRST).find_map(|paragraph| {
                let in_heading =
                    || Some(paragraph.text.trim()).filter(|text| paragraph.is_heading && is_draft_by_name(text));
                paragraph.text.lines().find_map(mark).or_else(|| in_heading().map(str::to_owned))
            }),
        }
    }
}

/// Rows of a cover that are looked at.
const ROWS: usize = 50;

/// The names and values of a table of two columns, the header among them: a
/// cover may have none. What is made of `properties` holds no others.
pub(super) fn pairs(table: &RawTable, properties: &[(String, Value)]) -> Vec<(String, Value)> {
    let [first, second] = &table.columns[..] else { return Vec::new() };
    if properties.iter().any(|(name, _)| *name == *first.name) {
        return Vec::new();
    }
    let name = |text: &str| text.trim().trim_end_matches(':').to_owned();
    let content = Value { content: Content::Text(Arc::clone(&second.name)), spot: second.spot };
    let pair = |row: &RawRow| match &row.cells[..] {
        [Some(property), Some(value)] => Some((name(property.text()?), value.clone())),
        _ => None,
    };
    let header = Some((name(&first.name), content)).filter(|_| !second.name.trim().is_empty());
    header.into_iter().chain(table.rows.iter().take(ROWS).filter_map(pair)).collect()
}

/// The kind of record that a file as a whole is, by its head.
fn kind(properties: &[(String, Value)]) -> Option<&'static Kind> {
    let text = |name: &str| properties.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?.1.text();
    let schema = Schema::built_in();
    schema.find_loosely(text("record").or_else(|| text("type"))?).map(|kind| schema.kind(kind))
}

/// The line, if it says that the document is not released: `DRAFT`, `Status: in work`.
fn mark(line: &str) -> Option<String> {
    let line = line.trim();
    if line.chars().count() > MARK {
        return None;
    }
    let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let folded = words.join(" ").to_lowercase();
    let is_draft = |word: &&str| DRAFT.contains(&word.to_lowercase().as_str());
    let is_capital = |word: &&str| word.chars().all(char::is_uppercase);
    let says_draft = words.first().is_some_and(is_draft) || words.iter().any(|word| is_draft(word) && is_capital(word));
    let says_not = ["not released", "not approved", "nicht freigegeben"].iter().any(|not| folded.contains(not));
    let state = line.split_once(':').filter(|(name, _)| STATUS.contains(&normalised(name).as_str()));
    let is_open = state.is_some_and(|(_, state)| !holds(state.trim_matches(['*', '_', ' '])));
    (says_draft || says_not || is_open).then(|| line.to_owned())
}

/// True for the heading `HARA (Draft 2)`, `Safety case – draft`.
fn is_draft_by_name(heading: &str) -> bool {
    let mut parts = heading.split(['(', '[', '–', '—', ':', ',', '|']).map(str::trim);
    let begins =
        |part: &str| status::words(part).next().is_some_and(|word| DRAFT.contains(&word.to_lowercase().as_str()));
    heading.chars().count() <= MARK && parts.any(begins)
}

/// True if a document of this status counts.
fn holds(written: &str) -> bool {
    matches!(status::status(written), Status::Unstated | Status::Released | Status::Met)
}

impl Document {
    /// Why the document does not count, by what the manifest says of it and by
    /// what it says of itself: it is about another version than the one to be
    /// released, not released itself, or dated after `today`.
    pub fn stale(&self, software_version: &str, today: Date) -> Option<String> {
        let date = self.entry.as_ref().and_then(|entry| entry.date).into_iter().chain(self.head.date);
        let of_tomorrow = date.into_iter().find(|date| *date > today);
        let of_tomorrow = of_tomorrow.map(|date| format!("is dated {date}, after the day of the assessment, {today}"));
        self.of_other_version(software_version).or(of_tomorrow).or_else(|| self.unreleased())
    }

    /// The version of the document, as the manifest says or the file itself.
    pub fn version(&self) -> Option<&str> {
        self.entry.as_ref().and_then(|entry| entry.version.as_deref()).or(self.head.version.as_deref())
    }

    pub(super) fn of_other_version(&self, software_version: &str) -> Option<String> {
        let version = software_version.trim();
        let named = self.entry.as_ref().and_then(|entry| entry.about_version.as_deref());
        let mut about = named.into_iter().chain(self.head.about_version.as_deref());
        let other = about.find(|about| !version.is_empty() && !is_same_version(about, version))?;
        Some(format!("speaks of version {}, the vehicle is version {version}", other.trim()))
    }

    pub(super) fn unreleased(&self) -> Option<String> {
        let entry = self.entry.as_ref();
        let by_manifest = entry.and_then(|entry| entry.status.as_deref()).map(str::trim);
        if let Some(written) = by_manifest.filter(|written| !holds(written)) {
            return Some(format!("its status is `{written}`, expected a released document"));
        }
        if let Some(written) = self.head.status.as_deref().filter(|written| !holds(written)) {
            return Some(format!(
                "the file says of itself that its status is `{written}`, expected a released document"
            ));
        }
        if let Some(line) = &self.head.mark {
            return Some(format!("the file says of itself `{line}`, expected a released document"));
        }
        let (named, own) = (entry.and_then(|entry| entry.version.as_deref())?, self.head.version.as_deref()?);
        let is_other = !is_same_version(named, own);
        is_other.then(|| format!("the file says that it is version {own}, vehicle.toml names version {}", named.trim()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_calls_the_document_a_draft_is_noticed() {
        for line in ["DRAFT – NOT RELEASED", "Draft 3", "HARA (DRAFT)", "Status: in work", "ENTWURF", "Not released."]
        {
            assert!(mark(line).is_some(), "{line}");
        }
        for line in ["Drafting of requirements", "Status: released", "Status", "HARA of the item", "Stand: 3.2.2026"] {
            assert_eq!(mark(line), None, "{line}");
        }
    }
}
