//! The sample dossier: its deliberate gaps are found, and nothing else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod support;

use std::collections::BTreeSet;
use std::path::Path;

use jiff::civil::Date;
use roadworthy::assessment::{
    Assessment, ChangeKind, DocumentState, Options, Outcome, Requirement, assess, difference,
};
use roadworthy::dossier::import::ImportLimits;
use roadworthy::dossier::load;
use roadworthy::engine::RuleSet;
use roadworthy::finding::Severity;
use roadworthy::standard::Library;

fn run(folder: &Path) -> Assessment {
    let dossier = load(folder, &ImportLimits::default()).unwrap();
    let options = Options {
        rules: RuleSet::of_assess(&[], &[]).unwrap(),
        as_of: Date::constant(2026, 11, 21),
        jobs: None,
        suggest: 0,
    };
    assess(&dossier, Library::built_in(), &options).unwrap()
}

fn sample() -> Assessment {
    run(&support::project("scenarios/highway-pilot"))
}

/// A row of `GAPS.md`: clause, rule, file.
fn listed() -> Vec<(String, String, String)> {
    let text = std::fs::read_to_string(support::project("scenarios/highway-pilot/GAPS.md")).unwrap();
    let rows = text.lines().filter(|line| line.starts_with("| ") && line.as_bytes()[2].is_ascii_digit());
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let file = cells[4].split('`').nth(1).unwrap().split(':').next().unwrap();
        (cells[2].to_owned(), cells[3].trim_matches('`').to_owned(), file.to_owned())
    };
    rows.map(row).collect()
}

/// A fault that was found: rule, file, the clauses it fails.
fn found(assessment: &Assessment) -> Vec<(String, String, BTreeSet<String>)> {
    let mut faults: Vec<((String, String, String), BTreeSet<String>)> = Vec::new();
    let mut add = |rule: &str, path: &str, message: &str, clause: &str| {
        let key = (rule.to_owned(), path.to_owned(), message.to_owned());
        match faults.iter_mut().find(|(known, _)| *known == key) {
            Some((_, clauses)) => drop(clauses.insert(clause.to_owned())),
            None => faults.push((key, [clause.to_owned()].into())),
        }
    };
    for requirement in &assessment.requirements {
        for finding in requirement.findings.iter().filter(|finding| finding.severity != Severity::Note) {
            add(&finding.rule, &finding.location.path, &finding.message, &requirement.id);
        }
    }
    for finding in assessment.findings.iter().filter(|finding| finding.severity != Severity::Note) {
        add(&finding.rule, &finding.location.path, &finding.message, "");
    }
    faults.into_iter().map(|((rule, path, _), clauses)| (rule, path, clauses)).collect()
}

#[test]
fn exactly_the_gaps_that_are_listed_are_found() {
    let assessment = sample();
    let listed = listed();
    assert!(listed.len() >= 10, "{listed:?}");
    let mut found = found(&assessment);
    for (clause, rule, file) in &listed {
        let at = found.iter().position(|(known, path, clauses)| {
            known == rule && path.ends_with(file) && (clauses.contains(clause) || clauses.contains(""))
        });
        let at = at.unwrap_or_else(|| panic!("{rule} does not fail {clause} by {file}: {found:#?}"));
        found.remove(at);
    }
    assert!(found.is_empty(), "not listed in GAPS.md: {found:#?}");
}

#[test]
fn at_least_thirty_clauses_pass_on_evidence() {
    let assessment = sample();
    let passed: Vec<_> = assessment.requirements.iter().filter(|one| one.outcome == Outcome::Passed).collect();
    assert!(passed.len() >= 30, "{}", passed.len());
    for requirement in passed {
        let counts = requirement.evidence.iter().any(|item| item.state == DocumentState::Present);
        assert!(counts || !requirement.chain.is_empty(), "{} passes on nothing", requirement.id);
        assert!(requirement.findings.iter().all(|finding| finding.severity != Severity::Error), "{}", requirement.id);
    }
    let of = |standard: &str| assessment.summary[standard].passed;
    assert!(of("UN-R155") >= 10 && of("UN-R156") >= 10, "{:?}", assessment.summary);
}

#[test]
fn every_file_of_the_sample_is_read_and_every_scenario_conforms() {
    let assessment = sample();
    for file in &assessment.files {
        assert_eq!(file.state, DocumentState::Present, "{}: {}", file.path, file.note);
    }
    assert!(assessment.scenarios.len() >= 3);
    assert!(assessment.scenarios.iter().all(|scenario| scenario.outcome == "conforms"));
    let formats = ["csv", "xlsx", "reqif", "json", "md", "toml"];
    for format in formats {
        assert!(assessment.files.iter().any(|file| file.path.ends_with(format)), "no {format}");
    }
}

/// What a file carries: the clauses that have evidence in it, and those that
/// rest on such a clause.
fn carried(assessment: &Assessment, file: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let has_evidence =
        |requirement: &&Requirement| requirement.evidence.iter().any(|item| item.location.path.ends_with(file));
    let ids = |requirement: &Requirement| requirement.id.clone();
    let itself: BTreeSet<String> = assessment.requirements.iter().filter(has_evidence).map(ids).collect();
    let rests = |requirement: &&Requirement| requirement.chain.iter().any(|link| itself.contains(&link.from));
    let by_chain = assessment.requirements.iter().filter(rests).map(ids).collect();
    (itself, by_chain)
}

#[test]
fn deleting_a_file_changes_exactly_the_rows_it_carries() {
    for file in ["cyber/information-document.csv", "sums/software-updates.csv", "management/work-products.csv"] {
        let folder = tempfile::tempdir().unwrap();
        support::copy_folder(&support::project("scenarios/highway-pilot"), folder.path());
        let before = run(folder.path());
        std::fs::remove_file(folder.path().join(file)).unwrap();
        let after = run(folder.path());
        let pairs = before.requirements.iter().zip(&after.requirements);
        let changed: BTreeSet<String> = pairs.filter(|(old, new)| old != new).map(|(old, _)| old.id.clone()).collect();
        let (carried, by_chain) = carried(&before, file);
        // A statement elsewhere may point at the file.
        let points = |id: &String| {
            let after = after.requirements.iter().find(|one| one.id == *id).unwrap();
            after.evidence.iter().any(|item| item.state == DocumentState::Absent)
        };
        let beyond: Vec<_> = changed.difference(&carried).filter(|id| !by_chain.contains(*id) && !points(id)).collect();
        assert!(beyond.is_empty(), "{file}: changed without resting on it: {beyond:?}");
        let missed: Vec<_> = carried.difference(&changed).collect();
        assert!(missed.is_empty(), "{file}: rest on it and did not change: {missed:?}");
        assert!(carried.len() > 5, "{file} carries {carried:?}");
        let lost = difference(&before, &after).changes;
        assert!(lost.iter().all(|change| change.change == ChangeKind::Worse), "{file}: {lost:?}");
    }
}
