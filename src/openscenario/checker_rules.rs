//! The standard's own list of checks, and what of it is checked here.
//!
//! The rows say where each id was read: neither the annex nor the list of the
//! official checker is at hand as a file.

use std::sync::OnceLock;

use serde::Deserialize;

/// A check that the annex of the standard or the official checker lists.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct CheckerRule {
    /// `asam.net:xosc:1.0.0:general.file_ending`
    pub id: String,
    /// Who lists it: `annex`, `bundle` or both, with a blank between.
    pub list: String,
    /// What it asks; empty where that was not read.
    pub summary: String,
    /// The edition that its id is stamped with, `1.0`.
    pub since: String,
    /// Where id and demand were read.
    pub source: String,
    /// `verified` in the annex itself, `secondary` elsewhere.
    pub certainty: String,
    /// Our rules that check it, with blanks between.
    pub rule: String,
    /// How much of it is checked.
    pub state: CheckerState,
    /// What to know besides.
    pub note: String,
}

/// How much of a listed check is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckerState {
    /// All of it.
    Checked,
    /// A part; the note says what is left out.
    Partly,
    /// Nothing.
    NotChecked,
    /// It asks nothing that a file could break.
    NotMachineCheckable,
}

impl CheckerRule {
    /// True if the annex of the standard has it.
    pub fn is_annexed(&self) -> bool {
        self.list.split(' ').any(|list| list == "annex")
    }

    /// Our rules that check it.
    pub fn rules(&self) -> impl Iterator<Item = &str> {
        self.rule.split(' ').filter(|rule| !rule.is_empty())
    }
}

/// All listed checks that are known by their ids, in the order of the ids.
pub fn checker_rules() -> &'static [CheckerRule] {
    static RULES: OnceLock<Vec<CheckerRule>> = OnceLock::new();
    RULES.get_or_init(|| {
        let text = include_str!("../../standards/asam/openscenario/checker-rules.csv");
        // A test reads every row, so none can be lost unseen.
        csv::Reader::from_reader(text.as_bytes()).deserialize().filter_map(Result::ok).collect()
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;
    use crate::openscenario::Table;

    #[test]
    fn every_row_can_be_read() {
        let text = include_str!("../../standards/asam/openscenario/checker-rules.csv");
        let rows: Result<Vec<CheckerRule>, _> = csv::Reader::from_reader(text.as_bytes()).deserialize().collect();
        assert_eq!(rows.unwrap().len(), checker_rules().len());
        assert_eq!(checker_rules().iter().filter(|row| !row.is_annexed()).count(), 15);
    }

    #[test]
    fn a_row_is_stamped_as_its_id_is_and_names_its_source() {
        let mut last = "";
        for row in checker_rules() {
            assert!(row.id.starts_with(&format!("asam.net:xosc:{}.0:", row.since)), "{}", row.id);
            assert!(
                Table::builtin().editions().iter().any(|edition| edition.id.to_string() == row.since),
                "{}",
                row.id
            );
            assert!(matches!(row.certainty.as_str(), "verified" | "secondary"), "{}", row.id);
            assert!(!row.source.is_empty(), "{}", row.id);
            assert!(!row.summary.is_empty() || row.note.starts_with("Demand not read"), "{}", row.id);
            assert!(row.list.split(' ').all(|list| matches!(list, "annex" | "bundle")), "{}", row.id);
            let checked = matches!(row.state, CheckerState::Checked | CheckerState::Partly);
            assert_eq!(checked, row.rules().next().is_some(), "{}", row.id);
            assert!(row.state != CheckerState::Partly || !row.note.is_empty(), "{}", row.id);
            assert!(last < row.id.as_str(), "{} is out of order", row.id);
            last = &row.id;
        }
    }
}
