//! `roadworthy explain`

use clap::Args;
use roadworthy::citation::{Register, scan};
use roadworthy::rules::{Applies, Rule, all};
use roadworthy::standard::{Clause, Library, ReadIn};

use super::standards::Overlay;

/// Explain a rule, or a clause of a standard
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// Id of a rule (`xosc/duplicate-name`), one of its aliases, a family (`xosc`), a clause (`UN-R157:5.2.5.2`,
    /// or as people write it: "R155 7.3.3")
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
        if clauses.is_empty() {
            let rules = all().into_iter().map(|rule| rule.id);
            let standards = library.standards().iter().flat_map(|standard| &standard.clauses).map(|clause| &*clause.id);
            let nearest = rules.chain(standards).find(|known| known.ends_with(id) || known.starts_with(id));
            let hint = nearest.map(|known| format!("; did you mean `{known}`?")).unwrap_or_default();
            anyhow::bail!(
                "`{id}` is no rule and no clause known here{hint} (`roadworthy rules` and `roadworthy standards` list them)"
            );
        }
        let pages: Vec<String> = clauses.into_iter().map(|clause| clause_page(clause, &library)).collect();
        super::print(&pages.join("\n"))
    }
}

/// What is known of a clause.
fn clause_page(clause: &Clause, library: &Library) -> String {
    let mut text = format!("# {}\n\n{}\n\n{}\n\n", clause.id, clause.title, clause.summary);
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            text.push_str(&format!("{:<13}{value}\n", format!("{name}:")));
        }
    };
    line("kind", clause.kind.name());
    line("obligation", &format!("{} ({})", clause.obligation.name(), clause.addressee.name()));
    line("editions", &clause.editions.join(", "));
    if let Some(limit) = &clause.limit {
        let figure = format!("{} {} {} {}", limit.quantity, limit.comparator.name(), limit.value, limit.unit);
        line("figure", figure.trim_end());
        line("fact", limit.fact.as_deref().unwrap_or_default());
    }
    line("categories", &clause.applies.categories.join(", "));
    line("levels", &clause.applies.levels.join(", "));
    line("asil", &clause.applies.asils.join(", "));
    line("applies if", clause.applies.condition.as_deref().unwrap_or_default());
    line("condition", &clause.condition);
    line("evidence", &clause.evidence.join("; "));
    line("check", clause.check.as_deref().unwrap_or_default());
    let rules: Vec<String> = library
        .bindings()
        .filter(|binding| binding.clause == clause.id)
        .map(|binding| format!("{} ({})", binding.rule, binding.carries.name()))
        .collect();
    line("rules", &rules.join(", "));
    line("certainty", clause.certainty.name());
    line("read in", &read_in(clause));
    line("source", &clause.source);
    for mapping in library.mappings().iter().filter(|mapping| mapping.from == clause.id || mapping.to == clause.id) {
        line(
            "relation",
            &format!("{} {} {} ({})", mapping.from, mapping.relation.name(), mapping.to, mapping.certainty.name()),
        );
    }
    text
}

fn read_in(clause: &Clause) -> String {
    let advice = if clause.read_in == ReadIn::Text { "" } else { ": confirm against the text" };
    let edition = clause.read_edition.as_ref().map(|edition| format!(" (read in {edition})")).unwrap_or_default();
    format!("{}{edition}{advice}", clause.read_in.name())
}

/// A clause as JSON, with every column of its row.
pub(super) fn clause_json(clause: &Clause) -> serde_json::Value {
    serde_json::json!({
        "id": &*clause.id,
        "parent": clause.parent.as_deref(),
        "title": clause.title,
        "kind": clause.kind,
        "obligation": clause.obligation,
        "addressee": clause.addressee,
        "editions": clause.editions,
        "summary": clause.summary,
        "limit": clause.limit.as_ref().map(|limit| serde_json::json!({
            "quantity": limit.quantity, "comparator": limit.comparator, "value": limit.value,
            "unit": limit.unit, "fact": limit.fact,
        })),
        "applies_if": clause.applies.condition,
        "condition": clause.condition,
        "evidence": clause.evidence,
        "automatable": clause.automatable,
        "check": clause.check,
        "source": clause.source,
        "certainty": clause.certainty,
        "read_in": clause.read_in,
        "is_requirement": clause.is_requirement(),
    })
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
