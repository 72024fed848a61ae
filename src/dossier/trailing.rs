//! Rows of a table that are no records: a sum or a legend at its end, the
//! header once more.

use std::collections::BTreeSet;

use super::import::{Column, RawRow, RawTable};
use super::placing::Placing;
use super::record::Spot;
use super::schema::{Field, FieldType, Schema};
use super::unrecognised::fits;

/// Words with which a row of sums begins.
const SUMS: [&str; 10] =
    ["sum", "total", "totals", "grand total", "subtotal", "summe", "gesamt", "gesamtsumme", "zwischensumme", "Σ"];

/// Cells of a row of a legend: a sign, and what it means.
const LEGEND: usize = 2;

/// A table that is not wider may be filled like a legend.
const NARROW: usize = 4;

/// Which column holds the identifiers.
fn id_column(placing: &Placing) -> Option<usize> {
    let kind = Schema::built_in().kind(placing.kind?);
    let is_id = |field: &Option<_>| field.is_some_and(|field| kind.get(field).of_type == FieldType::Id);
    placing.fields.iter().position(is_id)
}

fn cell(row: &RawRow, at: usize) -> Option<&str> {
    row.cells.get(at)?.as_ref()?.text()
}

/// True for a row amid others with one cell, at its beginning, that names no
/// record: `Function steering` between `HE-3` and `HE-4`.
fn is_group(row: &RawRow, at: usize, prefixes: &BTreeSet<String>) -> bool {
    let Some(text) = row.cells.first().and_then(|cell| cell.as_ref()?.text()) else { return false };
    let is_alone = row.id.is_none() && row.cells.iter().flatten().count() == 1;
    let is_name = !text.contains(|c: char| c.is_ascii_digit()) || text.split_whitespace().count() > 2;
    is_alone && is_name && !(at == 0 && prefixes.contains(&prefix(text)))
}

/// Takes the headings out of the rows above the last `trailing` ones, and says
/// where they stand.
pub(super) fn take_groups(table: &mut RawTable, placing: &Placing, trailing: usize) -> Vec<Spot> {
    let mut groups = Vec::new();
    let Some((at, prefixes)) = prefixes(table, placing) else { return groups };
    let mut left = table.rows.len() - trailing;
    table.rows.retain(|row| {
        let is_group = left > 0 && is_group(row, at, &prefixes);
        left = left.saturating_sub(1);
        groups.extend(is_group.then_some(row.spot));
        !is_group
    });
    groups
}

/// The letters with which the identifiers of a table begin; none, if they are
/// names or numbers and tell nothing.
fn prefixes(table: &RawTable, placing: &Placing) -> Option<(usize, BTreeSet<String>)> {
    let at = id_column(placing)?;
    let full = table.rows.iter().filter(|row| row.cells.iter().flatten().count() > 1);
    let ids: Vec<&str> = full.filter_map(|row| cell(row, at)).collect();
    let is_id = |id: &&str| id.contains(|c: char| c.is_ascii_digit()) && id.split_whitespace().count() <= 2;
    (!ids.is_empty() && ids.iter().all(is_id)).then(|| (at, ids.into_iter().map(prefix).collect()))
}

/// True if the first of the rows at the end of a table may be a record: it says
/// something in a field and has no identifier, or identifiers are names.
pub(super) fn may_be_record(first: &RawRow, table: &RawTable, placing: &Placing) -> bool {
    if begins_sum(first) {
        return false;
    }
    let Some((at, _)) = prefixes(table, placing) else { return true };
    cell(first, at).is_none()
        && (0..placing.fields.len()).any(|at| placing.fields[at].is_some() && cell(first, at).is_some())
}

/// How many rows at the end of `table` are no records. A row that could be one
/// is: its identifier looks like another one of the table.
pub(super) fn count(table: &RawTable, placing: &Placing) -> usize {
    let Some(at) = id_column(placing) else { return 0 };
    let id = |row: &RawRow| cell(row, at).map(str::to_owned);
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
