//! `vehicle.toml`: what the vehicle is, what is asked of it, where things are.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use serde::Deserialize;
use serde::de::IgnoredAny;
use toml::Spanned;
use toml::de::{DeTable, Deserializer};

use super::facts::{self, Fact};
use super::ignored::Ignored;
use super::record::Spot;

/// The name of the manifest in a dossier's folder.
pub const MANIFEST: &str = "vehicle.toml";

/// A fault of the manifest.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}:{line}:{column}: {message}")]
pub struct ManifestError {
    /// The file.
    pub path: String,
    /// From 1.
    pub line: u32,
    /// From 1.
    pub column: u32,
    /// What was expected and found.
    pub message: String,
}

/// `vehicle.toml`
#[derive(Debug, Clone)]
pub struct Manifest {
    /// The vehicle and its type.
    pub vehicle: Vehicle,
    /// What is asked.
    pub assessment: Scope,
    /// Declared facts, in the order of their names.
    pub facts: BTreeMap<String, Fact>,
    /// Files with what is known of them.
    pub documents: Vec<DocumentEntry>,
    /// Clauses that the maker excludes.
    pub exclusions: Vec<Exclusion>,
    /// Records written in the manifest itself.
    pub records: Vec<InlineRecord>,
    /// Folders or files of scenarios.
    pub scenarios: Vec<ScenarioEntry>,
}

/// The vehicle.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Vehicle {
    /// What the maker calls it.
    pub name: String,
    /// Who makes it.
    pub manufacturer: String,
    /// The type to be approved.
    #[serde(rename = "type")]
    pub of_type: String,
    /// `M1`, `N3`, …
    pub category: String,
    /// SAE level of automation.
    pub level: Option<u8>,
    /// Functions: `alks`, `dcas`, `ads`.
    pub functions: Vec<String>,
    /// The version of the software to be released.
    pub software_version: String,
    /// When the type was first approved.
    #[serde(deserialize_with = "date")]
    pub first_approval_date: Option<Date>,
    /// When this approval is asked for or was given.
    #[serde(deserialize_with = "date")]
    pub approval_date: Option<Date>,
    /// When production ended for good, or will.
    #[serde(deserialize_with = "date")]
    pub end_of_production: Option<Date>,
    /// When production is or was released.
    #[serde(deserialize_with = "date")]
    pub release_date: Option<Date>,
}

/// What is asked of the vehicle.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Scope {
    /// Standards to assess; all that apply if empty.
    pub standards: Vec<String>,
    /// Editions, by standard; the one in force otherwise.
    pub editions: BTreeMap<String, String>,
    /// Where approval is sought: `EU`, `GB`, `JP`, …
    pub jurisdictions: Vec<String>,
    /// The parts of ISO 26262 in scope; all if empty.
    pub parts: Vec<u8>,
    /// Files that are no documentation of the vehicle, and are not read.
    pub ignore: Ignored,
}

/// What the manifest says of a file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DocumentEntry {
    /// The path, relative to the manifest.
    pub path: String,
    /// The kind of record its rows are.
    pub record: Option<String>,
    /// The sheet or table that is meant; the others are only searched for citations.
    pub sheet: Option<String>,
    /// Our field → their header.
    pub columns: BTreeMap<String, String>,
    /// Fields that every row has, because the file says so once.
    pub set: BTreeMap<String, String>,
    /// The document's title.
    pub title: Option<String>,
    /// The document's version.
    pub version: Option<String>,
    /// The document's status: `released`, `draft`, …
    pub status: Option<String>,
    /// The document's date.
    #[serde(deserialize_with = "date")]
    pub date: Option<Date>,
    /// The vehicle software it speaks of.
    pub about_version: Option<String>,
    /// Clauses that the document as a whole is evidence for.
    pub clauses: Vec<String>,
    /// Where the entry stands.
    #[serde(skip)]
    pub spot: Spot,
}

/// Scenario files that are evidence.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ScenarioEntry {
    /// A file or folder, relative to the manifest.
    pub path: String,
    /// Clauses whose tests they are.
    pub clauses: Vec<String>,
    /// Where the entry stands.
    #[serde(skip)]
    pub spot: Spot,
}

/// A clause that the maker excludes, with the reason.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Exclusion {
    /// The clause, or a clause above it.
    pub clause: String,
    /// Why it does not apply.
    pub reason: String,
    /// Who agreed.
    pub approved_by: String,
    /// Where the entry stands.
    #[serde(skip)]
    pub spot: Spot,
}

/// A record written in the manifest.
#[derive(Debug, Clone)]
pub struct InlineRecord {
    /// The kind of record.
    pub kind: String,
    /// Field, text, place.
    pub cells: Vec<(String, String, Spot)>,
    /// Where it begins.
    pub spot: Spot,
}

