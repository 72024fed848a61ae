//! Files of documentation to tables and paragraphs, one importer per format.
//!
//! An importer knows a format and nothing of safety: it gives tables of cells
//! and paragraphs of text, each with its place. What the rows are is decided
//! once for all formats, in [`super::placing`].

mod archive;
mod budget;
mod csv;
mod docx;
mod docx_styles;
mod docx_table;
mod front_matter;
mod grid;
mod growing;
mod header;
mod markdown;
mod needs;
mod ods;
mod pdf;
mod pdf_forms;
mod pdf_guard;
mod properties;
mod quotes;
mod reqif;
mod reqif_model;
mod reqif_shape;
mod reqif_text;
mod reqifz;
mod strictdoc;
mod text;
mod xlsx;
mod xml;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::record::{Content, Spot, Value};

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
    /// Why some of its rows may not have been read, if that may be.
    pub doubt: Option<Trouble>,
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
    /// Cells of all tables of a file, the empty ones before a filled one included.
    pub cells: usize,
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
            cells: 20_000_000,
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

/// Troubles kept of one file; what comes after them is counted.
const TROUBLES: usize = 1_000;

type Importer = fn(&[u8], &ImportLimits) -> Result<Imported, Unreadable>;

/// Reads the `bytes` of the file called `name`. The extension chooses the
/// importer; what no importer knows is unreadable and says so.
pub fn import(name: &str, bytes: &[u8], limits: &ImportLimits) -> Result<Imported, Unreadable> {
    let importer = importer(name).ok_or_else(|| Unreadable::new("format not supported"))?;
    if bytes.len() as u64 > limits.file_bytes {
        let reason = format!("{} bytes, more than the limit of {}", bytes.len(), limits.file_bytes);
        return Err(Unreadable::new(reason));
    }
    // Ours do not panic; the libraries for sheets and PDF may, on files made to break them.
    let read = catch_unwind(AssertUnwindSafe(|| importer(bytes, limits)));
    let mut imported = read.unwrap_or_else(|_| Err(Unreadable::new("damaged: its reader failed on it")))?;
    let omitted = imported.troubles.len().saturating_sub(TROUBLES);
    if omitted > 0 {
        imported.troubles.truncate(TROUBLES);
        imported.troubles.push(Trouble { spot: Spot::Whole, message: format!("{omitted} more of this kind") });
    }
    Ok(imported)
}

/// True if the format of the file called `name` is one that is read.
pub(super) fn can_read(name: &str) -> bool {
    importer(name).is_some()
}

fn importer(name: &str) -> Option<Importer> {
    let extension = name.rsplit_once('.')?.1.to_lowercase();
    Some(match extension.as_str() {
        "csv" | "tsv" => csv::import,
        "xlsx" | "xlsm" => xlsx::import,
        "ods" => ods::import,
        "reqif" => reqif::import,
        "reqifz" => reqifz::import,
        "json" => needs::import,
        "sdoc" => strictdoc::import,
        "md" | "markdown" => markdown::import,
        "txt" => text::import,
        "docx" | "docm" => docx::import,
        "pdf" => pdf::import,
        _ => return None,
    })
}

/// Decodes text: byte order mark, XML declaration, UTF-8.
fn decode(bytes: &[u8]) -> Result<String, Unreadable> {
    let source = crate::source::Source::from_bytes(bytes.to_vec());
    source.map(|source| source.text().to_owned()).map_err(|error| Unreadable::new(error.to_string()))
}

/// Decodes text that people write and tables export, with `\n` between lines:
/// old systems end them with a carriage return alone, which nothing counts.
fn decode_lines(bytes: &[u8]) -> Result<String, Unreadable> {
    let source = crate::source::decode_text(bytes.to_vec()).map_err(|error| Unreadable::new(error.to_string()))?;
    let mut bytes = source.text().as_bytes().to_vec();
    // One byte for another: every place stays where it is.
    let mut ends_line = false;
    for byte in bytes.iter_mut().rev() {
        match *byte {
            b'\r' if !ends_line => *byte = b'\n',
            b'\r' => {}
            other => ends_line = other == b'\n',
        }
    }
    String::from_utf8(bytes).map_err(|error| Unreadable::new(error.to_string()))
}

/// What a cell holds: nothing if only blanks stand there.
fn value(text: &str, spot: Spot) -> Option<Value> {
    let text = text.trim();
    (!text.is_empty()).then(|| Value { content: Content::Text(Arc::from(text)), spot })
}

/// A value that is there and cannot be read.
fn unreadable_value(reason: &str, spot: Spot) -> Value {
    Value { content: Content::Unreadable(Arc::from(reason)), spot }
}

/// A place in a text by its line.
fn line(line: usize) -> Spot {
    Spot::Line { line: u32::try_from(line).unwrap_or(u32::MAX), column: 0 }
}
