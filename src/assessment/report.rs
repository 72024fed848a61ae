//! The result of an assessment, which all formats print.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::outcome::{Outcome, WaitsFor};
use super::questions::Question;
use crate::finding::Severity;
use crate::standard::{Certainty, ReadIn};

/// The name and version of this result format.
pub const SCHEMA: &str = "roadworthy/assess/1";

/// The result of an assessment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Assessment {
    /// `roadworthy/assess/1`
    pub schema: String,
    /// The tool that made it.
    pub tool: Tool,
    /// The vehicle, as its manifest declares it.
    pub vehicle: VehicleReport,
    /// The day for which applicability was worked out.
    pub as_of: String,
    /// Digest of the rules and of their manuals.
    pub rules_digest: String,
    /// Digest of the catalogues, the user's own included.
    pub catalogues_digest: String,
    /// Rules that were switched off.
    pub rules_off: Vec<String>,
    /// Rules that failed with an internal error: what they would have said is
    /// not known.
    #[serde(default)]
    pub rules_failed: Vec<String>,
    /// The standards assessed, with their editions.
    pub standards: Vec<AssessedStandard>,
    /// The standards that were not assessed, and why.
    pub not_assessed: Vec<LeftOut>,
    /// The requirements in the order of the catalogues.
    pub requirements: Vec<Requirement>,
    /// Findings about files and references rather than about one clause.
    pub findings: Vec<GeneralFinding>,
    /// Findings on clauses of which there are too many to be listed with them:
    /// each of them once.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub further_findings: Vec<GeneralFinding>,
    /// The files of the dossier and their state.
    pub files: Vec<FileReport>,
    /// Files that the manifest asks not to read.
    pub ignored_files: Vec<String>,
    /// The scenario files and what `check` said of them.
    pub scenarios: Vec<ScenarioReport>,
    /// Passages that cite nothing, with clauses they may be about: proposals
    /// of text ranking, never counted.
    pub suggestions: Vec<Suggestion>,
    /// How many passages cite nothing.
    pub uncited_passages: usize,
    /// What no machine can judge.
    pub not_checked: Vec<String>,
    /// Counts by standard.
    pub summary: BTreeMap<String, Tally>,
}

/// A tool and its version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tool {
    /// `roadworthy`
    pub name: String,
    /// Its version.
    pub version: String,
}

/// The vehicle, as its manifest declares it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VehicleReport {
    /// What the maker calls it.
    pub name: String,
    /// Who makes it.
    pub manufacturer: String,
    /// The type to be approved.
    #[serde(rename = "type")]
    pub of_type: String,
    /// Its category.
    pub category: String,
    /// SAE level of automation.
    pub level: Option<u8>,
    /// Its functions.
    pub functions: Vec<String>,
    /// The software to be released.
    pub software_version: String,
}

/// A standard that was assessed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AssessedStandard {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The edition assessed.
    pub edition: String,
    /// What to know about the edition.
    pub note: Option<String>,
    /// Four questions on completeness.
    pub questions: Vec<Question>,
}

/// A standard that was not assessed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LeftOut {
    /// Its id.
    pub id: String,
    /// Why.
    pub reason: String,
}

/// Counts of outcomes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tally {
    /// Checked on evidence, and nothing contradicts them.
    pub passed: u32,
    /// Contradicted by evidence, or lacking.
    pub failed: u32,
    /// To be decided by a person, or on better facts.
    #[serde(rename = "cantTell")]
    pub cant_tell: u32,
    /// Not for this vehicle.
    pub inapplicable: u32,
    /// Nothing was supplied.
    pub untested: u32,
}

impl Tally {
    /// Counts one outcome.
    pub fn add(&mut self, outcome: Outcome) {
        let slot = match outcome {
            Outcome::Passed => &mut self.passed,
            Outcome::Failed => &mut self.failed,
            Outcome::CantTell => &mut self.cant_tell,
            Outcome::Inapplicable => &mut self.inapplicable,
            Outcome::Untested => &mut self.untested,
        };
        *slot += 1;
    }
}