/// The manifest as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    vehicle: Vehicle,
    #[serde(default)]
    assessment: Scope,
    /// A table; its values are read apart, with their places.
    #[serde(default, rename = "facts")]
    _facts: BTreeMap<String, IgnoredAny>,
    #[serde(default)]
    document: Vec<Spanned<DocumentEntry>>,
    #[serde(default)]
    scenarios: Vec<Spanned<ScenarioEntry>>,
    #[serde(default)]
    exclusion: Vec<Spanned<Exclusion>>,
    #[serde(default)]
    record: Vec<Spanned<BTreeMap<String, Spanned<toml::Value>>>>,
}

impl Manifest {
    /// Reads the text of the file `path`.
    pub fn parse(path: &str, text: &str) -> Result<Manifest, ManifestError> {
        let lines = Lines::new(path, text);
        let fault = |error: toml::de::Error| lines.error(error.span(), error.message().to_owned());
        let table = DeTable::parse(text).map_err(fault)?;
        let facts = facts::collect(&lines, table.get_ref())?;
        let written = Written::deserialize(Deserializer::from(table)).map_err(fault)?;
        Ok(Manifest {
            vehicle: written.vehicle,
            assessment: written.assessment,
            facts,
            documents: lines.place(written.document, |entry, spot| entry.spot = spot),
            exclusions: lines.place(written.exclusion, |entry, spot| entry.spot = spot),
            scenarios: lines.place(written.scenarios, |entry, spot| entry.spot = spot),
            records: written.record.into_iter().map(|record| inline(&lines, record)).collect::<Result<_, _>>()?,
        })
    }
}

/// The text with its name, to say where something is.
pub(super) struct Lines<'t> {
    path: &'t str,
    text: &'t str,
    /// Where each line begins.
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    fn new(path: &'t str, text: &'t str) -> Lines<'t> {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Lines { path, text, starts }
    }

    fn at(&self, offset: usize) -> (u32, u32) {
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let column = self.text.get(start..offset).map_or(0, |before| before.chars().count()) + 1;
        (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
    }

    pub(super) fn spot(&self, offset: usize) -> Spot {
        let (line, column) = self.at(offset);
        Spot::Line { line, column }
    }

    pub(super) fn error(&self, span: Option<std::ops::Range<usize>>, message: String) -> ManifestError {
        let (line, column) = self.at(span.map_or(0, |span| span.start));
        ManifestError { path: self.path.to_owned(), line, column, message }
    }

    fn place<T>(&self, entries: Vec<Spanned<T>>, set: impl Fn(&mut T, Spot)) -> Vec<T> {
        let place = |entry: Spanned<T>| {
            let spot = self.spot(entry.span().start);
            let mut entry = entry.into_inner();
            set(&mut entry, spot);
            entry
        };
        entries.into_iter().map(place).collect()
    }
}

fn inline(
    lines: &Lines<'_>,
    record: Spanned<BTreeMap<String, Spanned<toml::Value>>>,
) -> Result<InlineRecord, ManifestError> {
    let start = record.span().start;
    let mut inline = InlineRecord { kind: String::new(), cells: Vec::new(), spot: lines.spot(start) };
    for (name, value) in record.into_inner() {
        let spot = lines.spot(value.span().start);
        let text = plain(value.get_ref())
            .ok_or_else(|| lines.error(Some(value.span()), format!("`{name}` is a table, expected a plain value")))?;
        // `record` says what it is; every other name is a field of that kind.
        match name.as_str() {
            "record" => inline.kind = text,
            _ => inline.cells.push((name, text, spot)),
        }
    }
    if inline.kind.is_empty() {
        return Err(
            lines.error(Some(start..start), "`record` is missing, expected a kind such as \"certificate\"".into())
        );
    }
    Ok(inline)
}

/// A plain value as text; a list is joined.
fn plain(value: &toml::Value) -> Option<String> {
    Some(match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Integer(number) => number.to_string(),
        toml::Value::Float(number) => number.to_string(),
        toml::Value::Boolean(truth) => if *truth { "yes" } else { "no" }.to_owned(),
        toml::Value::Datetime(date) => date.to_string(),
        toml::Value::Array(items) => items.iter().map(plain).collect::<Option<Vec<_>>>()?.join("; "),
        toml::Value::Table(_) => return None,
    })
}

/// A TOML date, or one in quotes.
pub(super) fn date<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let value = toml::Value::deserialize(deserializer)?;
    let text: Arc<str> = match &value {
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::String(text) => text.as_str().into(),
        other => return Err(serde::de::Error::custom(format!("expected a date, found {}", other.type_str()))),
    };
    super::values::date(&text).map(Some).map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_may_stand_in_the_manifest() {
        let text = "[[record]]\nrecord = \"certificate\"\nkind = \"CSMS\"\nissued = 2025-01-01\n";
        let manifest = Manifest::parse("vehicle.toml", text).unwrap();
        assert_eq!(manifest.records[0].kind, "certificate");
        assert_eq!(manifest.records[0].cells[0].1, "2025-01-01");
    }

    #[test]
    fn an_error_names_the_line() {
        let error = Manifest::parse("v.toml", "[vehicle]\nname = \"x\"\ncolour = \"red\"\n").unwrap_err();
        assert_eq!((error.line, error.column), (3, 1), "{error}");
    }
}
