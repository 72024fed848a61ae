//! `roadworthy schema`, `completions` and `man`

use clap::{Args, CommandFactory, ValueEnum};
use roadworthy::report::{check_schema, jsonl_schema};

use super::Arguments;

/// Print the JSON Schema of an output format
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
}

impl Schema {
    pub(super) fn run(self) -> anyhow::Result<u8> {
        let schema = match self.name {
            SchemaName::Check => check_schema(),
            SchemaName::CheckJsonl => jsonl_schema(),
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