/// One requirement and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Requirement {
    /// The id of the clause.
    pub id: String,
    /// The standard.
    pub standard: String,
    /// What it is about, in few words.
    pub title: String,
    /// `shall` or `should`.
    pub obligation: String,
    /// What became of it.
    pub outcome: Outcome,
    /// What the checks alone say, where the outcome is more careful.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check_result: Option<Outcome>,
    /// What a `cantTell` waits for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waits_for: Option<WaitsFor>,
    /// The least certain fact that the outcome rests on.
    pub certainty: Certainty,
    /// How the clause was read.
    pub read_in: ReadIn,
    /// Why this outcome.
    pub reason: String,
    /// What would be evidence.
    pub expected: Vec<String>,
    /// The rules that speak about it.
    pub rules: Vec<String>,
    /// The evidence; of each file no more than some pieces.
    pub evidence: Vec<EvidenceItem>,
    /// Pieces of evidence that are not listed.
    #[serde(skip_serializing_if = "is_zero", default)]
    pub evidence_omitted: usize,
    /// What rules said, worst first; of each rule no more than some findings.
    pub findings: Vec<RequirementFinding>,
    /// Findings that are not listed.
    #[serde(skip_serializing_if = "is_zero", default)]
    pub findings_omitted: usize,
    /// How another clause's evidence bears on it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub chain: Vec<ChainLink>,
}

/// The state of a piece of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DocumentState {
    /// There, and read.
    Present,
    /// Named, and not there.
    Absent,
    /// There, and not read.
    Unreadable,
    /// There, and about another software version, a draft, or withdrawn.
    Stale,
    /// There, and faulty: a scenario with errors, or a test that did not pass.
    Deviating,
}

/// A piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct EvidenceItem {
    /// What it is: the id of a record, or the words of a reference.
    pub item: String,
    /// Whether it counts.
    pub state: DocumentState,
    /// Where.
    pub location: Location,
}

/// A place in the documentation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Location {
    /// The file.
    pub path: String,
    /// From 1.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub line: Option<u32>,
    /// From 1, in characters.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub column: Option<u32>,
    /// The sheet of a workbook.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sheet: Option<String>,
    /// The cell, as spreadsheets name it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub cell: Option<String>,
    /// The page, from 1.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub page: Option<u32>,
    /// The paragraph, from 1.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub paragraph: Option<u32>,
    /// The record, as the document names it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub record: Option<String>,
}

/// What a rule said about a requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RequirementFinding {
    /// The rule.
    pub rule: String,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub help: Option<String>,
    /// The standard that it is about, where it is about a reference or an
    /// exclusion.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub standard: Option<String>,
    /// Where.
    pub location: Location,
}

/// A finding that is about a file or a reference.
pub type GeneralFinding = RequirementFinding;

/// A step from one clause to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChainLink {
    /// The clause with the evidence.
    pub from: String,
    /// How it relates to the required clause.
    pub relation: String,
    /// The required clause.
    pub to: String,
    /// What that means: covers, contained, overlaps.
    pub means: String,
    /// How sure the relation is.
    pub certainty: Certainty,
    /// Why.
    pub rationale: String,
}

/// A file of the dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FileReport {
    /// The file.
    pub path: String,
    /// True if the manifest names it.
    pub named: bool,
    /// Whether it was read.
    pub state: DocumentState,
    /// Why it was not, or what it holds.
    pub note: String,
    /// How many records of each kind.
    pub records: BTreeMap<String, u32>,
    /// Rows whose kind nothing told.
    pub unplaced: u32,
    /// BLAKE3 of its bytes.
    pub digest: String,
}

/// A scenario file of the dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ScenarioReport {
    /// The file.
    pub path: String,
    /// What `check` said: conforms, deviates, not-evaluable, unreadable, internal-error.
    pub outcome: String,
    /// Errors found in it.
    pub errors: u32,
}

/// Clauses that a passage may be about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Suggestion {
    /// The first words of the passage.
    pub text: String,
    /// Where it stands.
    pub location: Location,
    /// The clauses, likeliest first.
    pub candidates: Vec<Candidate>,
}

/// A clause that a passage may be about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Candidate {
    /// The clause.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The score of the ranking; only good for comparing within a passage.
    pub score: f64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}
