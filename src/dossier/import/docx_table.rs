//! A table of a document of Word: cells that span columns or go on below.

use super::budget::Budget;
use super::grid::Grid;
use super::xml::Tag;
use super::{Unreadable, value};
use crate::dossier::record::Spot;

/// A table while it is read; one may nest in another's cell.
#[derive(Default)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) grid: Grid,
    rows: u32,
    column: u32,
    /// The text of the cell, and the number of its first paragraph.
    cell: String,
    first: Option<u32>,
    span: u32,
    /// The cell goes on with the one above it.
    is_merged: bool,
}

impl Table {
    pub(super) fn new(name: String) -> Table {
        Table { name, ..Table::default() }
    }

    /// Adds a paragraph to the cell.
    pub(super) fn text(&mut self, text: &str, number: u32) {
        self.first.get_or_insert(number);
        if !self.cell.is_empty() {
            self.cell.push('\n');
        }
        self.cell.push_str(text);
    }

    pub(super) fn end_row(&mut self) {
        (self.rows, self.column) = (self.rows + 1, 0);
    }

    pub(super) fn start(&mut self, name: &str, tag: &Tag<'_>) {
        let count = || tag.attribute("val").and_then(|count| count.parse::<u32>().ok()).unwrap_or(1);
        match name {
            "tc" => {
                (self.span, self.is_merged, self.first) = (1, false, None);
                self.cell.clear();
            }
            "gridBefore" => self.column = self.column.saturating_add(count()),
            "gridSpan" => self.span = count().max(1),
            "vMerge" => self.is_merged = tag.attribute("val").is_none_or(|of| of != "restart"),
            _ => {}
        }
    }

    pub(super) fn end_cell(&mut self, budget: &mut Budget) -> Result<(), Unreadable> {
        let column = self.column;
        self.column = column.saturating_add(self.span);
        if self.is_merged {
            self.grid.merge(self.rows.saturating_sub(1), self.rows, column);
        }
        let Some(number) = self.first.take().filter(|_| !self.is_merged) else { return Ok(()) };
        match value(&self.cell, Spot::Paragraph(number)) {
            Some(value) => self.grid.set(self.rows, column, value, budget),
            None => Ok(()),
        }
    }
}
