//! Values separated by commas, semicolons, tabs or bars.

use std::sync::Arc;

use csv::{ReaderBuilder, StringRecord, StringRecordsIntoIter};
use encoding_rs::WINDOWS_1252;

use super::budget::Budget;
use super::grid::Parts;
use super::{Column, ImportLimits, Imported, RawRow, Trouble, Unreadable, decode_lines, header, quotes, value};
use crate::dossier::record::{Spot, Value};
use crate::dossier::schema::Schema;
use crate::standard::line_of;

/// Reads one table. What stands above its header are titles.
pub(super) fn import(bytes: &[u8], limits: &ImportLimits) -> Result<Imported, Unreadable> {
    let (text, guessed) = decoded(bytes)?;
    let text = text.trim_start_matches('\u{FEFF}');
    let separator = separator(text);
    let mut records = records(text, separator).filter(|record| !record.as_ref().is_ok_and(is_blank));
    let leading: Vec<StringRecord> =
        records.by_ref().take(header::SAMPLE).collect::<Result<_, _>>().map_err(|error| unreadable(&error))?;
    let mut budget = Budget::new(limits);
    let mut parts = Parts::default();
    // A list of one column has a header, too.
    let header = header::find(&leading.iter().map(filled).collect::<Vec<_>>());
    let (begin, end) = header.as_ref().map_or((0, 1), |header| (header.row, header.row + header.depth));
    for (at, record) in leading.into_iter().map(Ok).chain(records).enumerate() {
        let record = record.map_err(|error| unreadable(&error))?;
        let spot = Spot::Line { line: line_of(text, &record), column: 0 };
        if at < begin {
            parts.title(&cells(&record, spot));
        } else if at + 1 == end {
            let names = header.as_ref().map(|header| header.names.as_slice()).unwrap_or_default();
            parts.table.columns = columns(&record, names, spot);
        } else if at >= end {
            add(&mut parts, &record, spot, &mut budget)?;
        }
    }
    parts.troubles.splice(0..0, guessed);
    parts.table.doubt = quotes::swallowing(text, separator, parts.table.columns.len());
    Ok(Imported {
        tables: vec![parts.table],
        paragraphs: parts.paragraphs,
        troubles: parts.troubles,
        properties: parts.properties,
    })
}

/// The text, and what had to be taken for granted: office programs of Windows
/// write the characters of western Europe in an encoding of their own.
fn decoded(bytes: &[u8]) -> Result<(String, Option<Trouble>), Unreadable> {
    let error = match decode_lines(bytes) {
        Ok(text) => return Ok((text, None)),
        Err(error) => error,
    };
    // The five bytes that it leaves out come out as controls, too.
    let (text, had_errors) = WINDOWS_1252.decode_without_bom_handling(bytes);
    let is_text = |c: char| !c.is_control() || matches!(c, '\t' | '\r' | '\n');
    if had_errors || bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) || !text.chars().all(is_text)
    {
        return Err(error);
    }
    let message = format!("read as windows-1252, for it is no UTF-8: {}", error.reason);
    Ok((decode_lines(text.as_bytes())?, Some(Trouble { spot: Spot::Whole, message })))
}

fn records(text: &str, separator: u8) -> StringRecordsIntoIter<&[u8]> {
    let mut builder = ReaderBuilder::new();
    builder.delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes()).into_records()
}

fn is_blank(record: &StringRecord) -> bool {
    record.iter().all(|cell| cell.trim().is_empty())
}

fn filled(record: &StringRecord) -> header::Cells<'_> {
    (0..).zip(record.iter().map(str::trim)).filter(|(_, text)| !text.is_empty()).collect()
}

fn cells(record: &StringRecord, spot: Spot) -> Vec<(u32, Value)> {
    (0..).zip(record).filter_map(|(at, text)| Some((at, value(text, spot)?))).collect()
}

/// Lines that are looked at to tell how cells are parted.
const FIRST_LINES: usize = 10;

/// The separator by which the first lines name most fields; where none is
/// known, the one that most of them hold, and the first of them most often.
fn separator(text: &str) -> u8 {
    let lines = || text.lines().filter(|line| !line.trim().is_empty()).take(FIRST_LINES);
    // What Excel writes for itself.
    if let Some([separator]) = lines().next().and_then(|line| line.trim_end().strip_prefix("sep=")).map(str::as_bytes) {
        return *separator;
    }
    let fit = |&separator: &u8| {
        let rows = records(text, separator).take(FIRST_LINES).filter_map(Result::ok);
        let named = rows.map(|record| Schema::built_in().recognised(record.iter())).max().unwrap_or(0);
        let holding = lines().filter(|line| line.as_bytes().contains(&separator)).count();
        let first = lines().next().unwrap_or_default().bytes().filter(|byte| *byte == separator).count();
        (if named > 1 { named } else { 0 }, holding, first, separator == b',')
    };
    [b'|', b',', b';', b'\t'].into_iter().max_by_key(fit).unwrap_or(b',')
}

