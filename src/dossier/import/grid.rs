//! Cells with coordinates to a table: which row is the header.
//!
//! Sheets and tables of office documents carry titles above their header and
//! columns without one; this is decided here once for all of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::budget::Budget;
use super::header::{self, Cells, Header};
use super::{Column, Paragraph, RawRow, RawTable, Trouble, Unreadable};
use crate::dossier::record::{Content, Spot, Value};

/// The filled cells of a sheet or table.
#[derive(Debug, Default)]
pub(super) struct Grid {
    rows: BTreeMap<u32, Vec<(u32, Value)>>,
    cells: usize,
    /// Cells that go on below, by their first row: the last row, the column.
    merged: BTreeMap<u32, Vec<(u32, u32)>>,
}

/// A cell that goes on below: to this row, in this column.
type Carried = (u32, u32, Value);

/// What a grid turned out to be.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) table: RawTable,
    /// The rows above the header.
    pub(super) paragraphs: Vec<Paragraph>,
    pub(super) troubles: Vec<Trouble>,
    /// Rows of a name and a value above the header.
    pub(super) properties: Vec<(String, Value)>,
}

impl Grid {
    /// Sets a cell; a second value for the same cell is not kept.
    pub(super) fn set(&mut self, row: u32, column: u32, value: Value, budget: &mut Budget) -> Result<(), Unreadable> {
        let text = match &value.content {
            Content::Text(text) | Content::Unreadable(text) => text.len(),
        };
        // What a cell takes besides its text.
        budget.text(text + size_of::<Value>(), value.spot)?;
        self.cells += 1;
        self.rows.entry(row).or_default().push((column, value));
        Ok(())
    }

    /// Says that the cell in `column` goes from row `first` to row `last`.
    pub(super) fn merge(&mut self, first: u32, last: u32, column: u32) {
        if last > first {
            self.merged.entry(first).or_default().push((last, column));
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.cells == 0
    }

    /// The header and its row in the sheet.
    fn header(&self) -> Option<(u32, Header)> {
        fn texts(cells: &[(u32, Value)]) -> Cells<'_> {
            cells.iter().map(|(column, value)| (*column, value.text().unwrap_or_default())).collect()
        }
        let leading = self.rows.iter().take(header::SAMPLE).map(|(row, cells)| (*row, texts(cells)));
        let (numbers, rows): (Vec<u32>, Vec<Cells<'_>>) = leading.unzip();
        let header = header::find(&rows)?;
        Some((*numbers.get(header.row)?, header))
    }

    /// Makes a table called `name`.
    pub(super) fn finish(mut self, name: String, budget: &mut Budget) -> Result<Parts, Unreadable> {
        for cells in self.rows.values_mut() {
            cells.sort_by_key(|(column, _)| *column);
            cells.dedup_by_key(|(column, _)| *column);
        }
        let mut parts = Parts { table: RawTable { name, ..RawTable::default() }, ..Parts::default() };
        let header = self.header();
        let mut places: BTreeMap<u32, usize> = BTreeMap::new();
        let mut named = 0;
        let mut carried: Vec<Carried> = Vec::new();
        for (row, mut cells) in self.rows {
            match &header {
                Some((first, header)) if row >= *first && named < header.depth => {
                    named += 1;
                    if named == header.depth {
                        parts.header(header, &cells, &mut places);
                    }
                }
                Some((first, _)) if row > *first => {
                    let Some(spot) = cells.first().map(|(_, value)| value.spot) else { continue };
                    carry(row, &mut cells, &mut carried, budget)?;
                    for (last, column) in self.merged.remove(&row).unwrap_or_default() {
                        let own = cells.binary_search_by_key(&column, |(at, _)| *at);
                        carried.extend(own.map(|own| (last, column, cells[own].1.clone())));
                    }
                    parts.row(cells, spot, &mut places, budget)?;
                }
                _ => parts.title(&cells),
            }
        }
        Ok(parts)
    }
}

/// Fills the cells of a row that go on from above. They keep their place.
fn carry(
    row: u32,
    cells: &mut Vec<(u32, Value)>,
    carried: &mut Vec<Carried>,
    budget: &mut Budget,
) -> Result<(), Unreadable> {
    carried.retain(|(last, ..)| *last >= row);
    for (_, column, value) in &*carried {
        // Many cells may go on over many rows.
        budget.text(size_of::<Value>(), value.spot)?;
        if let Err(at) = cells.binary_search_by_key(column, |(at, _)| *at) {
            cells.insert(at, (*column, value.clone()));
        }
    }
    Ok(())
}

impl Parts {
    fn header(&mut self, header: &Header, cells: &[(u32, Value)], places: &mut BTreeMap<u32, usize>) {
        let Some((_, first)) = cells.first() else { return };
        for (at, name) in &header.names {
            places.insert(*at, self.table.columns.len());
            let own = cells.binary_search_by_key(at, |(column, _)| *column).ok();
            let spot = own.map_or(first.spot, |own| cells[own].1.spot);
            self.table.columns.push(Column { name: Arc::from(name.as_str()), spot });
        }
    }

