//! `roadworthy explain`

use clap::Args;
use roadworthy::citation::{Locator, Register, scan};
use roadworthy::rules::{Applies, Rule, all};
use roadworthy::standard::{Clause, Library};

use super::catalogue_pages::{clause_page, other_page};
use super::national_pages::national_page;
use super::standards::Overlay;

/// Explain a rule, a clause, a threat, or a kind of record
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// Id of a rule (`xosc/duplicate-name`), one of its aliases, a family (`xosc`), a clause (`UN-R157:5.2.5.2`,
    /// or as people write it: "R155 7.3.3"), a threat or mitigation of UN R155 (`threat 16.2`, `M7`), a kind of
    /// record of a dossier (`hazardous-event`), a national instrument ("GB 44495") or a clause of one, a body (`BSI`)
    id: String,
    #[command(flatten)]
    overlay: Overlay,
}

impl Explain {
    pub(super) fn run(self) -> anyhow::Result<u8> {
        let id = self.id.as_str();
        let found: Vec<&Rule> = all().into_iter().filter(|rule| rule.id == id || rule.aliases.contains(&id)).collect();
        let family: Vec<&Rule> = all().into_iter().filter(|rule| rule.family() == id).collect();
        if !family.is_empty() {
            return super::print(&family.into_iter().map(super::rules::line).collect::<String>());
        }
        if found.is_empty() {
            return self.clause();
        }
        let library = self.overlay.library()?;
        let pages: Vec<String> = found.into_iter().map(|rule| page(rule, &library)).collect();
        super::print(&pages.join("\n---\n\n"))
    }

    /// Explains what is no rule: a clause, by its id or as people write it.
    fn clause(&self) -> anyhow::Result<u8> {
        let (library, id) = (self.overlay.library()?, self.id.as_str());
        let mut clauses: Vec<&Clause> = library.clause(id).into_iter().collect();
        if clauses.is_empty() {
            let register = Register::new(&library);
            let ids = scan(id).into_iter().flat_map(|citation| register.find(&citation).clauses);
            clauses = ids.collect::<Vec<_>>().iter().filter_map(|id| library.clause(id)).collect();
        }
        if let Some(page) = clauses.is_empty().then(|| other_page(id, &library)).flatten() {
            return super::print(&page);
        }
        if let Some(page) = clauses.is_empty().then(|| group_page(id, &library)).flatten() {
            return super::print(&page);
        }
        if let Some(page) = clauses.is_empty().then(|| national_page(id, &library)).flatten() {
            return super::print(&page);
        }
        if clauses.is_empty() {
            let rules = all().into_iter().map(|rule| rule.id);
            let standards = library.standards().iter().flat_map(|standard| &standard.clauses).map(|clause| &*clause.id);
            let nearest = rules.chain(standards).find(|known| known.ends_with(id) || known.starts_with(id));
            let hint = nearest.map(|known| format!("; did you mean `{known}`?")).unwrap_or_default();
            anyhow::bail!(
                "`{id}` is nothing known here{hint} (`roadworthy rules` and `roadworthy standards` list what is)"
            );
        }
        let pages: Vec<String> = clauses.into_iter().map(|clause| clause_page(clause, &library)).collect();
        super::print(&pages.join("\n"))
    }
}

/// The rows below a number that has no row of its own, such as 6.4.3 of part 3.
fn group_page(id: &str, library: &Library) -> Option<String> {
    let written = scan(id);
    let Locator::Clause(number) = &written.first()?.locator else { return None };
    let standard = Register::new(library).find(written.first()?).standard?;
    let part = written.first()?.part.as_ref().map(|part| format!("-{part}")).unwrap_or_default();
    let name = format!("{standard}{part}:{number}");
    let is_below = |clause: &&Clause| {
        let rest = clause.id.strip_prefix(&name);
        rest.is_some_and(|rest| rest.starts_with(['.', '(', '#', '@', '-']))
    };
    let rows: Vec<String> = library
        .standards()
        .iter()
        .flat_map(|standard| &standard.clauses)
        .filter(is_below)
        .map(|clause| format!("  {:<28} {}\n", clause.id, clause.title))
        .collect();
    (!rows.is_empty()).then(|| format!("# {name}\n\nNo row of its own; below it:\n\n{}", rows.concat()))
}

/// The manual page of a rule: its facts, then its doc comment.
fn page(rule: &Rule, library: &Library) -> String {
    let aliases = if rule.aliases.is_empty() { "none".to_owned() } else { rule.aliases.join(", ") };
    let manual = unindent(rule.manual);
    let clauses: Vec<&str> =
        library.bindings().filter(|binding| binding.rule == rule.id).map(|binding| &*binding.clause).collect();
    let clauses = if rule.applies == Applies::Dossier && !clauses.is_empty() {
        format!("clauses:    {}\n", clauses.join(", "))
    } else {
        String::new()
    };
    format!(
        "# {}\n\n{}\n\nseverity:   {}\nconfidence: {}\napplies to: {}\naliases:    {}\n{clauses}{}\n",
        rule.id,
        rule.summary(),
        rule.severity.name(),
        rule.confidence.name(),
        rule.applies,
        aliases,
        manual.trim_start().split_once('\n').map_or("", |(_, rest)| rest).trim_end()
    )
}

/// Doc comments keep one space before each line.
fn unindent(manual: &str) -> String {
    manual.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n")
}
