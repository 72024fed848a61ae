//! OpenSCENARIO XML: the schema of all editions as data, and validation.

mod align;
mod automaton;
mod bounds;
mod checker_rules;
mod choices;
pub mod constraints;
mod content;
mod deviation;
mod entities;
mod exclusions;
pub mod expression;
mod history;
mod parameters;
mod schema;
mod storyboard;
mod table;
mod validate;
mod values;
mod version;

pub use bounds::Bounds;
pub use checker_rules::{CheckerRule, CheckerState, checker_rules};
pub use choices::Choice;
pub use deviation::{Deviation, DeviationKind, Existence, Spot};
pub use entities::{BoundedValue, Declaration, Named, ParameterUse, Reference, Scenario};
pub use exclusions::{Ask, Exclusion, exclusions};
pub use parameters::{Given, Meaning, Parameter, Parameters, expression_in, names_in, parameter_type_admits};
pub(crate) use schema::Value;
pub use schema::{NameKind, Schema};
pub use storyboard::{Storyboard, StoryboardElement};
pub use table::{CatalogPlace, Edition, Table};
pub use validate::{Validation, validate};
pub(crate) use values::{Base, is_parameter, is_parameter_name};
pub use version::{Declared, Version, declared_version};
