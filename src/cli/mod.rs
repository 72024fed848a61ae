//! Flags and subcommands, one file each.

mod assess;
mod catalogue_pages;
mod check;
mod compare;
mod diff;
mod explain;
mod init;
mod national_pages;
mod output;
mod pages;
mod rules;
mod standards;
mod transfer;

use std::io::Write;
use std::process::ExitCode;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Conformance checks for autonomous vehicles.
///
/// Roadworthy prepares people for an authority's decision; it does not take it.
#[derive(Debug, Parser)]
#[command(name = "roadworthy", version, styles = STYLES, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    global: Global,
}

/// What every command understands.
#[derive(Debug, Args)]
#[command(next_help_heading = "Display")]
struct Global {
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN", env = "ROADWORTHY_COLOR")]
    color: Color,
    /// Say less: findings and counts only
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say more: a line for every input
    #[arg(long, short, global = true)]
    verbose: bool,
    /// No progress bar, even on a terminal
    #[arg(long, global = true, env = "ROADWORTHY_NO_PROGRESS", value_parser = clap::builder::FalseyValueParser::new())]
    no_progress: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Color {
    /// The decision for a stream.
    fn choice(self) -> anstream::ColorChoice {
        match self {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        }
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check scenario (.xosc) and road (.xodr) files
    Check(Box<check::Check>),
    /// Assess a vehicle's documentation against the standards, clause by clause
    Assess(Box<assess::Assess>),
    /// National mappings side by side, or two instruments clause by clause
    Compare(Box<compare::Compare>),
    /// What evidence carries over to another market, what is still to show, and who must accept it
    Transfer(Box<transfer::Transfer>),
    /// Explain a rule, or a clause of a standard
    Explain(explain::Explain),
    /// The catalogues of standards: list, show, compare editions, check
    Standards(standards::Standards),
    /// What changed between two assessments
    Diff(diff::Diff),
    /// Write an empty dossier: the manifest, and a checklist of every applicable clause
    Init(Box<init::Init>),
    /// List the rules
    Rules(rules::Rules),
    /// Print the JSON Schema of an output format, or of a table of the catalogues
    Schema(pages::Schema),
    /// Print completions for a shell
    Completions(pages::Completions),
    /// Print the manual page
    Man(pages::Man),
}

/// Runs a command; `today` is the date if none is given.
pub(crate) fn run(arguments: Arguments, today: Date) -> ExitCode {
    let global = &arguments.global;
    let result = match arguments.command {
        Command::Check(command) => command.run(global, today),
        Command::Assess(command) => command.run(global, today),
        Command::Compare(command) => command.run(global, today),
        Command::Transfer(command) => command.run(global, today),
        Command::Standards(command) => command.run(),
        Command::Diff(command) => command.run(),
        Command::Init(command) => command.run(today),
        Command::Explain(command) => command.run(),
        Command::Rules(command) => command.run(),
        Command::Schema(command) => command.run(),
        Command::Completions(command) => command.run(),
        Command::Man(command) => command.run(),
    };
    match result {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            // A reader that went away needs no message.
            if !output::is_broken_pipe(&error) {
                let _ =
                    writeln!(anstream::AutoStream::new(std::io::stderr(), global.color.choice()), "error: {error:#}");
            }
            ExitCode::from(2)
        }
    }
}

/// Says that there is nothing to look at.
fn no_input(global: &Global, message: &str) -> anyhow::Result<u8> {
    let mut stderr = anstream::AutoStream::new(std::io::stderr(), global.color.choice());
    writeln!(stderr, "error: {message}")?;
    Ok(3)
}

/// Writes `text` to standard output.
fn print(text: &str) -> anyhow::Result<u8> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(0)
}
