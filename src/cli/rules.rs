//! `roadworthy rules`

use clap::{Args, ValueEnum};
use roadworthy::rules::{Rule, all};
use serde_json::json;

/// List the rules
#[derive(Debug, Args)]
pub(super) struct Rules {
    /// How to list them
    #[arg(long, short, value_enum, default_value_t = Form::Text)]
    format: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Text,
    Json,
    Md,
}

impl Rules {
    pub(super) fn run(self) -> anyhow::Result<u8> {
        let rules = all();
        let text = match self.format {
            Form::Text => rules.iter().map(|rule| line(rule)).collect(),
            Form::Json => {
                serde_json::to_string_pretty(&rules.iter().map(|rule| object(rule)).collect::<Vec<_>>())? + "\n"
            }
            Form::Md => {
                let head = "| rule | severity | applies to | finds | aliases |\n|---|---|---|---|---|\n".to_owned();
                head + &rules.iter().map(|rule| row(rule)).collect::<String>()
            }
        };
        super::print(&text)
    }
}

pub(super) fn line(rule: &Rule) -> String {
    format!("{:<36} {:<8} {}\n", rule.id, rule.severity.name(), rule.summary())
}

fn row(rule: &Rule) -> String {
    let aliases: Vec<String> = rule.aliases.iter().map(|alias| format!("`{alias}`")).collect();
    let (id, severity, summary) = (rule.id, rule.severity.name(), rule.summary());
    format!("| `{id}` | {severity} | {} | {summary} | {} |\n", rule.applies, aliases.join(" "))
}

fn object(rule: &Rule) -> serde_json::Value {
    json!({
        "id": rule.id,
        "aliases": rule.aliases,
        "severity": rule.severity.name(),
        "confidence": rule.confidence.name(),
        "applies_to": rule.applies.to_string(),
        "summary": rule.summary(),
    })
}
