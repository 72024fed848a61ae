//! Comma, semicolon or tab separated values.

use std::sync::Arc;

use csv::{ReaderBuilder, StringRecord};

use super::budget::Budget;
use super::{Column, ImportLimits, Imported, RawRow, RawTable, Trouble, Unreadable, decode_lines};
use crate::dossier::record::{Content, Spot, Value};
use crate::standard::line_of;

/// Reads one table. Its first row is the header.
pub(super) fn import(bytes: &[u8], limits: &ImportLimits) -> Result<Imported, Unreadable> {
    let text = decode_lines(bytes)?;
    let text = text.trim_start_matches('\u{FEFF}');
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter(text)).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut imported = Imported::default();
    let mut table = RawTable::default();
    let mut budget = Budget::new(limits);
    for record in reader.records() {
        let record = record.map_err(|error| unreadable(&error))?;
        let spot = Spot::Line { line: line_of(text, &record), column: 0 };
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if table.columns.is_empty() {
            table.columns = columns(&record, spot);
            continue;
        }
        budget.row(record.len().min(table.columns.len()), spot)?;
        if record.len() > table.columns.len() {
            let message = format!("{} cells, expected {} as in the header", record.len(), table.columns.len());
            imported.troubles.push(Trouble { spot, message });
        }
        table.rows.push(row(&record, spot, table.columns.len()));
    }
    imported.tables.push(table);
    Ok(imported)
}

/// The separator that the first line uses most.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |separator: u8| first.bytes().filter(|byte| *byte == separator).count();
    [b',', b';', b'\t'].into_iter().max_by_key(|&separator| (count(separator), separator == b',')).unwrap_or(b',')
}

fn columns(record: &StringRecord, spot: Spot) -> Vec<Column> {
    record.iter().map(|name| Column { name: Arc::from(name.trim()), spot }).collect()
}

fn row(record: &StringRecord, spot: Spot, columns: usize) -> RawRow {
    let cell = |text: &str| {
        let text = text.trim();
        (!text.is_empty()).then(|| Value { content: Content::Text(Arc::from(text)), spot })
    };
    RawRow { spot, id: None, cells: record.iter().take(columns).map(cell).collect() }
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
        import(text.as_bytes(), &ImportLimits::default()).unwrap()
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
}
