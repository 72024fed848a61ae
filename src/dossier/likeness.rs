//! Files and tables that nothing tells for sure, and that look like a kind of
//! record all the same: what they hold may be missed elsewhere.

use std::path::Path;

use super::Document;
use super::import::{RawTable, can_read};
use super::placing::recognised;
use super::schema::{Field, FieldType, KindId, Schema};
use super::unrecognised::{cells, fits};

/// Columns that make a table look like a kind of record, by their headers.
const HEADERS: usize = 4;

/// Columns that make a table look like a kind of record, by what stands in them.
const CELLS: usize = 2;

/// Files in which people keep tables, and nothing else.
const TABLES: [&str; 5] = ["csv", "tsv", "xlsx", "xlsm", "ods"];

/// Files that hold documentation in formats that are not read.
const OTHERS: [&str; 8] = ["xls", "xlsb", "doc", "odt", "rtf", "html", "xml", "numbers"];

/// The kinds of record that a file which cannot be read may hold, by its name.
pub(super) fn of_file(document: &Document) -> Vec<KindId> {
    let name = document.relative.as_str();
    // A picture of the architecture lists no elements.
    let is_document = can_read(name) || OTHERS.contains(&extension(name).as_str());
    if is_document { Schema::built_in().mentioned(stem(name)).collect() } else { Vec::new() }
}

/// The kinds of record that a table of no known kind may hold: by the name of
/// the file, its headers, and what stands in its columns.
pub(super) fn of_table(table: &RawTable, relative: &str) -> Vec<KindId> {
    if table.rows.is_empty() || table.columns.len() < 2 {
        return Vec::new();
    }
    let schema = Schema::built_in();
    let mut kinds: Vec<KindId> = Vec::new();
    if TABLES.contains(&extension(relative).as_str()) {
        kinds.extend(schema.mentioned(stem(relative)));
    }
    let named: Vec<(usize, KindId)> = schema.kinds().map(|(id, _)| (recognised(table, id), id)).collect();
    let most = named.iter().map(|(count, _)| *count).max().unwrap_or(0);
    let best: Vec<KindId> = named.iter().filter(|(count, _)| *count == most).map(|(_, id)| *id).collect();
    if let ([one], true) = (best.as_slice(), most >= HEADERS && 2 * most > table.columns.len()) {
        kinds.push(*one);
    }
    kinds.extend(schema.kinds().filter(|(_, kind)| classes(table, &kind.fields) >= CELLS).map(|(id, _)| id));
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// How many of the classes among `fields` have a column of their own: `S3`, `E4`.
fn classes(table: &RawTable, fields: &[Field]) -> usize {
    let classes = fields.iter().filter(|field| field.of_type == FieldType::Class);
    let holds = |field: &Field| {
        let letter = field.choices.first().map_or("", String::as_str);
        // A number alone may be anything.
        let is_class = |text: &&str| text.trim_start().starts_with(letter) && fits(field, text);
        (0..table.columns.len()).any(|at| {
            let cells = cells(table, at);
            !letter.is_empty() && 2 * cells.iter().filter(|text| is_class(text)).count() > cells.len()
        })
    };
    classes.filter(|field| holds(field)).count()
}

fn stem(relative: &str) -> &str {
    Path::new(relative).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default()
}

fn extension(relative: &str) -> String {
    relative.rsplit_once('.').map_or("", |(_, extension)| extension).to_lowercase()
}
