//! SARIF 2.1.0: one result a requirement, with its kind.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_sarif::sarif::{self, ResultKind, ResultLevel};

use super::place;
use crate::assessment::{Assessment, GeneralFinding, Location, Outcome, Requirement, WaitsFor};
use crate::report::sarif::{FINGERPRINT, SCHEMA, descriptor, level, message, physical};
use crate::rules;

/// Writes the assessment as one run. The clauses are rules of the driver, as
/// code scanning shows results by rule.
pub fn write_sarif(out: &mut dyn Write, assessment: &Assessment) -> io::Result<()> {
    let clauses = assessment.requirements.iter().map(clause);
    let ours = rules::of_assess().into_iter().map(descriptor);
    let driver = sarif::ToolComponent::builder()
        .name(assessment.tool.name.clone())
        .version(assessment.tool.version.clone())
        .semantic_version(assessment.tool.version.clone())
        .rules(ours.chain(clauses).collect::<Vec<_>>())
        .build();
    let results: Vec<sarif::Result> =
        assessment.requirements.iter().map(requirement).chain(assessment.findings.iter().map(general)).collect();
    let note = |text: String| sarif::Notification::builder().message(message(text)).level("note").build();
    let off = assessment.rules_off.iter().map(|id| note(format!("rule {id} is switched off")));
    let left = assessment.not_assessed.iter().map(|left| note(format!("{} not assessed: {}", left.id, left.reason)));
    let limits = assessment.not_checked.iter().map(|what| note(format!("not checked by a machine: {what}")));
    let invocation = sarif::Invocation::builder()
        .execution_successful(assessment.rules_failed.is_empty())
        .tool_configuration_notifications(off.chain(left).collect::<Vec<_>>())
        .tool_execution_notifications(limits.collect::<Vec<_>>())
        .build();
    let run = sarif::Run::builder()
        .invocations(vec![invocation])
        .tool(sarif::Tool::builder().driver(driver).build())
        .column_kind(serde_json::json!("unicodeCodePoints"))
        .results(results)
        .build();
    let sarif = sarif::Sarif::builder().schema(SCHEMA).version(serde_json::json!("2.1.0")).runs(vec![run]).build();
    let mut sarif = serde_json::to_value(&sarif)?;
    sarif["runs"][0]["properties"] = serde_json::json!({
        "as_of": assessment.as_of,
        "editions": assessment.standards.iter().map(|one| format!("{} {}", one.id, one.edition)).collect::<Vec<_>>(),
        "rules_digest": assessment.rules_digest,
        "catalogues_digest": assessment.catalogues_digest,
        "summary": assessment.summary,
    });
    serde_json::to_writer_pretty(&mut *out, &sarif)?;
    writeln!(out)
}

fn clause(requirement: &Requirement) -> sarif::ReportingDescriptor {
    sarif::ReportingDescriptor::builder()
        .id(requirement.id.clone())
        .name(requirement.title.clone())
        .short_description(sarif::MultiformatMessageString::builder().text(requirement.title.clone()).build())
        .build()
}

/// The kinds that the outcomes become.
fn kind(requirement: &Requirement) -> (ResultKind, ResultLevel) {
    match (requirement.outcome, requirement.waits_for) {
        (Outcome::Passed, _) => (ResultKind::Pass, ResultLevel::None),
        (Outcome::Failed, _) => (ResultKind::Fail, ResultLevel::Error),
        (Outcome::Inapplicable, _) => (ResultKind::NotApplicable, ResultLevel::None),
        (Outcome::CantTell, Some(WaitsFor::Person)) => (ResultKind::Review, ResultLevel::None),
        (Outcome::CantTell | Outcome::Untested, _) => (ResultKind::Open, ResultLevel::None),
    }
}

fn requirement(requirement: &Requirement) -> sarif::Result {
    let (kind, level) = kind(requirement);
    let places = requirement.findings.iter().map(|finding| &finding.location);
    let places = places.chain(requirement.evidence.iter().map(|item| &item.location));
    let mut text = requirement.reason.clone();
    for finding in &requirement.findings {
        if finding.message != requirement.reason {
            text.push_str(&format!("\n{}: {}", finding.rule, finding.message));
        }
    }
    sarif::Result::builder()
        .rule_id(requirement.id.clone())
        .kind(kind)
        .level(level)
        .message(message(text))
        .locations(places.take(10).map(location).collect::<Vec<_>>())
        .partial_fingerprints(BTreeMap::from([(FINGERPRINT.to_owned(), requirement.id.clone())]))
        .build()
}

fn general(finding: &GeneralFinding) -> sarif::Result {
    let level = level(finding.severity);
    let fingerprint =
        blake3::hash(format!("{}\0{}\0{}", finding.rule, finding.location.path, finding.message).as_bytes());
    sarif::Result::builder()
        .rule_id(finding.rule.clone())
        .level(level)
        .message(message(finding.message.clone()))
        .locations(vec![location(&finding.location)])
        .partial_fingerprints(BTreeMap::from([(FINGERPRINT.to_owned(), fingerprint.to_hex().to_string())]))
        .build()
}

fn location(location: &Location) -> sarif::Location {
    let mut physical = physical(&location.path);
    if let Some(line) = location.line.filter(|line| *line > 0) {
        let mut region = sarif::Region::builder().start_line(i64::from(line)).build();
        region.start_column = location.column.map(i64::from);
        physical.region = Some(region);
    }
    let mut result = sarif::Location::builder().physical_location(physical).build();
    // A cell or a page is no line of a text file: it is said in words.
    let has_words = location.cell.is_some() || location.page.is_some() || location.paragraph.is_some();
    result.message = has_words.then(|| message(place(location)));
    result
}
