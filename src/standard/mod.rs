//! Catalogues of standards: documents, editions, clauses, relations.
//!
//! The facts are data under `standards/`; a user's own folder of the same
//! shape is laid over them. Nothing here decides anything: a clause says what
//! it asks, how sure we are and where that was read.

pub(crate) mod clause;
mod columns;
mod document;
mod library;
mod lint;
mod national_columns;
mod relations;
mod table;

pub(crate) use clause::word;
pub use clause::{
    Addressee, Applicability, Automatable, Certainty, Clause, ClauseKind, Comparator, Limit, Obligation, ReadIn,
    number_of,
};
pub use columns::KnownTable;
pub use document::{DocumentKind, Edition, Header, Numbering, Scope};
pub use library::{Binding, Carries, Library, Standard};
pub use lint::lint;
pub use relations::{Acceptance, Basis, Bundle, Degree, Mapping, Relation};
pub(crate) use table::line_of;
pub use table::{Row, Table, TableError};
