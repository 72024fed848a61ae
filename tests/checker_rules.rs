//! The standard's list of checks against our rules, and the page made from it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod support;

use std::collections::BTreeSet;
use std::fmt::Write;

use roadworthy::openscenario::{CheckerRule, CheckerState, checker_rules};
use roadworthy::rules::{all, find};

const PREFIX: &str = "asam.net:xosc:";
const MARK: &str = "<!-- from here on made from standards/asam/openscenario/checker-rules.csv -->\n";

/// How many ids the annex of 1.4.0 has, as counted by others.
const ANNEXED: usize = 71;

#[test]
fn every_rule_that_is_named_exists() {
    for row in checker_rules() {
        for rule in row.rules() {
            assert!(find(rule).is_some_and(|found| found.id == rule), "{}: {rule} is no rule", row.id);
        }
    }
}

#[test]
fn aliases_and_table_agree() {
    let aliases: BTreeSet<(&str, &str)> = all()
        .into_iter()
        .flat_map(|rule| rule.aliases.iter().map(move |alias| (*alias, rule.id)))
        .filter(|(alias, _)| alias.starts_with(PREFIX))
        .collect();
    let rows = checker_rules();
    for (alias, rule) in aliases {
        let row = rows.iter().find(|row| row.id == alias);
        let row = row.unwrap_or_else(|| panic!("{alias}, an alias of {rule}, is listed nowhere"));
        assert!(row.rules().any(|named| named == rule), "{alias} is an alias of {rule}, which its row does not name");
    }
}

/// With `ROADWORTHY_WRITE` set, the page is written instead.
#[test]
fn the_page_is_what_the_table_gives() {
    let path = support::project("docs/checker-rules.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (head, _) = page.split_once(MARK).expect("the mark is in docs/checker-rules.md");
    let expected = format!("{head}{MARK}{}", made());
    if std::env::var_os("ROADWORTHY_WRITE").is_some() {
        std::fs::write(&path, &expected).unwrap();
        return;
    }
    assert!(page == expected, "docs/checker-rules.md is not what the table gives; set ROADWORTHY_WRITE to write it");
}

fn made() -> String {
    let (annexed, others): (Vec<_>, Vec<_>) = checker_rules().iter().partition(|row| row.is_annexed());
    let mut text = String::from("\n## How much is checked\n\n");
    let count = |state| annexed.iter().filter(|row| row.state == state).count();
    let _ = writeln!(text, "| of the annex | ids |\n|---|---|");
    for (state, says) in [
        (CheckerState::Checked, "checked"),
        (CheckerState::Partly, "checked in part"),
        (CheckerState::NotChecked, "not checked"),
        (CheckerState::NotMachineCheckable, "nothing a file could break"),
    ] {
        let _ = writeln!(text, "| {says} | {} |", count(state));
    }
    let _ = writeln!(text, "| id not found in any source at hand | {} |", ANNEXED - annexed.len());
    text.push_str("\n## The annex\n");
    sections(&mut text, &annexed);
    text.push_str("\n## Only in the official checker\n\nIds that the official checker uses and that were not seen in the annex.\n");
    table(&mut text, &others);
    text
}

/// A table for each rule set, `naming` or `routing`.
fn sections(text: &mut String, rows: &[&CheckerRule]) {
    let sets: BTreeSet<&str> = rows.iter().map(|row| set(row)).collect();
    for name in sets {
        let _ = write!(text, "\n### {name}\n");
        let of_set: Vec<&CheckerRule> = rows.iter().copied().filter(|row| set(row) == name).collect();
        table(text, &of_set);
    }
}

fn set(row: &CheckerRule) -> &str {
    row.id.rsplit(':').next().and_then(|name| name.split('.').next()).unwrap_or_default()
}

fn table(text: &mut String, rows: &[&CheckerRule]) {
    text.push_str("\n| id | what it asks | checked by |\n|---|---|---|\n");
    for row in rows {
        let id = row.id.strip_prefix(PREFIX).unwrap_or(&row.id);
        let asks = [row.summary.as_str(), row.note.as_str()];
        let asks: Vec<&str> = asks.into_iter().filter(|part| !part.is_empty()).collect();
        let _ = writeln!(text, "| `{id}` | {} | {} |", asks.join(" "), checked_by(row));
    }
}

fn checked_by(row: &CheckerRule) -> String {
    let rules: Vec<String> = row.rules().map(|rule| format!("`{rule}`")).collect();
    let family = |name: &str| row.rules().count() > 3 && row.rules().all(|rule| rule.starts_with(name));
    let rules = match ["schema/", "xml/"].into_iter().find(|name| family(name)) {
        Some(name) => format!("the rules `{name}…`"),
        None => rules.join(", "),
    };
    match row.state {
        CheckerState::Checked => rules,
        CheckerState::Partly => format!("in part: {rules}"),
        CheckerState::NotChecked => "no".to_owned(),
        CheckerState::NotMachineCheckable => "nothing to check".to_owned(),
    }
}
