//! OpenSCENARIO XML: the schema of all editions as data, and validation.

mod align;
mod automaton;
mod content;
mod deviation;
mod entities;
pub mod expression;
mod history;
mod schema;
mod table;
mod validate;
mod values;
mod version;

pub use deviation::{Deviation, DeviationKind, Existence, Spot};
pub use entities::{Declaration, EntityUse, Named, Scenario};
pub use schema::Schema;
pub use table::{Edition, Table};
pub use validate::{Validation, validate};
pub use version::{Declared, Version, declared_version};
