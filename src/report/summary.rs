//! What is said once per run: before and after the inputs.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::engine::{InputReport, RuleSet};
use crate::finding::{NotChecked, Outcome, Severity};
use crate::openscenario::Table;

/// The program that made a result.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ToolInfo {
    /// `roadworthy`
    pub name: String,
    /// Its version.
    pub version: String,
}

/// A standard that inputs were held against.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StandardInfo {
    /// Its name.
    pub standard: String,
    /// The editions that were available.
    pub editions: Vec<String>,
}

/// The rules of a run.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RuleSetInfo {
    /// Digest over the rules that were on.
    pub digest: String,
    /// How many were on.
    pub on: usize,
    /// The ids of those that were switched off.
    pub off: Vec<String>,
}

/// What every result carries.
#[derive(Debug, Clone)]
pub struct Header {
    /// The program.
    pub tool: ToolInfo,
    /// The date that decides which edition applies, `YYYY-MM-DD`.
    pub as_of: String,
    /// The standards.
    pub editions: Vec<StandardInfo>,
    /// The rules.
    pub rule_set: RuleSetInfo,
}

impl Header {
    /// The header of a run with `rules`, as of a date.
    pub fn new(as_of: String, rules: &RuleSet) -> Header {
        let table = Table::builtin();
        let open_scenario = StandardInfo {
            standard: table.title().to_owned(),
            editions: table.editions().iter().map(|edition| edition.published.clone()).collect(),
        };
        let open_drive = StandardInfo {
            standard: "ASAM OpenDRIVE".to_owned(),
            editions: ["1.4", "1.5", "1.6", "1.7", "1.8"].map(str::to_owned).to_vec(),
        };
        Header {
            tool: ToolInfo { name: "roadworthy".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() },
            as_of,
            editions: vec![open_scenario, open_drive],
            rule_set: RuleSetInfo {
                digest: rules.digest(),
                on: rules.rules().len(),
                off: rules.off().iter().map(|&id| id.to_owned()).collect(),
            },
        }
    }
}

/// The counts of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Summary {
    /// Inputs in all.
    pub inputs: usize,
    /// Inputs with this outcome.
    pub conforms: usize,
    /// Inputs with this outcome.
    pub deviates: usize,
    /// Inputs with this outcome.
    pub not_evaluable: usize,
    /// Inputs with this outcome.
    pub unreadable: usize,
    /// Inputs with this outcome.
    pub internal_error: usize,
    /// Findings of this severity.
    pub errors: usize,
    /// Findings of this severity.
    pub warnings: usize,
    /// Findings of this severity.
    pub notes: usize,
    /// Findings beyond the budget, counted and not shown.
    pub findings_omitted: usize,
    /// What did not run, why, and on how many inputs.
    #[serde(skip)]
    pub not_checked: BTreeMap<NotChecked, usize>,
}

impl Summary {
    /// Counts one more input.
    pub fn add(&mut self, report: &InputReport) {
        self.inputs += 1;
        match report.outcome {
            Outcome::Conforms => self.conforms += 1,
            Outcome::Deviates => self.deviates += 1,
            Outcome::NotEvaluable => self.not_evaluable += 1,
            Outcome::Unreadable => self.unreadable += 1,
            Outcome::InternalError => self.internal_error += 1,
        }
        for finding in &report.findings {
            match finding.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Note => self.notes += 1,
            }
        }
        self.findings_omitted += report.findings_omitted;
        for skipped in &report.not_checked {
            *self.not_checked.entry(skipped.clone()).or_insert(0) += 1;
        }
    }

    /// True if a finding is at least as bad as `threshold`.
    pub fn reaches(&self, threshold: Severity) -> bool {
        let count = match threshold {
            Severity::Error => self.errors,
            Severity::Warning => self.errors + self.warnings,
            Severity::Note => self.errors + self.warnings + self.notes,
        };
        count > 0
    }

    /// The exit code: 70 before 4 before 1 (see the README for their meaning).
    pub fn exit_code(&self, fail_on: Option<Severity>) -> u8 {
        if self.internal_error > 0 {
            70
        } else if self.inputs == 0 {
            3
        } else if self.not_evaluable + self.unreadable > 0 {
            4
        } else {
            u8::from(fail_on.is_some_and(|threshold| self.reaches(threshold)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exit_codes_and_their_precedence() {
        let clean = Summary { inputs: 3, conforms: 3, ..Summary::default() };
        let cases = [
            (Summary::default(), Some(Severity::Error), 3),
            (clean.clone(), Some(Severity::Note), 0),
            (Summary { errors: 1, ..clean.clone() }, Some(Severity::Error), 1),
            (Summary { errors: 1, ..clean.clone() }, None, 0),
            (Summary { warnings: 1, ..clean.clone() }, Some(Severity::Error), 0),
            (Summary { warnings: 1, ..clean.clone() }, Some(Severity::Warning), 1),
            (Summary { notes: 1, ..clean.clone() }, Some(Severity::Warning), 0),
            (Summary { notes: 1, ..clean.clone() }, Some(Severity::Note), 1),
            (Summary { errors: 1, unreadable: 1, ..clean.clone() }, Some(Severity::Error), 4),
            (Summary { errors: 1, not_evaluable: 1, ..clean.clone() }, None, 4),
            (Summary { internal_error: 1, unreadable: 1, errors: 1, ..clean }, Some(Severity::Error), 70),
        ];
        for (summary, fail_on, expected) in cases {
            assert_eq!(summary.exit_code(fail_on), expected, "{summary:?} {fail_on:?}");
        }
    }
}
