//! The assessment as Markdown, gaps first.

use std::io::{self, Write};

use super::text::{answer, words};
use super::{GAPS_FIRST, place, plain, with_outcome};
use crate::assessment::{Assessment, Outcome};

/// Writes the assessment as a page.
pub fn write_markdown(out: &mut dyn Write, assessment: &Assessment) -> io::Result<()> {
    let vehicle = &assessment.vehicle;
    writeln!(out, "# Assessment of {}\n", cell(&vehicle.name))?;
    writeln!(
        out,
        "As of {}, with {} {}. The decision is the authority's; this prepares for it.\n",
        assessment.as_of, assessment.tool.name, assessment.tool.version
    )?;
    writeln!(out, "| standard | edition | passed | failed | can't tell | untested | inapplicable |")?;
    writeln!(out, "|---|---|---:|---:|---:|---:|---:|")?;
    for standard in &assessment.standards {
        let tally = assessment.summary.get(&standard.id).copied().unwrap_or_default();
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} | {} |",
            standard.id,
            standard.edition,
            tally.passed,
            tally.failed,
            tally.cant_tell,
            tally.untested,
            tally.inapplicable
        )?;
    }
    writeln!(out)?;
    for outcome in GAPS_FIRST {
        section(out, assessment, outcome)?;
    }
    general(out, assessment)?;
    completeness(out, assessment)?;
    limits(out, assessment)
}

fn section(out: &mut dyn Write, assessment: &Assessment, outcome: Outcome) -> io::Result<()> {
    let count = with_outcome(assessment, outcome).count();
    if count == 0 {
        return Ok(());
    }
    writeln!(out, "## {} {}\n", count, outcome.name())?;
    writeln!(out, "| clause | title | reason | certainty | read in | where |")?;
    writeln!(out, "|---|---|---|---|---|---|")?;
    for requirement in with_outcome(assessment, outcome) {
        // Where something is wrong, that place is what a reader looks for.
        let faults = requirement.findings.iter().map(|finding| place(&finding.location));
        let evidence = requirement.evidence.iter().map(|item| format!("{} ({})", item.item, place(&item.location)));
        let mut places: Vec<String> = faults.chain(evidence).take(3).collect();
        places.dedup();
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} |",
            cell(&requirement.id),
            cell(&requirement.title),
            cell(&requirement.reason),
            requirement.certainty.name(),
            requirement.read_in.name(),
            cell(&places.join("; "))
        )?;
    }
    writeln!(out)
}

fn general(out: &mut dyn Write, assessment: &Assessment) -> io::Result<()> {
    if assessment.findings.is_empty() {
        return Ok(());
    }
    writeln!(out, "## Files and references\n")?;
    writeln!(out, "| severity | place | finding | rule |")?;
    writeln!(out, "|---|---|---|---|")?;
    for finding in &assessment.findings {
        let (severity, rule) = (finding.severity.name(), &finding.rule);
        writeln!(out, "| {severity} | {} | {} | {rule} |", cell(&place(&finding.location)), cell(&finding.message))?;
    }
    writeln!(out)
}

fn completeness(out: &mut dyn Write, assessment: &Assessment) -> io::Result<()> {
    writeln!(out, "## Completeness\n")?;
    for standard in &assessment.standards {
        for question in &standard.questions {
            writeln!(out, "- {}: {}, {}", standard.id, answer(question), words(question))?;
        }
    }
    writeln!(out)
}

fn limits(out: &mut dyn Write, assessment: &Assessment) -> io::Result<()> {
    writeln!(out, "## What this does not cover\n")?;
    for left in &assessment.not_assessed {
        writeln!(out, "- {} was not assessed: {}", left.id, left.reason)?;
    }
    if !assessment.rules_off.is_empty() {
        writeln!(out, "- switched off: {}", assessment.rules_off.join(", "))?;
    }
    for what in &assessment.not_checked {
        writeln!(out, "- {what}")?;
    }
    Ok(())
}

/// Text that does not break a table.
fn cell(text: &str) -> String {
    plain(text).replace('\\', "\\\\").replace('|', "\\|").replace('<', "&lt;").replace(['\n', '\r'], " ")
}