/// The names as a header over several rows has them, else as they stand there.
fn columns(record: &StringRecord, names: &[(u32, String)], spot: Spot) -> Vec<Column> {
    let last = names.last().map_or(0, |(at, _)| *at as usize + 1);
    let name = |at: usize| {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        names.binary_search_by_key(&at, |(at, _)| *at).map_or("", |found| names[found].1.as_str())
    };
    let own = |at: usize| record.get(at).unwrap_or_default().trim();
    let width = record.len().max(last);
    let name = |at: usize| Arc::from(if names.is_empty() { own(at) } else { name(at) });
    (0..width).map(|at| Column { name: name(at), spot }).collect()
}

fn add(parts: &mut Parts, record: &StringRecord, spot: Spot, budget: &mut Budget) -> Result<(), Unreadable> {
    let columns = parts.table.columns.len();
    budget.row(record.len().min(columns), spot)?;
    if record.iter().skip(columns).any(|cell| !cell.trim().is_empty()) {
        let message = format!("{} cells, expected {columns} as in the header", record.len());
        parts.troubles.push(Trouble { spot, message });
    }
    parts.table.rows.push(row(record, spot, columns));
    Ok(())
}

fn row(record: &StringRecord, spot: Spot, columns: usize) -> RawRow {
    RawRow { spot, id: None, cells: record.iter().take(columns).map(|text| value(text, spot)).collect() }
}

fn unreadable(error: &csv::Error) -> Unreadable {
    let line = error.position().map_or(0, csv::Position::line);
    let spot = Spot::Line { line: u32::try_from(line).unwrap_or(u32::MAX), column: 0 };
    Unreadable::at(spot, error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Imported {
        read_bytes(text.as_bytes()).unwrap()
    }

    fn read_bytes(bytes: &[u8]) -> Result<Imported, Unreadable> {
        import(bytes, &ImportLimits::default())
    }

    #[test]
    fn every_separator_in_use_is_recognised() {
        for text in ["id,asil\nHE-1,D\n", "id;asil\nHE-1;D\n", "id\tasil\r\nHE-1\tD\r\n", "\u{FEFF}id,asil\nHE-1,D"] {
            let table = &read(text).tables[0];
            assert_eq!(table.columns.iter().map(|column| &*column.name).collect::<Vec<_>>(), ["id", "asil"]);
            let asil = table.rows[0].cells[1].as_ref().unwrap();
            assert_eq!((asil.text(), asil.spot), (Some("D"), Spot::Line { line: 2, column: 0 }));
        }
    }

    #[test]
    fn a_cell_over_several_lines_keeps_the_line_of_its_row() {
        let imported = read("id,text\nA,\"one\ntwo\"\nB,x\n");
        assert_eq!(imported.tables[0].rows[1].spot, Spot::Line { line: 4, column: 0 });
    }

    #[test]
    fn empty_cells_are_absent_and_surplus_cells_are_reported() {
        let imported = read("id,text\nA,\nB,x,y\n");
        assert_eq!(imported.tables[0].rows[0].cells[1], None);
        assert_eq!(imported.troubles.len(), 1);
    }

    #[test]
    fn what_excel_writes_in_western_europe_is_read() {
        let imported = read_bytes(b"ID;Gef\xE4hrdung;S\nHE-1;Sto\xDF \x96 5 \x80;3\n").unwrap();
        let table = &imported.tables[0];
        assert_eq!(&*table.columns[1].name, "Gefährdung");
        assert_eq!(table.rows[0].cells[1].as_ref().unwrap().text(), Some("Stoß – 5 €"));
        assert!(imported.troubles[0].message.contains("windows-1252"), "{:?}", imported.troubles);
        // A byte without a character, and a control.
        for bytes in [&b"ID;S\nHE-1\x81;\xE4\n"[..], b"ID;S\nHE-1\x01;\xE4\n"] {
            assert!(read_bytes(bytes).is_err());
        }
    }

    #[test]
    fn what_stands_above_the_header_is_a_title() {
        let rows = "ID;Hazardous event;S;E;C;ASIL\nHE-1;Late, too late;S3;E4;C3;D\n";
        for titles in ["HARA of the item\n\nVersion:;2.1\n", "# HARA, as of today, version 2\n\n#\n", "sep=;\n\n\n"] {
            let imported = read(&format!("{titles}{rows}"));
            let table = &imported.tables[0];
            let names: Vec<_> = table.columns.iter().map(|column| &*column.name).collect();
            assert_eq!(names, ["ID", "Hazardous event", "S", "E", "C", "ASIL"], "{titles}");
            assert_eq!((table.rows.len(), table.rows[0].spot), (1, Spot::Line { line: 5, column: 0 }), "{titles}");
            assert!(!imported.paragraphs.is_empty() && imported.troubles.is_empty(), "{titles}");
        }
        let imported = read(&format!("HARA;;;;;\nVersion:;2.1;;;;\n{rows}"));
        assert_eq!(imported.properties.len(), 1);
        assert_eq!(imported.tables[0].rows.len(), 1);
    }

    #[test]
    fn names_below_headings_are_the_header() {
        let imported = read("ID,Hazardous event,Rating,,,ASIL\n,,S,E,C,\nHE-1,Late,3,4,3,D\n");
        let names: Vec<_> = imported.tables[0].columns.iter().map(|column| &*column.name).collect();
        assert_eq!(names, ["ID", "Hazardous event", "Rating S", "Rating E", "Rating C", "ASIL"]);
        assert_eq!(imported.tables[0].rows[0].spot, Spot::Line { line: 3, column: 0 });
    }
}
