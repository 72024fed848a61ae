//! JUnit XML: a suite a standard, a case a requirement.

use std::io::{self, Write};

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::place;
use crate::assessment::{Assessment, Outcome, Requirement};

/// Writes the assessment for servers that show test results. What is not
/// decided is skipped: neither green nor red.
pub fn write_junit(out: &mut dyn Write, assessment: &Assessment) -> io::Result<()> {
    let mut report = Report::new("roadworthy assess");
    for standard in &assessment.standards {
        let mut suite = TestSuite::new(standard.id.as_str());
        let own = assessment.requirements.iter().filter(|requirement| requirement.standard == standard.id);
        suite.add_test_cases(own.map(case));
        report.add_test_suite(suite);
    }
    let text = report.to_string().map_err(io::Error::other)?;
    out.write_all(text.as_bytes())
}

fn case(requirement: &Requirement) -> TestCase {
    let mut status = match requirement.outcome {
        Outcome::Passed => TestCaseStatus::success(),
        Outcome::Failed => TestCaseStatus::non_success(NonSuccessKind::Failure),
        Outcome::CantTell | Outcome::Untested | Outcome::Inapplicable => TestCaseStatus::skipped(),
    };
    status.set_message(format!("{}: {}", requirement.outcome.name(), requirement.reason));
    if requirement.outcome == Outcome::Failed {
        let lines = requirement.findings.iter();
        let lines: Vec<String> =
            lines.map(|one| format!("{}: {} ({})", place(&one.location), one.message, one.rule)).collect();
        status.set_description(lines.join("\n"));
    }
    let mut case = TestCase::new(format!("{} {}", requirement.id, requirement.title), status);
    case.set_classname(requirement.standard.as_str());
    case
}
