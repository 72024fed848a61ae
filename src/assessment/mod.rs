//! From evidence and rules to one outcome a clause.
//!
//! `passed` needs evidence and a check that could have failed; evidence that a
//! person must judge is `cantTell`; no evidence is `untested`. What rests on
//! facts that were not read in the text that applies is `cantTell`, with the
//! check's own result beside it.

mod coverage;
mod difference;
mod evidence;
mod further;
mod judge;
mod outcome;
mod questions;
mod report;
mod run;
mod scenarios;
mod suggest;
mod unread;
mod verdict;

pub use difference::{Change, ChangeKind, Difference, difference};
pub use outcome::{Outcome, WaitsFor};
pub use questions::{Question, QuestionKind};
pub use report::{
    AssessedStandard, Assessment, Candidate, ChainLink, DocumentState, EvidenceItem, FileReport, GeneralFinding,
    LeftOut, Location, Requirement, RequirementFinding, SCHEMA, ScenarioReport, Suggestion, Tally, VehicleReport,
};
pub use run::{AssessError, Options, assess};
pub use scenarios::check_scenarios;
