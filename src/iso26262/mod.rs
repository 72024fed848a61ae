//! The tables of ISO 26262 by which ratings, targets and methods are judged.
//!
//! The numbers are data under `standards/iso/iso-26262/tables/`, keyed by
//! edition; each cell knows how sure it is.

mod asil;
mod decomposition;
pub mod fmeda;
pub mod independence;
pub mod methods;
pub mod metrics;
pub mod names;
mod reference;
mod tools;

pub use asil::determine;
pub use decomposition::{permits, permitted};
pub use reference::references;
pub use tools::confidence;

use crate::standard::{Certainty, Library, Row};

/// The edition whose tables are used.
pub const EDITION: &str = "2018";

/// The rows of the table called `name`, of our edition.
fn rows<'l>(library: &'l Library, name: &str) -> impl Iterator<Item = Row<'l>> + use<'l> {
    let table = library.table(&format!("iso/iso-26262/tables/{name}.csv"));
    table.into_iter().flat_map(|table| table.rows()).filter(|row| row.get("edition") == EDITION)
}

/// How sure the cell for `column` is: `verified-BD` is verified for B and D.
fn certainty(row: Row<'_>, column: &str) -> Certainty {
    match row.get("certainty").split_once('-') {
        Some(("verified", columns)) if columns.contains(column) => Certainty::Verified,
        Some(_) => Certainty::Recalled,
        None => Certainty::from_name(row.get("certainty")).unwrap_or(Certainty::Recalled),
    }
}
