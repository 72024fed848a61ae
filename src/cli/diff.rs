//! `roadworthy diff`

use std::fmt::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use roadworthy::assessment::{Assessment, ChangeKind, Outcome, SCHEMA, difference};

use super::output::Form;

/// What changed between two assessments
#[derive(Debug, Args)]
pub(super) struct Diff {
    /// The older result, as `assess --format json` wrote it
    old: PathBuf,
    /// The newer result
    new: PathBuf,
    /// How to print it
    #[arg(long, short, value_enum, default_value_t = Form::Text)]
    format: Form,
}

impl Diff {
    pub(super) fn run(self) -> anyhow::Result<u8> {
        let difference = difference(&read(&self.old)?, &read(&self.new)?);
        if self.format == Form::Json {
            return super::print(&(serde_json::to_string_pretty(&difference)? + "\n"));
        }
        let mut text = difference.other_vehicle.iter().fold(String::new(), |text, other| text + other + "\n\n");
        for change in &difference.changes {
            let name = |outcome: Option<Outcome>| outcome.map_or("–", Outcome::name);
            let _ = writeln!(
                text,
                "{:<7} {:<32} {} → {}\n        {}",
                change.change.name(),
                change.id,
                name(change.before),
                name(change.now),
                change.reason
            );
        }
        let counts: Vec<String> = ChangeKind::ALL
            .iter()
            .map(|kind| (kind, difference.changes.iter().filter(|change| change.change == *kind).count()))
            .filter(|(_, count)| *count > 0)
            .map(|(kind, count)| format!("{count} {}", kind.name()))
            .collect();
        let counts = if counts.is_empty() { "no change".to_owned() } else { counts.join(", ") };
        let _ = writeln!(text, "{counts}, {} unchanged", difference.unchanged);
        super::print(&text)
    }
}

fn read(path: &Path) -> anyhow::Result<Assessment> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let assessment: Assessment = serde_json::from_str(&text)
        .with_context(|| format!("{} is no result of `assess --format json`", path.display()))?;
    anyhow::ensure!(
        assessment.schema == SCHEMA,
        "{} is of the schema `{}`, expected `{SCHEMA}`",
        path.display(),
        assessment.schema
    );
    Ok(assessment)
}
