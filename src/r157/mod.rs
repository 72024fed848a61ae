//! What UN R157 asks of automated lane keeping in numbers that depend on speed.
//!
//! The numbers are those of the clause rows; the tables
//! `standards/unece/un-r157/following-distance.csv` and `detection-range.csv`
//! only say which speed a row belongs to.

mod detection;
mod following;

pub use detection::{DetectionRange, Step};
pub use following::{FollowingDistance, TOLERANCE};

use crate::standard::{Clause, Library, Row};

/// Kilometres per hour in one metre per second.
pub const KMH: f64 = 3.6;

/// The rows of the table called `name`.
fn rows<'l>(library: &'l Library, name: &str) -> impl Iterator<Item = Row<'l>> + use<'l> {
    let table = library.table(&format!("unece/un-r157/{name}.csv"));
    table.into_iter().flat_map(|table| table.rows())
}

/// The clause that a cell names, if it is part of `edition`.
fn clause<'l>(library: &'l Library, row: Row<'l>, column: &str, edition: Option<&str>) -> Option<&'l Clause> {
    let clause = library.clause(row.get(column))?;
    edition.is_none_or(|edition| clause.editions.iter().any(|one| one == edition)).then_some(clause)
}
