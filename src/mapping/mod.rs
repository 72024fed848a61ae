//! National mappings: which instrument asks what another one asks, and what follows.
//!
//! A clause is read as the set of obligations that it holds: `A superset-of B` means that A
//! asks everything that B asks and more, so that evidence for A shows B. [`Atlas`] holds the
//! instruments, clauses and recognition rows of all jurisdictions; [`Graph`] the relations
//! between clauses; [`relation`] is the algebra by which a chain of relations is read.
//!
//! Content and acceptance are two answers. What a paper shows follows from relations; whether
//! an authority accepts it is looked up and never derived.

mod atlas;
mod chain;
mod compare;
mod evidence;
mod graph;
mod lint;
mod recognition;
pub mod relation;
mod sides;
mod told;
mod transfer;

pub use atlas::{Atlas, Binding, Element, Entry, Instrument, Jurisdiction, NationalClause, Recognition, Stage, State};
pub use chain::{Chain, Guard, Step};
pub use compare::{COMPARE_SCHEMA, Comparison, Listed, PaperRow, Row, Side, Tie, Topic, Value, compare};
pub use evidence::Evidence;
pub use graph::{Answer, Graph};
pub use lint::lint;
pub use recognition::{Accepted, Shown as Paper, acceptance};
pub use relation::{Composition, Content, Possible};
pub use sides::{Head, Pair, SIDES_SCHEMA, Shown, Sides, side_by_side};
pub use told::{Link, Tally};
pub use transfer::{Asked, NotCompared, TRANSFER_SCHEMA, Transfer, transfer};
