//! Four questions on the completeness of a dossier, for each standard.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::outcome::Outcome;
use super::report::{GeneralFinding, Requirement};
use crate::standard::clause::words;

words! {
    /// What is asked.
    QuestionKind {
        /// Is there evidence for every requirement that applies?
        EverythingCovered = "everything-covered",
        /// Does everything that is cited exist?
        NothingUnknownCited = "nothing-unknown-cited",
        /// Has every requirement that asks for a test a result?
        EverythingTested = "everything-tested",
        /// Has every exclusion a reason?
        EveryExclusionJustified = "every-exclusion-justified",
    }
}

/// A question with its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Question {
    /// What is asked.
    pub question: QuestionKind,
    /// Yes or no.
    pub answer: bool,
    /// What speaks against a yes: ids of clauses, or messages.
    pub missing: Vec<String>,
}

/// The four questions for the requirements of one standard. `findings` are
/// those on references and exclusions that concern it.
pub(super) fn answer(
    requirements: &[&Requirement],
    cited: &[&GeneralFinding],
    excluded: &[&GeneralFinding],
) -> Vec<Question> {
    let ids = |wanted: &dyn Fn(&Requirement) -> bool| -> Vec<String> {
        requirements
            .iter()
            .filter(|requirement| wanted(requirement))
            .map(|requirement| requirement.id.clone())
            .collect()
    };
    let messages = |findings: &[&GeneralFinding]| -> Vec<String> {
        findings.iter().map(|finding| format!("{}: {}", finding.location.path, finding.message)).collect()
    };
    let is_test = |word: &String| word.starts_with("test-report") || word.starts_with("simulation-report");
    let lacks_test = |requirement: &Requirement| {
        let asks = requirement.expected.iter().any(is_test);
        asks && !matches!(requirement.outcome, Outcome::Passed | Outcome::Inapplicable)
    };
    let question = |question, missing: Vec<String>| Question { question, answer: missing.is_empty(), missing };
    vec![
        question(QuestionKind::EverythingCovered, ids(&|requirement| requirement.outcome == Outcome::Untested)),
        question(QuestionKind::NothingUnknownCited, messages(cited)),
        question(QuestionKind::EverythingTested, ids(&lacks_test)),
        question(QuestionKind::EveryExclusionJustified, messages(excluded)),
    ]
}
