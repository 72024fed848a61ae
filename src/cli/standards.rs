//! `roadworthy standards`

use std::borrow::Cow;
use std::fmt::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use roadworthy::standard::{Clause, Library, Standard, lint};

use super::output::Form;

/// The catalogues, built in and the user's own
#[derive(Debug, Args)]
pub(super) struct Standards {
    #[command(subcommand)]
    command: Command,
}

/// Where a user's own catalogues are.
#[derive(Debug, Args)]
pub(super) struct Overlay {
    /// A folder of catalogues laid over the built-in ones: a file of the same path replaces ours, others are added
    #[arg(long, value_name = "DIR", env = "ROADWORTHY_STANDARDS")]
    standards: Option<PathBuf>,
}

impl Overlay {
    /// The built-in library, or the user's laid over it.
    pub(super) fn library(&self) -> anyhow::Result<Cow<'static, Library>> {
        let Some(folder) = &self.standards else { return Ok(Cow::Borrowed(Library::built_in())) };
        anyhow::ensure!(folder.is_dir(), "{} is no folder of catalogues", folder.display());
        Library::with_overlay(folder).map(Cow::Owned).map_err(|errors| {
            let lines: Vec<String> = errors.iter().map(|error| format!("\n  {error}")).collect();
            anyhow::anyhow!("the catalogues in {} cannot be used:{}", folder.display(), lines.concat())
        })
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the standards, their editions and how many requirements we hold of them
    List(List),
    /// Show a standard's clauses
    Show(Show),
    /// What an edition changes
    Diff(Diff),
    /// Check the catalogues: ids, parents, units, sources, editions, bindings
    Lint(Lint),
}

#[derive(Debug, Args)]
struct List {
    #[command(flatten)]
    overlay: Overlay,
    /// How to list them
    #[arg(long, short, value_enum, default_value_t = Form::Text)]
    format: Form,
}

#[derive(Debug, Args)]
struct Show {
    /// A standard, such as UN-R157 or ISO-26262-3
    standard: String,
    /// Only what holds in this edition
    #[arg(long, value_name = "EDITION")]
    edition: Option<String>,
    /// Only what a maker has to show something for
    #[arg(long)]
    requirements: bool,
    #[command(flatten)]
    overlay: Overlay,
    /// How to show them
    #[arg(long, short, value_enum, default_value_t = Form::Text)]
    format: Form,
}

#[derive(Debug, Args)]
struct Diff {
    /// A standard, such as UN-R157
    standard: String,
    /// The older edition
    #[arg(long, value_name = "EDITION")]
    from: String,
    /// The newer edition
    #[arg(long, value_name = "EDITION")]
    to: String,
    #[command(flatten)]
    overlay: Overlay,
}

#[derive(Debug, Args)]
struct Lint {
    #[command(flatten)]
    overlay: Overlay,
}

impl Standards {
    pub(super) fn run(self) -> anyhow::Result<u8> {
        match self.command {
            Command::List(list) => list.run(),
            Command::Show(show) => show.run(),
            Command::Diff(diff) => diff.run(),
            Command::Lint(lint) => lint.run(),
        }
    }
}

impl List {
    fn run(&self) -> anyhow::Result<u8> {
        let library = self.overlay.library()?;
        if self.format == Form::Json {
            let rows: Vec<serde_json::Value> = library.standards().iter().map(standard_json).collect();
            return super::print(&(serde_json::to_string_pretty(&rows)? + "\n"));
        }
        let mut text = String::new();
        let _ = writeln!(text, "{:<14} {:>12} {:>6}  title and editions", "standard", "requirements", "rows");
        for standard in library.standards() {
            let requirements = standard.clauses.iter().filter(|clause| clause.is_requirement()).count();
            let editions: Vec<&str> = standard.header.edition.iter().map(|edition| edition.id.as_str()).collect();
            let _ = writeln!(
                text,
                "{:<14} {requirements:>12} {:>6}  {} ({})",
                standard.header.id,
                standard.clauses.len(),
                standard.header.title,
                editions.join(", ")
            );
        }
        super::print(&text)
    }
}

fn standard_json(standard: &Standard) -> serde_json::Value {
    let editions = standard.header.edition.iter().map(|edition| {
        serde_json::json!({
            "id": edition.id, "title": edition.title, "in_force": edition.in_force.map(|date| date.to_string()),
            "supersedes": edition.supersedes, "withdrawn": edition.withdrawn, "source": edition.source,
            "certainty": edition.certainty,
        })
    });
    serde_json::json!({
        "id": standard.header.id,
        "title": standard.header.title,
        "publisher": standard.header.publisher,
        "editions": editions.collect::<Vec<_>>(),
        "rows": standard.clauses.len(),
        "requirements": standard.clauses.iter().filter(|clause| clause.is_requirement()).count(),
        "notes": standard.header.notes,
        "copyright": standard.header.copyright,
    })
}

