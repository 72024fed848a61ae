//! The requirements as a table for spreadsheets.

use std::io::{self, Write};

use super::place;
use crate::assessment::Assessment;

/// Writes one row a requirement, in the order of the catalogues.
pub fn write_csv(out: &mut dyn Write, assessment: &Assessment) -> io::Result<()> {
    // Written whole, so that a reader who went away is told as such.
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "id",
        "standard",
        "title",
        "obligation",
        "outcome",
        "check_result",
        "waits_for",
        "certainty",
        "read_in",
        "reason",
        "expected",
        "rules",
        "evidence",
        "places",
        "findings",
        "chain",
    ])?;
    for requirement in &assessment.requirements {
        let items: Vec<&str> = requirement.evidence.iter().map(|item| item.item.as_str()).collect();
        let places: Vec<String> = requirement.evidence.iter().map(|item| place(&item.location)).collect();
        let findings = requirement.findings.iter();
        let findings: Vec<String> = findings.map(|one| format!("{}: {}", one.rule, one.message)).collect();
        let chain: Vec<String> = requirement
            .chain
            .iter()
            .map(|link| format!("{} {} {}: {}", link.from, link.relation, link.to, link.means))
            .collect();
        let row = [
            requirement.id.as_str(),
            &requirement.standard,
            &requirement.title,
            &requirement.obligation,
            requirement.outcome.name(),
            requirement.check_result.map_or("", |outcome| outcome.name()),
            requirement.waits_for.map_or("", |what| what.name()),
            requirement.certainty.name(),
            requirement.read_in.name(),
            &requirement.reason,
            &requirement.expected.join("; "),
            &requirement.rules.join("; "),
            &items.join("; "),
            &places.join("; "),
            &findings.join("; "),
            &chain.join("; "),
        ];
        writer.write_record(row.map(neutral))?;
    }
    let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    out.write_all(&bytes)
}

/// A cell that a spreadsheet does not take for a formula.
pub(in crate::report) fn neutral(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::neutral;

    #[test]
    fn a_cell_is_never_a_formula() {
        assert_eq!(neutral("=cmd()"), "'=cmd()");
        assert_eq!(neutral("UN-R155:7.3.3"), "UN-R155:7.3.3");
    }
}
