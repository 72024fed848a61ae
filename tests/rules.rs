//! The atomic files under `scenarios/rules/`: each rule has files that pass
//! and files that fail, and a file that fails shows this finding and no other.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may fail loudly"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use roadworthy::companions::Shelf;
use roadworthy::engine::{InputReport, Settings, check_input};
use roadworthy::finding::Outcome;
use roadworthy::rules::{Applies, all, find};
use roadworthy::source::{Input, Limits, Origin};

/// Not about the bytes of a file: tested in `cli.rs` and `source/discover.rs`.
const WITHOUT_FILES: [&str; 2] = ["input/unreadable-file", "input/link-leaves-folder"];

fn folders() -> BTreeMap<String, PathBuf> {
    let root = support::project("scenarios/rules");
    let mut folders = BTreeMap::new();
    for family in subfolders(&root) {
        for folder in subfolders(&family) {
            let id = format!("{}/{}", name(&family), name(&folder));
            folders.insert(id, folder);
        }
    }
    folders
}

fn subfolders(path: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect()
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

/// The limits of a folder, lowered by its `limits.toml`.
fn settings(folder: &Path) -> Settings {
    let mut settings = support::settings();
    let Ok(text) = std::fs::read_to_string(folder.join("limits.toml")) else { return settings };
    let mut limits = Limits::default();
    for (key, value) in toml::from_str::<toml::Table>(&text).unwrap() {
        let value = usize::try_from(value.as_integer().unwrap()).unwrap();
        match key.as_str() {
            "file_bytes" => limits.file_bytes = value as u64,
            "depth" => limits.depth = value,
            "elements" => limits.elements = value,
            "attributes" => limits.attributes = value,
            "value_bytes" => limits.value_bytes = value,
            "name_bytes" => limits.name_bytes = value,
            "namespaces" => limits.namespaces = value,
            "entity_depth" => limits.entity_depth = value,
            "entity_bytes" => limits.entity_bytes = value,
            "findings" => limits.findings = value,
            _ => panic!("{} is no limit", key),
        }
    }
    settings.limits = limits;
    settings
}

/// Rules that may fire besides, because the subject brings them along.
fn also(folder: &Path) -> BTreeSet<String> {
    let text = std::fs::read_to_string(folder.join("also.txt")).unwrap_or_default();
    text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(str::to_owned).collect()
}

fn check(path: &Path, settings: &Settings) -> InputReport {
    check_input(
        &Input { path: name(path), origin: Origin::File(path.to_path_buf()), folder: None },
        settings,
        &Shelf::new(&settings.limits),
    )
}

#[test]
fn every_rule_has_files_that_pass_and_files_that_fail() {
    let folders = folders();
    for rule in all() {
        if WITHOUT_FILES.contains(&rule.id) {
            continue;
        }
        let folder = folders.get(rule.id).unwrap_or_else(|| panic!("{} has no folder", rule.id));
        let files: Vec<String> = std::fs::read_dir(folder).unwrap().map(|entry| name(&entry.unwrap().path())).collect();
        for verdict in ["pass-", "fail-"] {
            assert!(files.iter().any(|file| file.starts_with(verdict)), "{} has no {verdict} file", rule.id);
        }
    }
    let known: BTreeSet<&str> = all().into_iter().map(|rule| rule.id).collect();
    for id in folders.keys() {
        assert!(known.contains(id.as_str()), "{id} is no rule");
    }
}

#[test]
fn a_file_shows_what_its_name_says_and_nothing_else() {
    let mut wrong = Vec::new();
    for (id, folder) in folders() {
        let (settings, also) = (settings(&folder), also(&folder));
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let file = name(&path);
            let fails = file.starts_with("fail-");
            if !fails && !file.starts_with("pass-") || find(&id).is_some_and(|rule| rule.applies == Applies::Dossier) {
                continue;
            }
            let report = check(&path, &settings);
            let fired: Vec<&str> =
                report.findings.iter().map(|finding| finding.rule).filter(|rule| !also.contains(*rule)).collect();
            let expected = if fails { vec![id.as_str()] } else { Vec::new() };
            if fired != expected {
                let messages: Vec<&String> = report.findings.iter().map(|finding| &finding.message).collect();
                wrong.push(format!("{id}/{file}: {fired:?} {messages:?}"));
            }
            if !fails && report.outcome != Outcome::Conforms && also.is_empty() {
                wrong.push(format!("{id}/{file} is {}", report.outcome.name()));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