/// The standard called `id`, or why there is none.
fn find<'l>(library: &'l Library, id: &str) -> anyhow::Result<&'l Standard> {
    library.standard(id).ok_or_else(|| {
        let known: Vec<&str> = library.standards().iter().map(|standard| standard.header.id.as_str()).collect();
        anyhow::anyhow!("`{id}` is no standard known here, expected one of {}", known.join(", "))
    })
}

/// Refuses an edition that the standard does not have.
fn known_edition(standard: &Standard, id: &str) -> anyhow::Result<()> {
    let known: Vec<&str> = standard.header.edition.iter().map(|edition| edition.id.as_str()).collect();
    anyhow::ensure!(
        known.contains(&id),
        "`{id}` is no edition of {}, expected one of {}",
        standard.header.id,
        known.join(", ")
    );
    Ok(())
}

impl Show {
    fn run(&self) -> anyhow::Result<u8> {
        let library = self.overlay.library()?;
        let standard = find(&library, &self.standard)?;
        if let Some(edition) = &self.edition {
            known_edition(standard, edition)?;
        }
        let is_part = self.standard != standard.header.id;
        let wanted = |clause: &&Clause| {
            (!is_part || clause.standard() == self.standard)
                && self.edition.as_ref().is_none_or(|edition| clause.editions.contains(edition))
                && (!self.requirements || clause.is_requirement())
        };
        let clauses: Vec<&Clause> = standard.clauses.iter().filter(wanted).collect();
        if self.format == Form::Json {
            let rows: Vec<serde_json::Value> = clauses.into_iter().map(super::catalogue_pages::clause_json).collect();
            return super::print(&(serde_json::to_string_pretty(&rows)? + "\n"));
        }
        let mut text = format!("{}: {}\n", standard.header.id, standard.header.title);
        for clause in clauses {
            let mark = if clause.is_requirement() { clause.obligation.name() } else { clause.kind.name() };
            let _ = writeln!(text, "{:<34} {:<14} {}", clause.id, mark, clause.title);
        }
        for note in &standard.header.notes {
            let _ = writeln!(text, "note: {note}");
        }
        super::print(&text)
    }
}

impl Diff {
    fn run(&self) -> anyhow::Result<u8> {
        let library = self.overlay.library()?;
        let standard = find(&library, &self.standard)?;
        known_edition(standard, &self.from)?;
        known_edition(standard, &self.to)?;
        let holds = |clause: &Clause, edition: &String| clause.editions.contains(edition);
        let line = |sign: char, clause: &Clause| {
            let limit = clause.limit.as_ref().map_or_else(String::new, |limit| {
                format!(" ({} {} {} {})", limit.quantity, limit.comparator.name(), limit.value, limit.unit)
            });
            format!("{sign} {:<30} {}{limit}\n", clause.id, clause.title)
        };
        let gone = standard.clauses.iter().filter(|clause| holds(clause, &self.from) && !holds(clause, &self.to));
        let new = standard.clauses.iter().filter(|clause| !holds(clause, &self.from) && holds(clause, &self.to));
        let (gone, new): (Vec<&Clause>, Vec<&Clause>) = (gone.collect(), new.collect());
        let both = standard.clauses.iter().filter(|clause| holds(clause, &self.from) && holds(clause, &self.to));
        let carried = both.clone().filter(|clause| clause.read_edition.is_some()).count();
        let mut text = format!("{} from {} to {}\n", standard.header.id, self.from, self.to);
        let mut shown: Vec<&str> = Vec::new();
        // What replaces a clause stands beside it.
        for clause in &gone {
            text.push_str(&line('-', clause));
            let replaces = |other: &&&Clause| other.number() == clause.number() && !shown.contains(&&*other.id);
            let beside: Vec<&Clause> = new.iter().filter(replaces).copied().collect();
            for other in beside {
                text.push_str(&line('+', other));
                shown.push(&other.id);
            }
        }
        for clause in new.iter().filter(|clause| !shown.contains(&&*clause.id)) {
            text.push_str(&line('+', clause));
        }
        let _ = writeln!(
            text,
            "{} gone, {} new, {} in both, of which {carried} were read in one edition only: confirm against the text",
            gone.len(),
            new.len(),
            both.count()
        );
        super::print(&text)
    }
}

impl Lint {
    fn run(&self) -> anyhow::Result<u8> {
        let library = self.overlay.library()?;
        let mut faults = lint(&library);
        faults.extend(roadworthy::mapping::lint(&library));
        let mut text = String::new();
        for fault in &faults {
            let _ = writeln!(text, "{fault}");
        }
        let rows: usize = library.standards().iter().map(|standard| standard.clauses.len()).sum();
        let _ = writeln!(
            text,
            "{} standards, {rows} rows, {} relations: {} {}",
            library.standards().len(),
            library.mappings().len(),
            faults.len(),
            if faults.len() == 1 { "fault" } else { "faults" }
        );
        super::print(&text)?;
        Ok(u8::from(!faults.is_empty()))
    }
}
