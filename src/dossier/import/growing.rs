//! Tables whose columns come with their rows: objects with named fields.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::budget::Budget;
use super::{Column, RawRow, RawTable, Unreadable};
use crate::dossier::record::Value;

/// A table a type of object, in the order in which they are met.
#[derive(Debug, Default)]
pub(super) struct Tables {
    list: Vec<Table>,
    by_name: FxHashMap<String, usize>,
}

/// A table that grows.
#[derive(Debug, Default)]
pub(super) struct Table {
    raw: RawTable,
    columns: FxHashMap<String, usize>,
}

impl Tables {
    /// The table called `name`.
    pub(super) fn table(&mut self, name: &str) -> &mut Table {
        let at = *self.by_name.entry(name.to_owned()).or_insert_with(|| {
            let raw = RawTable { name: name.to_owned(), ..RawTable::default() };
            self.list.push(Table { raw, ..Table::default() });
            self.list.len() - 1
        });
        &mut self.list[at]
    }

    /// All tables.
    pub(super) fn finish(self) -> Vec<RawTable> {
        self.list.into_iter().map(|table| table.raw).collect()
    }
}

impl Table {
    /// Sets a cell of a row that is not added yet.
    pub(super) fn set(&mut self, row: &mut RawRow, name: &str, value: Value) {
        let at = match self.columns.get(name) {
            Some(at) => *at,
            None => {
                self.raw.columns.push(Column { name: Arc::from(name), spot: value.spot });
                self.columns.insert(name.to_owned(), self.raw.columns.len() - 1);
                self.raw.columns.len() - 1
            }
        };
        if row.cells.len() <= at {
            row.cells.resize(at + 1, None);
        }
        row.cells[at] = Some(value);
    }

    /// Adds a row.
    pub(super) fn push(&mut self, row: RawRow, budget: &mut Budget) -> Result<(), Unreadable> {
        budget.row(row.cells.len(), row.spot)?;
        self.raw.rows.push(row);
        Ok(())
    }
}
