//! The dossiers under `scenarios/rules/`: each rule on documentation has
//! manifests that pass and manifests that fail, and one that fails shows one
//! remark of this rule and none of any other.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod support;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use roadworthy::assessment::check_scenarios;
use roadworthy::dossier::import::ImportLimits;
use roadworthy::dossier::{Dossier, load};
use roadworthy::rules::{Docket, Examination, Rule, of_assess};
use roadworthy::standard::{Addressee, Library, Obligation};

/// Fixtures are written for this day.
const AS_OF: Date = Date::constant(2026, 11, 21);

fn fixtures(rule: &Rule) -> Vec<PathBuf> {
    let folder = support::project("scenarios/rules").join(rule.id);
    let Ok(entries) = std::fs::read_dir(&folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.is_dir() || path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    files
}

/// A fixture is a manifest, or a folder with one.
fn read(path: &Path) -> (String, Dossier) {
    let manifest = if path.is_dir() { path.join("vehicle.toml") } else { path.to_owned() };
    let text = std::fs::read_to_string(&manifest).unwrap();
    let dossier = if path.is_dir() {
        load(path, &ImportLimits::default()).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    } else {
        Dossier::from_manifest(&name(path), &text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    (text, dossier)
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

/// Rules that may speak besides, because the subject brings them along: a
/// comment `# also: rule/id` in the fixture.
fn also(text: &str) -> Vec<&str> {
    text.lines().filter_map(|line| line.strip_prefix("# also: ")).collect()
}

#[test]
fn every_rule_on_documentation_has_fixtures() {
    let mut lacking = Vec::new();
    for rule in of_assess() {
        let files: Vec<String> = fixtures(rule).iter().map(|path| name(path)).collect();
        for verdict in ["pass-", "fail-"] {
            if !files.iter().any(|file| file.starts_with(verdict)) {
                lacking.push(format!("{} has no {verdict}*.toml", rule.id));
            }
        }
    }
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}

#[test]
fn a_fixture_shows_what_its_name_says_and_nothing_else() {
    let library = Library::built_in();
    let mut wrong = Vec::new();
    for rule in of_assess() {
        for path in fixtures(rule) {
            let file = format!("{}/{}", rule.id, name(&path));
            let (text, dossier) = read(&path);
            let troubles = &dossier.documents[0].troubles;
            assert!(troubles.is_empty(), "{file}: {troubles:?}");
            let docket = Docket::new(&dossier, library, AS_OF).unwrap_or_else(|error| panic!("{file}: {error}"));
            let docket = docket.with_scenarios(check_scenarios(&dossier, Some(1)));
            let mut fired = Vec::new();
            for other in of_assess() {
                let findings = Examination::run(other, &docket);
                if !also(&text).contains(&other.id) {
                    fired.extend(findings.remarks.iter().map(|remark| format!("{}: {}", other.id, remark.message)));
                }
                // A rule that passes without having looked at anything shows nothing.
                if other.id == rule.id && name(&path).starts_with("pass-") && findings.seen.is_empty() {
                    wrong.push(format!("{file}: the rule saw nothing"));
                }
            }
            let fails = name(&path).starts_with("fail-");
            let is_right = if fails {
                fired.len() == 1 && fired[0].starts_with(&format!("{}: ", rule.id))
            } else {
                fired.is_empty()
            };
            if !is_right {
                wrong.push(format!("{file}: {fired:#?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Every rule on documentation speaks about clauses that exist.
#[test]
fn every_rule_is_bound_to_clauses() {
    let library = Library::built_in();
    let mut wrong = Vec::new();
    for binding in library.bindings() {
        if library.clause(&binding.clause).is_none() {
            wrong.push(format!("{} is bound to {}, which does not exist", binding.rule, binding.clause));
        }
    }
    // References and files are not about one clause.
    let general = ["cite", "dossier"];
    for rule in of_assess().into_iter().filter(|rule| !general.contains(&rule.family())) {
        if !library.bindings().any(|binding| binding.rule == rule.id) {
            wrong.push(format!("{} is bound to no clause", rule.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Reports of an assessment are about what the maker has to meet: a remark
/// that names definitions, permissions or duties of others only shows nowhere.
#[test]
fn a_remark_names_a_clause_that_asks_something_of_the_maker() {
    // What applies, and what the authority writes, is no evidence of the maker.
    let others = ["csms/out-of-scope", "sums/ota-evidence-missing", "sums/rxswin-not-readable"];
    let library = Library::built_in();
    let asks = |clause: &str| {
        library.clause(clause).is_some_and(|clause| {
            let is_asked = matches!(clause.obligation, Obligation::Shall | Obligation::Should);
            is_asked && clause.addressee == Addressee::Manufacturer
        })
    };
    let mut wrong = Vec::new();
    for rule in of_assess().into_iter().filter(|rule| !others.contains(&rule.id)) {
        let bound: Vec<Arc<str>> = library
            .bindings()
            .filter(|binding| binding.rule == rule.id)
            .map(|binding| Arc::clone(&binding.clause))
            .collect();
        for path in fixtures(rule).into_iter().filter(|_| !bound.is_empty()) {
            let (_, dossier) = read(&path);
            let docket = Docket::new(&dossier, library, AS_OF).unwrap();
            for remark in Examination::run(rule, &docket).remarks {
                let clauses = if remark.clauses.is_empty() { &bound } else { &remark.clauses };
                if let Some(clause) = clauses.iter().find(|clause| !bound.contains(clause)) {
                    wrong.push(format!("{} is not bound to {clause}", rule.id));
                }
                if !clauses.iter().any(|clause| asks(clause)) {
                    wrong.push(format!("{} names {clauses:?} only: {}", rule.id, remark.message));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
