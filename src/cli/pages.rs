//! `roadworthy schema`, `completions` and `man`

use clap::{Args, CommandFactory, ValueEnum};
use roadworthy::mapping::{Comparison, Sides, Transfer};
use roadworthy::report::assess::{assess_schema, diff_schema};
use roadworthy::report::mapping::schema_of;
use roadworthy::report::{check_schema, jsonl_schema};
use roadworthy::standard::{Header, KnownTable};

use super::Arguments;

/// Print the JSON Schema of an output format, or of a table of the catalogues
#[derive(Debug, Args)]
pub(super) struct Schema {
    /// The format
    #[arg(value_enum)]
    name: SchemaName,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SchemaName {
    /// `check --format json`
    Check,
    /// A line of `check --format jsonl`
    CheckJsonl,
    /// `assess --format json`
    Assess,
    /// `diff --format json`
    AssessDiff,
    /// `compare --format json` of jurisdictions
    Compare,
    /// `compare --format json` of two instruments
    CompareInstruments,
    /// `transfer --format json`
    Transfer,
    /// A row of `clauses.csv` in a catalogue
    Clauses,
    /// A row of `checks.csv` in a catalogue
    Checks,
    /// A row of a table of relations
    Mappings,
    /// A row of `mappings/bundles.csv`
    Bundles,
    /// `standard.toml` of a catalogue
    Standard,
    /// A row of `instruments.csv` of a jurisdiction
    Instruments,
    /// A row of `clauses.csv` of a jurisdiction
    NationalClauses,
    /// A row of `recognition.csv` of a jurisdiction
    Recognition,
    /// A row of `elements.csv` of a jurisdiction
    Elements,
    /// A row of `jurisdictions/register.csv`
    Register,
    /// A row of `citations/errata.csv`
    Errata,
}

impl Schema {
    pub(super) fn run(self) -> anyhow::Result<u8> {
        let schema = match self.name {
            SchemaName::Check => check_schema().to_value(),
            SchemaName::CheckJsonl => jsonl_schema().to_value(),
            SchemaName::Assess => assess_schema(),
            SchemaName::AssessDiff => diff_schema(),
            SchemaName::Compare => schema_of::<Comparison>(),
            SchemaName::CompareInstruments => schema_of::<Sides>(),
            SchemaName::Transfer => schema_of::<Transfer>(),
            SchemaName::Clauses => KnownTable::Clauses.schema(),
            SchemaName::Checks => KnownTable::Checks.schema(),
            SchemaName::Mappings => KnownTable::Mappings.schema(),
            SchemaName::Bundles => KnownTable::Bundles.schema(),
            SchemaName::Standard => Header::schema(),
            SchemaName::Instruments => KnownTable::Instruments.schema(),
            SchemaName::NationalClauses => KnownTable::NationalClauses.schema(),
            SchemaName::Recognition => KnownTable::Recognition.schema(),
            SchemaName::Elements => KnownTable::Elements.schema(),
            SchemaName::Register => KnownTable::Register.schema(),
            SchemaName::Errata => KnownTable::Errata.schema(),
        };
        super::print(&(serde_json::to_string_pretty(&schema)? + "\n"))
    }
}

/// Print completions for a shell
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

impl Completions {
    pub(super) fn run(self) -> anyhow::Result<u8> {
        let mut text = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "roadworthy", &mut text);
        super::print(&String::from_utf8(text)?)
    }
}

/// Print the manual page
#[derive(Debug, Args)]
pub(super) struct Man {
    /// The page of this subcommand instead of the main one
    command: Option<String>,
}

impl Man {
    pub(super) fn run(self) -> anyhow::Result<u8> {
        let mut command = Arguments::command();
        command.build();
        if let Some(name) = self.command {
            let known = command.find_subcommand(&name).cloned();
            let known = known.ok_or_else(|| anyhow::anyhow!("`{name}` is no subcommand"))?;
            command = known;
        }
        let mut text = Vec::new();
        clap_mangen::Man::new(command).render(&mut text)?;
        super::print(&String::from_utf8(text)?)
    }
}
