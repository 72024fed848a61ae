//! Four questions on the completeness of a dossier, for each standard.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::evidence::asks_for_test;
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
    /// Yes or no; none if the rule that would tell is switched off.
    pub answer: Option<bool>,
    /// What speaks against a yes: ids of clauses, or messages.
    pub missing: Vec<String>,
}

/// The four questions for the requirements of one standard. `findings` are
/// those on references and exclusions that concern it.
pub(super) fn answer(
    requirements: &[&Requirement],
    cited: Option<&Vec<&GeneralFinding>>,
    excluded: Option<&Vec<&GeneralFinding>>,
) -> Vec<Question> {
    let ids = |wanted: &dyn Fn(&Requirement) -> bool| -> Vec<String> {
        requirements
            .iter()
            .filter(|requirement| wanted(requirement))
            .map(|requirement| requirement.id.clone())
            .collect()
    };
    let messages = |findings: &Vec<&GeneralFinding>| -> Vec<String> {
        findings.iter().map(|finding| format!("{}: {}", finding.location.path, finding.message)).collect()
    };
    let lacks_test = |requirement: &Requirement| {
        asks_for_test(&requirement.expected) && !matches!(requirement.outcome, Outcome::Passed | Outcome::Inapplicable)
    };
    let question = |question, missing: Option<Vec<String>>| Question {
        question,
        answer: missing.as_ref().map(Vec::is_empty),
        missing: missing.unwrap_or_default(),
    };
    vec![
        question(QuestionKind::EverythingCovered, Some(ids(&|requirement| requirement.outcome == Outcome::Untested))),
        question(QuestionKind::NothingUnknownCited, cited.map(messages)),
        question(QuestionKind::EverythingTested, Some(ids(&lacks_test))),
        question(QuestionKind::EveryExclusionJustified, excluded.map(messages)),
    ]
}
