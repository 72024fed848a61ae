//! What others rely on: ids, words, manual pages.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may fail loudly"
)]

mod support;

use std::collections::BTreeSet;

use roadworthy::rules::all;
use support::{all_scenarios, project, run, settings};

const FAMILIES: [&str; 19] = [
    "ads", "cite", "csms", "dossier", "fsc", "hara", "hw", "input", "plan", "r157", "req", "schema", "sotif", "sums",
    "tara", "ver", "xml", "xodr", "xosc",
];

#[test]
fn ids_are_unique_kebab_case_and_of_a_known_family() {
    let mut seen = BTreeSet::new();
    for rule in all() {
        assert!(seen.insert(rule.id), "{} twice", rule.id);
        let (family, offence) = rule.id.split_once('/').unwrap();
        assert!(FAMILIES.contains(&family), "{}", rule.id);
        assert!(offence.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{}", rule.id);
    }
}

/// Adding an id is a change to this list; renaming or removing one breaks
/// policies and baselines of users and must not happen.
#[test]
fn ids_are_frozen() {
    let ids: Vec<&str> = all().into_iter().map(|rule| rule.id).collect();
    insta::assert_snapshot!(ids.join("\n"));
}

#[test]
fn the_file_of_a_rule_is_called_like_the_rule() {
    for rule in all() {
        let path = project("src/rules").join(format!("{}.rs", rule.id.replace('-', "_")));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("{} is missing", path.display()));
        assert!(text.contains(&format!("\"{}\" {{", rule.id)), "{}", path.display());
        assert!(text.lines().count() <= 200, "{} is longer than a rule should be", path.display());
    }
}

#[test]
fn aliases_are_asam_rule_uids() {
    for alias in all().into_iter().flat_map(|rule| rule.aliases) {
        let parts: Vec<&str> = alias.split(':').collect();
        assert_eq!(parts.len(), 4, "{alias}");
        assert_eq!(parts[0], "asam.net", "{alias}");
    }
}

#[test]
fn every_manual_page_has_its_parts() {
    for rule in all() {
        let manual = rule.manual;
        assert!(rule.summary().ends_with('.'), "{}: the first line is a sentence", rule.id);
        for part in ["## Why it matters", "## Instead", "## Source"] {
            assert!(manual.contains(part), "{} lacks {part}", rule.id);
        }
        let is_budget = rule.family() == "input";
        assert!(is_budget || manual.contains("## Example") || rule.id == "schema/unconfirmed-edition", "{}", rule.id);
        assert_eq!(manual.matches("```").count() % 2, 0, "{}: unclosed code block", rule.id);
    }
}

/// Lower-case start, no final full stop, no advice; the help line gives that.
#[test]
fn messages_keep_the_style() {
    let json: serde_json::Value = serde_json::from_str(&run(&all_scenarios(), &settings()).json).unwrap();
    let mut count = 0;
    for input in json["inputs"].as_array().unwrap() {
        for finding in input["findings"].as_array().unwrap() {
            let message = finding["message"].as_str().unwrap();
            // Capitals only begin a name: XML, CDATA, OpenDRIVE.
            let word = message.split(' ').next().unwrap();
            let is_name = word.chars().filter(|c| c.is_uppercase()).count() > 1;
            assert!(is_name || !word.starts_with(char::is_uppercase), "{message}");
            assert!(!message.ends_with('.') && !message.is_empty(), "{message}");
            assert!(!message.contains('\n') && !message.chars().any(char::is_control), "{message:?}");
            let help = finding["help"].as_str().unwrap_or_else(|| panic!("no help: {message}"));
            assert!(!help.ends_with('.') && !help.is_empty(), "{help}");
            count += 1;
        }
    }
    assert!(count > 300);
}

#[test]
fn the_tool_never_says_what_only_an_authority_may_say() {
    let result = run(&all_scenarios(), &settings());
    let manuals: String = all().into_iter().map(|rule| rule.manual).collect();
    for text in [&result.text, &result.json, &result.sarif, &manuals] {
        let text = text.to_lowercase();
        assert!(!text.contains("certified") && !text.contains("compliant"));
    }
}

#[test]
fn the_list_of_rules_in_the_documentation_is_current() {
    let documented = std::fs::read_to_string(project("docs/rules.md")).unwrap();
    for rule in all() {
        let row = format!("| `{}` | {} | {} | {} |", rule.id, rule.severity.name(), rule.applies, rule.summary());
        assert!(documented.contains(&row), "docs/rules.md lacks {row}");
    }
    let rows = documented.lines().filter(|line| line.starts_with("| `")).count();
    assert_eq!(rows, all().len());
}

/// Nothing of this project may depend on where it was made.
#[test]
fn no_path_of_a_machine_is_in_the_scenarios() {
    for input in all_scenarios() {
        if let roadworthy::source::Origin::File(path) = input.origin {
            let bytes = std::fs::read(path).unwrap();
            let text = String::from_utf8_lossy(&bytes);
            let home = std::env::var("HOME").ok().filter(|home| home.len() > 2);
            let names_home = home.is_some_and(|home| text.contains(&format!("{home}/")));
            assert!(!names_home && !text.contains("/home/") && !text.contains("C:\\Users"), "{}", input.path);
        }
    }
}
