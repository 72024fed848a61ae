//! A rule that fails spoils one file, not the run.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may fail loudly"
)]

mod support;

use roadworthy::engine::check;
use roadworthy::finding::{Outcome, Severity};
use roadworthy::report::Summary;
use roadworthy::rules::{Applies, Check, Confidence, Document, Hit, Rule};
use roadworthy::source::{Input, Origin};

static FAILING: Rule = Rule {
    id: "test/failing",
    aliases: &[],
    severity: Severity::Error,
    confidence: Confidence::Certain,
    applies: Applies::Any,
    manual: "Fails on purpose.",
    check: Check::Document(fail),
};

/// Panics on catalogs.
fn fail(document: &Document<'_>) -> Vec<Hit> {
    let catalog = document.tree.find_name("Catalog").and_then(|name| document.tree.child(document.root, name));
    assert!(catalog.is_none(), "no catalogs, please");
    Vec::new()
}

#[test]
fn a_panicking_rule_is_named_and_the_other_files_are_complete() {
    let folder = support::project("scenarios/motorway");
    let inputs = roadworthy::source::discover(&[folder]);
    let mut settings = support::settings();
    settings.jobs = Some(4);
    settings.rules = settings.rules.with(&FAILING);
    let (mut summary, mut reports) = (Summary::default(), Vec::new());
    check(&inputs, &settings, &|| {}, &mut |report| {
        summary.add(&report);
        reports.push(report);
        Ok::<(), ()>(())
    })
    .unwrap();
    assert_eq!(reports.len(), inputs.len());
    for report in &reports {
        let is_catalog = report.path.contains("/catalogs/");
        let expected = if is_catalog { Outcome::InternalError } else { Outcome::Conforms };
        assert_eq!(report.outcome, expected, "{}", report.path);
        if is_catalog {
            let error = report.internal_error.as_deref().unwrap();
            assert!(error.contains("test/failing") && error.contains("no catalogs, please"), "{error}");
        }
    }
    assert!(summary.internal_error > 0 && summary.conforms > 0);
    assert_eq!(summary.exit_code(Some(Severity::Error)), 70);
}

#[test]
fn a_sink_that_fails_ends_the_run() {
    let input = Input { path: "nowhere.xosc".to_owned(), origin: Origin::File("nowhere.xosc".into()), folder: None };
    let inputs = vec![input; 2000];
    let mut seen = 0;
    let result = check(&inputs, &support::settings(), &|| {}, &mut |_| {
        seen += 1;
        if seen == 3 { Err("full") } else { Ok(()) }
    });
    assert_eq!((result, seen), (Err("full"), 3));
}