    fn row(
        &mut self,
        cells: Vec<(u32, Value)>,
        spot: Spot,
        places: &mut BTreeMap<u32, usize>,
        budget: &mut Budget,
    ) -> Result<(), Unreadable> {
        for (at, value) in &cells {
            if !places.contains_key(at) {
                places.insert(*at, self.table.columns.len());
                self.table.columns.push(Column { name: Arc::from(""), spot: value.spot });
                let message = "a value in a column without header".to_owned();
                self.troubles.push(Trouble { spot: value.spot, message });
            }
        }
        let width = cells.iter().filter_map(|(at, _)| places.get(at)).max().map_or(0, |last| last + 1);
        budget.row(width, spot)?;
        let mut row = RawRow { spot, id: None, cells: vec![None; width] };
        for (at, value) in cells {
            if let Some(cell) = places.get(&at).and_then(|place| row.cells.get_mut(*place)) {
                *cell = Some(value);
            }
        }
        self.table.rows.push(row);
        Ok(())
    }

    /// A row above the header.
    pub(super) fn title(&mut self, cells: &[(u32, Value)]) {
        let Some((_, first)) = cells.first() else { return };
        let words: Vec<&str> = cells.iter().filter_map(|(_, value)| value.text()).collect();
        if let ([(_, key), (_, value)], Some(name)) = (cells, first.text()) {
            let name = header::one_line(name).trim_end_matches(':').trim_end().to_lowercase();
            debug_assert!(key == first);
            self.properties.push((name, value.clone()));
        }
        if !words.is_empty() {
            let text = Arc::from(words.join(" "));
            self.paragraphs.push(Paragraph { spot: first.spot, text, is_heading: cells.len() == 1 });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ImportLimits, value};
    use super::*;

    fn parts(rows: &[&[&str]]) -> Parts {
        let (mut grid, mut budget) = (Grid::default(), Budget::new(&ImportLimits::default()));
        for (row, cells) in (0..).zip(rows) {
            for (column, text) in (0..).zip(*cells) {
                let spot = Spot::Cell { sheet: 0, row, column };
                if let Some(value) = value(text, spot) {
                    grid.set(row, column.into(), value, &mut budget).unwrap();
                }
            }
        }
        grid.finish("t".to_owned(), &mut budget).unwrap()
    }

    fn headers(parts: &Parts) -> Vec<&str> {
        parts.table.columns.iter().map(|column| &*column.name).collect()
    }

    #[test]
    fn titles_above_the_header_are_paragraphs_and_pairs_are_properties() {
        let parts =
            parts(&[&["HARA of the item"], &["Version:", "2.1"], &[], &["ID", "S\n(class)", "E", "C"], &["A", "S3"]]);
        assert_eq!(headers(&parts), ["ID", "S (class)", "E", "C"]);
        assert_eq!(
            parts.paragraphs.iter().map(|p| (&*p.text, p.is_heading)).collect::<Vec<_>>(),
            [("HARA of the item", true), ("Version: 2.1", false)]
        );
        assert_eq!((&*parts.properties[0].0, parts.properties[0].1.text()), ("version", Some("2.1")));
        assert_eq!(parts.table.rows[0].cells.len(), 2);
    }

    #[test]
    fn columns_without_header_are_kept_and_reported() {
        let parts = parts(&[&["ID", "", "Text", "S"], &["A", "note", "x", "", "y"], &["B", "", "z"]]);
        assert_eq!(headers(&parts), ["ID", "Text", "S", "", ""]);
        assert_eq!(parts.troubles.len(), 2);
        assert_eq!(parts.table.rows[1].cells.iter().flatten().filter_map(Value::text).collect::<Vec<_>>(), ["B", "z"]);
        assert_eq!(parts.table.rows[0].cells[1].as_ref().unwrap().spot, Spot::Cell { sheet: 0, row: 1, column: 2 });
    }

    #[test]
    fn a_narrow_table_has_its_first_row_as_header() {
        assert_eq!(headers(&parts(&[&["ID", "Text"], &["A", "x"]])), ["ID", "Text"]);
        assert_eq!(headers(&parts(&[&["only"], &["one"]])), [""; 0]);
    }
}
