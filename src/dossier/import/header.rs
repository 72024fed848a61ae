//! Which row of a table is its header.
//!
//! Exports carry titles, versions and comments above it, and groups of columns
//! under one heading.

use std::collections::BTreeMap;

use crate::dossier::schema::Schema;

/// Rows that are looked at for names of fields.
const LEADING: usize = 10;

/// Rows that are looked at to tell how wide a table is.
pub(super) const SAMPLE: usize = 200;

/// Names of fields that make a row a header: one may stand in any title.
const ENOUGH: usize = 2;

/// The filled cells of a row, with their columns.
pub(super) type Cells<'t> = Vec<(u32, &'t str)>;

/// A header: its first row, and a second one where names are under headings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    /// Index of its first row.
    pub(super) row: usize,
    /// How many rows it takes.
    pub(super) depth: usize,
    /// The names, with their columns.
    pub(super) names: Vec<(u32, String)>,
}

/// The header of a table that begins with these rows, none of them empty: of
/// those that are wide enough, the one that names most fields of one kind;
/// where none does, the first.
pub(super) fn find(rows: &[Cells<'_>]) -> Option<Header> {
    let widest = rows.iter().take(SAMPLE).map(Vec::len).max()?;
    let enough = (widest / 2 + 1).max(2);
    let first = rows.iter().position(|cells| cells.len() >= enough);
    let leading = rows.iter().enumerate().take(LEADING);
    let mut best: Option<(usize, Header)> = None;
    for (row, cells) in leading {
        let next = rows.get(row + 1).filter(|_| row + 1 < LEADING).and_then(|next| grouped(cells, next));
        for (depth, names) in [(1, Some(plain(cells))), (2, next)] {
            let Some(names) = names.filter(|names| names.len() >= enough) else { continue };
            let count = recognised(&names);
            if count >= ENOUGH && best.as_ref().is_none_or(|(most, _)| count > *most) {
                best = Some((count, Header { row, depth, names }));
            }
        }
    }
    let by_width = || first.map(|row| Header { row, depth: 1, names: plain(&rows[row]) });
    best.map(|(_, header)| header).or_else(by_width)
}

/// How many fields of one kind a header names.
fn recognised(names: &[(u32, String)]) -> usize {
    Schema::built_in().recognised(names.iter().map(|(_, name)| name.as_str()))
}

fn plain(cells: &Cells<'_>) -> Vec<(u32, String)> {
    cells.iter().map(|(column, text)| (*column, one_line(text))).collect()
}

/// The names of two rows of which the upper one holds headings over groups of
/// columns; none if the lower one does not mostly hold names.
fn grouped(upper: &Cells<'_>, lower: &Cells<'_>) -> Option<Vec<(u32, String)>> {
    let schema = Schema::built_in();
    let mut names: BTreeMap<u32, String> = plain(upper).into_iter().collect();
    let mut known = 0;
    for (column, text) in lower {
        let text = one_line(text);
        let over = upper.partition_point(|(at, _)| at <= column).checked_sub(1).map_or("", |at| upper[at].1);
        let both = format!("{} {text}", one_line(over));
        let name = if schema.is_header(&both) { both } else { text };
        known += usize::from(schema.is_header(&name));
        names.insert(*column, name);
    }
    let names: Vec<(u32, String)> = names.into_iter().collect();
    // The lower row alone may say as much, below a title.
    let is_better = recognised(&names) > recognised(&plain(lower));
    (known >= ENOUGH && 2 * known > lower.len() && is_better).then_some(names)
}

/// Headers are often broken over lines; they mean one name.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(rows: &[&'static str]) -> Option<(usize, usize, String)> {
        let cells = |row: &&'static str| -> Cells<'static> {
            (0..).zip(row.split('|')).filter(|(_, text)| !text.is_empty()).collect()
        };
        let header = find(&rows.iter().map(cells).collect::<Vec<_>>())?;
        let names: Vec<&str> = header.names.iter().map(|(_, name)| name.as_str()).collect();
        Some((header.row, header.depth, names.join("|")))
    }

    #[test]
    fn the_row_that_names_most_fields_is_the_header() {
        let header = "ID|Hazardous event|S|E|C|ASIL";
        let row = "HE-1|Too late|S3|E4|C3|D";
        assert_eq!(found(&[header, row]), Some((0, 1, header.to_owned())));
        assert_eq!(
            found(&["HARA", "Title|Version|Date|Author", "x|1|2|y", header, row]),
            Some((3, 1, header.to_owned()))
        );
        // Data that looks like names does not win over the first header.
        assert_eq!(found(&["ID|Text", "title|status", "text|asil"]), Some((0, 1, "ID|Text".to_owned())));
    }

    #[test]
    fn without_a_known_name_the_first_wide_row_is_the_header() {
        assert_eq!(found(&["Liste", "Nr.|Name|Wert", "1|a|2"]), Some((1, 1, "Nr.|Name|Wert".to_owned())));
        assert_eq!(found(&["only", "one"]), None);
    }

    #[test]
    fn headings_over_columns_are_no_names() {
        let rows = ["ID|Hazardous event|Rating|||Rationale||", "||S|E|C|S|E|C", "HE-1|Late|3|4|3|a|b|c"];
        let names = "ID|Hazardous event|Rating S|Rating E|Rating C|Rationale S|Rationale E|Rationale C";
        assert_eq!(found(&rows), Some((0, 2, names.to_owned())));
    }
}
