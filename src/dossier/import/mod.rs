//! Files of documentation to tables and paragraphs, one importer per format.
//!
//! An importer knows a format and nothing of safety: it gives tables of cells
//! and paragraphs of text, each with its place. What the rows are is decided
//! once for all formats, in [`super::placing`].

mod csv;

use std::sync::Arc;

use super::record::{Spot, Value};

/// What an importer found in a file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Imported {
    /// Tables: sheets, types of object, tables of a text.
    pub tables: Vec<RawTable>,
    /// Text outside tables.
    pub paragraphs: Vec<Paragraph>,
    /// What is wrong with a file that could be read all the same.
    pub troubles: Vec<Trouble>,
    /// What the file says of itself: `title`, `version`, `date`, `author`, …
    pub properties: Vec<(String, Value)>,
}

/// A table: a header and rows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RawTable {
    /// The sheet, type of object or heading above it; empty if it has none.
    pub name: String,
    /// The headers.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<RawRow>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// The header as written.
    pub name: Arc<str>,
    /// Where it stands.
    pub spot: Spot,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct RawRow {
    /// Where it begins.
    pub spot: Spot,
    /// An identifier that the format itself gives, if no column holds one.
    pub id: Option<Arc<str>>,
    /// One cell a column; none where nothing stands.
    pub cells: Vec<Option<Value>>,
}

/// A paragraph of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Paragraph {
    /// Where it begins.
    pub spot: Spot,
    /// Its text.
    pub text: Arc<str>,
    /// True if it is a heading: a heading is not evidence.
    pub is_heading: bool,
}

/// Something wrong within a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Where.
    pub spot: Spot,
    /// What was expected and found.
    pub message: String,
}

/// Budgets of reading documentation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportLimits {
    /// Bytes of one file.
    pub file_bytes: u64,
    /// Bytes that an archive may expand to.
    pub expanded_bytes: u64,
    /// Files within an archive.
    pub archive_entries: usize,
    /// Rows of all tables of a file.
    pub rows: usize,
    /// Depth of nested structures.
    pub depth: usize,
}

impl Default for ImportLimits {
    fn default() -> Self {
        ImportLimits {
            file_bytes: 256 << 20,
            expanded_bytes: 512 << 20,
            archive_entries: 10_000,
            rows: 2_000_000,
            depth: 200,
        }
    }
}

/// Why a file is not evidence: it could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Where, as far as known.
    pub spot: Spot,
    /// Why.
    pub reason: String,
}

impl Unreadable {
    /// The file as a whole cannot be read.
    pub fn new(reason: impl Into<String>) -> Unreadable {
        Unreadable { spot: Spot::Whole, reason: reason.into() }
    }

    /// It cannot be read from this place on.
    pub fn at(spot: Spot, reason: impl Into<String>) -> Unreadable {
        Unreadable { spot, reason: reason.into() }
    }
}

/// Reads the `bytes` of the file called `name`. The extension chooses the
/// importer; what no importer knows is unreadable and says so.
pub fn import(name: &str, bytes: &[u8], limits: &ImportLimits) -> Result<Imported, Unreadable> {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase()).unwrap_or_default();
    match extension.as_str() {
        "csv" | "tsv" => csv::import(bytes, limits),
        _ => Err(Unreadable::new("format not supported")),
    }
}

/// Decodes text: byte order mark, UTF-8, or the code page of old spreadsheets.
fn decode(bytes: &[u8]) -> Result<String, Unreadable> {
    let source = crate::source::Source::from_bytes(bytes.to_vec());
    source.map(|source| source.text().to_owned()).map_err(|error| Unreadable::new(error.to_string()))
}
