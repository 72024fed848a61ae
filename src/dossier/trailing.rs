//! Rows of a table that are no records: a sum or a legend at its end, the
//! header once more.

use std::collections::BTreeSet;

use super::import::{Column, RawRow, RawTable};
use super::placing::Placing;
use super::schema::{Field, FieldType, Schema};
use super::unrecognised::fits;

/// Words with which a row of sums begins.
const SUMS: [&str; 10] =
    ["sum", "total", "totals", "grand total", "subtotal", "summe", "gesamt", "gesamtsumme", "zwischensumme", "Σ"];

/// Cells of a row of a legend: a sign, and what it means.
const LEGEND: usize = 2;

/// A table that is not wider may be filled like a legend.
const NARROW: usize = 4;

/// How many rows at the end of `table` are no records. A row that could be one
/// is: its identifier looks like another one of the table.
pub(super) fn count(table: &RawTable, placing: &Placing) -> usize {
    let Some(kind) = placing.kind.map(|kind| Schema::built_in().kind(kind)) else { return 0 };
    let is_id = |field: &&Option<_>| field.is_some_and(|field| kind.get(field).of_type == FieldType::Id);
    let Some(at) = placing.fields.iter().position(|field| is_id(&field)) else { return 0 };
    let id = |row: &RawRow| row.cells.get(at).and_then(|cell| cell.as_ref()?.text()).map(str::to_owned);
    let is_legend = |row: &RawRow| {
        let known = placing.fields.iter().flatten().count();
        known > NARROW && row.id.is_none() && row.cells.iter().flatten().count() <= LEGEND
    };
    let needed = filled(table, placing);
    let is_sum = |row: &RawRow| begins_sum(row) && !is_complete(row, &needed);
    let rest = table.rows.iter().rposition(|row| !is_sum(row) && !is_legend(row)).map_or(0, |last| last + 1);
    let prefixes: BTreeSet<String> = table.rows[..rest].iter().filter_map(id).map(|id| prefix(&id)).collect();
    let looks_known = |row: &RawRow| id(row).is_some_and(|id| prefixes.contains(&prefix(&id)));
    // Without a record above, nothing tells what records look like.
    if prefixes.is_empty() {
        return 0;
    }
    table.rows[rest..].iter().rev().take_while(|row| is_sum(row) || !looks_known(row)).count()
}

/// True for a row that repeats the header, as on every page of a print.
pub(super) fn is_header(row: &RawRow, columns: &[Column]) -> bool {
    let cells = || row.cells.iter().zip(columns).filter_map(|(cell, column)| Some((cell.as_ref()?, column)));
    cells().count() > 1
        && cells().all(|(cell, column)| {
            cell.text().is_some_and(|text| text.split_whitespace().eq(column.name.split_whitespace()))
        })
}

/// The fields that every row fills which is no sum by its name.
fn filled<'f>(table: &RawTable, placing: &Placing) -> Vec<(usize, &'f Field)> {
    let Some(kind) = placing.kind.map(|kind| Schema::built_in().kind(kind)) else { return Vec::new() };
    let rows = || table.rows.iter().filter(|row| !begins_sum(row) && row.cells.iter().flatten().count() > LEGEND);
    let fields = placing.fields.iter().enumerate().filter_map(|(at, field)| Some((at, kind.get((*field)?))));
    fields.filter(|(at, _)| rows().all(|row| row.cells.get(*at).is_some_and(Option::is_some))).collect()
}

/// True for a row that says all that the others say: it is a record, whatever it is called.
fn is_complete(row: &RawRow, needed: &[(usize, &Field)]) -> bool {
    let text = |at: usize| row.cells.get(at)?.as_ref()?.text();
    needed.len() > LEGEND
        && needed
            .iter()
            .all(|(at, field)| text(*at).is_some_and(|text| field.of_type == FieldType::Id || fits(field, text)))
}

fn begins_sum(row: &RawRow) -> bool {
    let first = row.cells.iter().flatten().next().and_then(|value| value.text()).unwrap_or_default();
    let word = first.trim().trim_end_matches([':', '.', '=']).trim().to_lowercase();
    SUMS.iter().any(|sum| sum.to_lowercase() == word)
}

/// The letters with which an identifier begins.
fn prefix(id: &str) -> String {
    id.chars().take_while(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::super::import::{ImportLimits, import};
    use super::super::placing::place;
    use super::*;

    fn counted(rows: &str) -> usize {
        let csv = format!("ID,Hazardous event,S,E,C,ASIL\nHE-1,Late,S3,E4,C3,D\nHE-2,Early,S3,E4,C3,D\n{rows}");
        let table = &import("hara.csv", csv.as_bytes(), &ImportLimits::default()).unwrap().tables[0];
        count(table, &place(table, "hara", None))
    }

    #[test]
    fn sums_and_legends_are_no_records() {
        assert_eq!(counted(""), 0);
        assert_eq!(counted(",,,,,\nTotal:,2,,,,\n"), 1);
        assert_eq!(counted(",Summe,7,7,7,\n"), 1);
        assert_eq!(counted("Legend\nS0,no injuries\nS1,light injuries\n,see chapter 3\n"), 4);
    }

    #[test]
    fn the_header_once_more_is_no_record() {
        let header = "ID,Hazardous event,S,E,C,ASIL\n";
        let csv = format!("{header}HE-1,Late,S3,E4,C3,D\n{header}ID,Hazardous event,,,,\nID,x,,,,\nID,,,,,\n");
        let table = &import("hara.csv", csv.as_bytes(), &ImportLimits::default()).unwrap().tables[0];
        let found: Vec<bool> = table.rows.iter().map(|row| is_header(row, &table.columns)).collect();
        assert_eq!(found, [false, true, true, false, false]);
    }

    #[test]
    fn a_record_that_lacks_everything_is_one() {
        assert_eq!(counted("HE-3,Never\n"), 0);
        assert_eq!(counted("he_3\n"), 0);
        assert_eq!(counted("HE-3,Never\nSum,3\n"), 1);
        assert_eq!(counted("X-1,Other,S3,E4,C3,D\n"), 0);
        assert_eq!(counted("Total,Loss of all brakes,S3,E4,C3,D\n"), 0);
        assert_eq!(counted("Total,2,7,8,7,\n"), 1);
        assert_eq!(counted("Legend\nHE-3,Never\n"), 0);
    }
}
