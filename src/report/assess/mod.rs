//! Writers of assessments: one file per format, all from one [`Assessment`].

mod csv;
mod json;
mod junit;
mod markdown;
mod sarif;
mod text;

pub(super) use csv::neutral;
pub use csv::write_csv;
pub use json::{assess_schema, diff_schema, write_json};
pub use junit::write_junit;
pub use markdown::write_markdown;
pub use sarif::write_sarif;
pub use text::write_text;

use crate::assessment::{Assessment, Location, Outcome, Requirement};
use crate::finding::is_unsafe;

/// The order in which requirements are shown: gaps first.
const GAPS_FIRST: [Outcome; 5] =
    [Outcome::Failed, Outcome::CantTell, Outcome::Untested, Outcome::Passed, Outcome::Inapplicable];

/// The requirements with this outcome, in the order of the catalogues.
fn with_outcome(assessment: &Assessment, outcome: Outcome) -> impl Iterator<Item = &Requirement> {
    assessment.requirements.iter().filter(move |requirement| requirement.outcome == outcome)
}

/// A place in one line: `tara.xlsx, TARA!B44`, `hara.csv:12`.
fn place(location: &Location) -> String {
    let mut text = location.path.clone();
    if let (Some(sheet), Some(cell)) = (&location.sheet, &location.cell) {
        text.push_str(&format!(", {sheet}!{cell}"));
    } else if let Some(cell) = &location.cell {
        text.push_str(&format!(", {cell}"));
    }
    if let Some(page) = location.page {
        text.push_str(&format!(", page {page}"));
    }
    if let Some(paragraph) = location.paragraph {
        text.push_str(&format!(", paragraph {paragraph}"));
    }
    if let Some(line) = location.line.filter(|line| *line > 0) {
        text.push_str(&format!(":{line}"));
    }
    plain(&text)
}

/// Text on one line, without characters that steer a terminal.
fn plain(text: &str) -> String {
    let shown = |c: char| match c {
        '\n' | '\r' | '\t' => " ".to_owned(),
        c if is_unsafe(c) => c.escape_default().to_string(),
        c => c.to_string(),
    };
    text.chars().map(shown).collect()
}
