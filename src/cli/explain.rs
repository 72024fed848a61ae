//! `roadworthy explain`

use clap::Args;
use roadworthy::rules::{Rule, all};

/// Explain a rule
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// Id of a rule (`xosc/duplicate-name`), one of its aliases, or a family (`xosc`)
    id: String,
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
            let nearest =
                all().into_iter().map(|rule| rule.id).find(|known| known.ends_with(id) || known.starts_with(id));
            let hint = nearest.map(|known| format!("; did you mean `{known}`?")).unwrap_or_default();
            anyhow::bail!("`{id}` is no rule{hint} (`roadworthy rules` lists them)");
        }
        let pages: Vec<String> = found.into_iter().map(page).collect();
        super::print(&pages.join("\n---\n\n"))
    }
}

/// The manual page of a rule: its facts, then its doc comment.
fn page(rule: &Rule) -> String {
    let aliases = if rule.aliases.is_empty() { "none".to_owned() } else { rule.aliases.join(", ") };
    let manual = unindent(rule.manual);
    format!(
        "# {}\n\n{}\n\nseverity:   {}\nconfidence: {}\napplies to: {}\naliases:    {}\n{}\n",
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
