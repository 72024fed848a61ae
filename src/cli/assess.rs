//! `roadworthy assess`

use std::io::Write;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use roadworthy::assessment::{Assessment, DocumentState, GeneralFinding, Options, Outcome, assess};
use roadworthy::dossier::import::ImportLimits;
use roadworthy::dossier::{LoadError, load};
use roadworthy::engine::RuleSet;
use roadworthy::finding::Severity;
use roadworthy::report::Style;
use roadworthy::report::assess::{write_csv, write_json, write_junit, write_markdown, write_sarif, write_text};

use super::Global;
use super::output::{Format, Target, Wanted, settle, style};
use super::standards::Overlay;

/// Assess a vehicle's documentation against the standards, clause by clause
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 nothing failed, 1 a requirement failed (or what --fail-on says), 2 usage error, \
3 no vehicle.toml, 4 a file it names could not be read, 70 internal error (precedence 2, 70, 4, 1)."
)]
pub(super) struct Assess {
    /// The folder with vehicle.toml and the documentation
    #[arg(value_name = "DOSSIER")]
    dossier: PathBuf,
    /// The date for which applicability is worked out, recorded in the result [default: today]
    #[arg(long, value_name = "DATE", env = "ROADWORTHY_AS_OF")]
    as_of: Option<Date>,
    /// Threads [default: one per processor]
    #[arg(long, short, value_name = "N", env = "ROADWORTHY_JOBS")]
    jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    overlay: Overlay,
    /// Formats, several at once: text, json, csv, md, sarif or junit, each with `=PATH` to write to a file
    #[arg(
        long,
        short,
        value_name = "F[=PATH],…",
        value_delimiter = ',',
        default_value = "text",
        env = "ROADWORTHY_FORMAT",
        help_heading = "Report"
    )]
    format: Vec<Wanted>,
    /// Where the first format without a path of its own goes
    #[arg(long, short, value_name = "PATH", help_heading = "Report")]
    output: Option<PathBuf>,
    /// Exit with 1 on requirements with this outcome or a worse one
    #[arg(long, value_enum, default_value_t = FailOn::Failed, value_name = "OUTCOME", help_heading = "Report")]
    fail_on: FailOn,
    /// Exit with 0 whatever the outcomes are
    #[arg(long, help_heading = "Report")]
    exit_zero: bool,
    /// Propose clauses for the first N passages that cite nothing, by text ranking; never counted as evidence
    #[arg(long, value_name = "N", default_value_t = 0, default_missing_value = "100", num_args = 0..=1)]
    suggest: usize,
    /// Only these rules or families (`hara`, `tara/untreated-threat`)
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rules")]
    select: Vec<String>,
    /// Not these rules or families
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rules")]
    ignore: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// A requirement failed
    #[value(alias = "error")]
    Failed,
    /// … or cannot be told
    #[value(alias = "cantTell")]
    CantTell,
    /// … or was not tested
    Untested,
    /// Never
    Never,
}

impl FailOn {
    fn counts(self, outcome: Outcome) -> bool {
        match self {
            FailOn::Failed => outcome == Outcome::Failed,
            FailOn::CantTell => matches!(outcome, Outcome::Failed | Outcome::CantTell),
            FailOn::Untested => matches!(outcome, Outcome::Failed | Outcome::CantTell | Outcome::Untested),
            FailOn::Never => false,
        }
    }
}

impl Assess {
    pub(super) fn run(self, global: &Global, today: Date) -> anyhow::Result<u8> {
        let supported = [Format::Text, Format::Json, Format::Csv, Format::Markdown, Format::Sarif, Format::JUnit];
        let wanted = settle(self.format.clone(), self.output.as_ref(), &supported, |_| false)?;
        for path in wanted.iter().filter_map(|one| one.path.as_ref()) {
            anyhow::ensure!(
                !is_inside(&self.dossier, path),
                "{} lies in the dossier: a report there would be read as documentation; write it elsewhere",
                path.display()
            );
        }
        let options = Options {
            rules: RuleSet::of_assess(&self.select, &self.ignore)?,
            as_of: self.as_of.unwrap_or(today),
            jobs: self.jobs.map(NonZeroUsize::get),
            suggest: self.suggest,
        };
        let library = self.overlay.library()?;
        let dossier = match load(&self.dossier, &ImportLimits::default()) {
            Ok(dossier) => dossier,
            Err(error @ LoadError::NoManifest(_)) => return super::no_input(global, &error.to_string()),
            Err(error) => return Err(error.into()),
        };
        let assessment = assess(&dossier, &library, &options)?;
        for one in &wanted {
            let (mut sink, target, to_file) = Target::open(one)?;
            let style = style(global);
            write(&mut *sink, one.format, &assessment, Style { color: style.color && !to_file, ..style })?;
            sink.flush()?;
            drop(sink);
            target.finish()?;
        }
        Ok(if self.exit_zero { 0 } else { exit_code(&assessment, self.fail_on) })
    }
}

/// True if `path` is in `folder`, whether the file is there yet or not.
fn is_inside(folder: &Path, path: &Path) -> bool {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match (folder.canonicalize(), parent.canonicalize()) {
        (Ok(folder), Ok(parent)) => parent.starts_with(folder),
        _ => false,
    }
}

fn write(out: &mut dyn Write, format: Format, assessment: &Assessment, style: Style) -> std::io::Result<()> {
    match format {
        Format::Json => write_json(out, assessment),
        Format::Csv => write_csv(out, assessment),
        Format::Markdown => write_markdown(out, assessment),
        Format::Sarif => write_sarif(out, assessment),
        Format::JUnit => write_junit(out, assessment),
        Format::Text | Format::JsonLines => write_text(out, assessment, style),
    }
}

fn unread_file(finding: &GeneralFinding) -> bool {
    finding.rule == "dossier/unreadable-file"
}

fn exit_code(assessment: &Assessment, fail_on: FailOn) -> u8 {
    let internal = assessment.findings.iter().any(|finding| finding.message.starts_with("internal error"));
    // A file that the manifest names and that is not evidence for want of reading.
    let is_unread = |state: DocumentState| matches!(state, DocumentState::Unreadable | DocumentState::Absent);
    let unread = assessment.files.iter().any(|file| file.named && is_unread(file.state));
    // What a rule says against something is a failure, whichever clause it is about.
    let is_error = |finding: &GeneralFinding| finding.severity == Severity::Error && !unread_file(finding);
    let failed = assessment.requirements.iter().any(|requirement| fail_on.counts(requirement.outcome))
        || (!matches!(fail_on, FailOn::Never) && assessment.findings.iter().any(is_error));
    match (internal, unread, failed) {
        (true, ..) => 70,
        (_, true, _) => 4,
        (_, _, true) => 1,
        _ => 0,
    }
}
