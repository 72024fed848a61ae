//! The scenario files of a dossier, checked like any other.

use std::path::PathBuf;

use super::report::ScenarioReport;
use crate::dossier::Dossier;
use crate::engine::{RuleSet, Settings, check};
use crate::finding::Severity;
use crate::source::{Limits, discover};

/// Runs `check` over the scenario files that the manifest names and those
/// that records refer to, in the order of their paths.
pub(super) fn check_scenarios(dossier: &Dossier, jobs: Option<usize>) -> Vec<ScenarioReport> {
    let mut paths: Vec<PathBuf> =
        dossier.manifest.scenarios.iter().map(|entry| dossier.root.join(&entry.path)).collect();
    for kind in ["scenario", "verification"] {
        let field = if kind == "scenario" { "file" } else { "scenario" };
        let files = dossier.records(kind).map(|record| record.words(field)).filter(|path| is_scenario(path));
        paths.extend(files.map(|path| dossier.root.join(path)));
    }
    paths.retain(|path| is_inside(dossier, path));
    paths.sort();
    paths.dedup();
    if dossier.root.as_os_str().is_empty() || paths.is_empty() {
        return Vec::new();
    }
    let mut inputs = discover(&paths);
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    inputs.dedup_by(|a, b| a.path == b.path);
    let settings = Settings { rules: RuleSet::default(), limits: Limits::default(), jobs };
    let mut reports = Vec::new();
    let mut take = |result: crate::engine::InputReport| -> Result<(), std::convert::Infallible> {
        let errors = result.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        reports.push(ScenarioReport {
            path: result.path.to_string(),
            outcome: result.outcome.name().to_owned(),
            errors: u32::try_from(errors).unwrap_or(u32::MAX),
        });
        Ok(())
    };
    let _ = check(&inputs, &settings, &|| {}, &mut take);
    reports
}

fn is_scenario(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    extension.eq_ignore_ascii_case("xosc") || extension.eq_ignore_ascii_case("xodr")
}

/// What leaves the dossier's folder is not looked at.
fn is_inside(dossier: &Dossier, path: &std::path::Path) -> bool {
    match (dossier.root.canonicalize(), path.canonicalize()) {
        (Ok(root), Ok(path)) => path.starts_with(root),
        _ => false,
    }
}
