//! What may still be read of a file before it counts as an attack.

use super::{ImportLimits, Unreadable};
use crate::dossier::record::Spot;

/// What is left of the budgets while a file is read.
#[derive(Debug)]
pub(super) struct Budget {
    rows: usize,
    cells: usize,
    text: u64,
    limits: ImportLimits,
}

impl Budget {
    pub(super) fn new(limits: &ImportLimits) -> Budget {
        Budget { rows: limits.rows, cells: limits.cells, text: limits.expanded_bytes, limits: limits.clone() }
    }

    /// Takes one row of so many cells.
    pub(super) fn row(&mut self, cells: usize, spot: Spot) -> Result<(), Unreadable> {
        let Some(rows) = self.rows.checked_sub(1) else {
            return Err(Unreadable::at(spot, format!("more than {} rows", self.limits.rows)));
        };
        let Some(left) = self.cells.checked_sub(cells) else {
            return Err(Unreadable::at(spot, format!("more than {} cells", self.limits.cells)));
        };
        (self.rows, self.cells) = (rows, left);
        Ok(())
    }

    /// Takes so many bytes of text: shared text may be written out many times.
    pub(super) fn text(&mut self, bytes: usize, spot: Spot) -> Result<(), Unreadable> {
        let Some(left) = self.text.checked_sub(bytes as u64) else {
            return Err(Unreadable::at(spot, format!("expands to more than {} bytes", self.limits.expanded_bytes)));
        };
        self.text = left;
        Ok(())
    }
}
