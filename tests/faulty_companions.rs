//! What a file takes from others that have faults of their own is said to be not checked.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may fail loudly"
)]

mod support;

use std::path::Path;

use roadworthy::companions::Shelf;
use roadworthy::engine::{InputReport, check_input};
use roadworthy::finding::Outcome;
use roadworthy::source::{Input, Origin};
use support::{project, settings};

const CATALOG: &str = "catalogs/vehicles/passenger-cars.xosc";

/// A scenario of the motorway with its catalog of cars changed.
fn with_catalog(change: impl FnOnce(String) -> String) -> InputReport {
    let dir = tempfile::tempdir().unwrap();
    copy(&project("scenarios/motorway"), dir.path());
    let catalog = dir.path().join(CATALOG);
    let text = change(std::fs::read_to_string(&catalog).unwrap());
    std::fs::write(&catalog, text).unwrap();
    let path = dir.path().join("cut-in.xosc");
    let input = Input { path: "cut-in.xosc".to_owned(), origin: Origin::File(path), folder: Some(dir.path().into()) };
    let settings = settings();
    check_input(&input, &settings, &Shelf::new(&settings.limits))
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(target).unwrap();
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn reasons(report: &InputReport) -> Vec<&str> {
    let of_catalogs = report.not_checked.iter().filter(|skipped| skipped.what.contains(CATALOG));
    of_catalogs.map(|skipped| skipped.reason.as_str()).collect()
}

#[test]
fn a_sound_catalog_needs_no_word() {
    let report = with_catalog(|text| text);
    assert_eq!(report.outcome, Outcome::Conforms, "{:?}", report.findings);
    assert_eq!(reasons(&report), Vec::<&str>::new());
}

#[test]
fn a_catalog_that_violates_the_schema_is_named() {
    let report = with_catalog(|text| text.replacen("<Performance ", "<Performance colour=\"red\" ", 1));
    assert_eq!(report.outcome, Outcome::Conforms, "{:?}", report.findings);
    assert_eq!(reasons(&report), ["it violates the schema: check that file, too"]);
}

#[test]
fn a_catalog_of_no_known_edition_is_named() {
    let report = with_catalog(|text| text.replacen("revMinor=\"", "revMinor=\"9", 1));
    assert_eq!(reasons(&report), ["it declares no known edition: check that file, too"]);
}
