//! The scenario files of a dossier, checked like any other.

use std::path::{Path, PathBuf};

use crate::companions::Places;
use crate::dossier::{Dossier, is_scenario};
use crate::engine::{InputReport, Settings, check};
use crate::finding::Severity;
use crate::rules::CheckedScenario;
use crate::source::{Origin, discover};

/// Runs `check` over the scenario files that the manifest names and those
/// that records refer to, in the order of their paths.
pub fn check_scenarios(dossier: &Dossier, jobs: Option<usize>) -> Vec<CheckedScenario> {
    let mut paths: Vec<PathBuf> =
        dossier.manifest.scenarios.iter().map(|entry| dossier.root.join(&entry.path)).collect();
    for (kind, field) in [("scenario", "file"), ("verification", "scenario")] {
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
    let relatives: Vec<String> = inputs.iter().map(|input| relative(dossier, &input.origin)).collect();
    // A scenario of a dossier may refer to what lies in the dossier.
    let places = Places { root: Some(dossier.root.clone()), search: Vec::new() };
    let settings = Settings { jobs, places, ..Settings::default() };
    let mut results: Vec<InputReport> = Vec::new();
    let mut take = |result: InputReport| -> Result<(), std::convert::Infallible> {
        results.push(result);
        Ok(())
    };
    // Nothing is written here that could fail.
    let _ = check(&inputs, &settings, &|| {}, &mut take);
    results.iter().zip(relatives).map(|(result, relative)| checked(result, relative)).collect()
}

fn checked(result: &InputReport, relative: String) -> CheckedScenario {
    let errors = result.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    CheckedScenario {
        relative,
        path: result.path.to_string(),
        outcome: result.outcome.name(),
        errors: u32::try_from(errors).unwrap_or(u32::MAX),
    }
}

fn relative(dossier: &Dossier, origin: &Origin) -> String {
    let Origin::File(path) = origin else { return String::new() };
    path.strip_prefix(&dossier.root)
        .unwrap_or(path)
        .to_string_lossy()
        .replace('\\', "/")
        .trim_start_matches("./")
        .to_owned()
}

/// What leaves the dossier's folder is not looked at.
fn is_inside(dossier: &Dossier, path: &Path) -> bool {
    match (dossier.root.canonicalize(), path.canonicalize()) {
        (Ok(root), Ok(path)) => path.starts_with(root),
        _ => false,
    }
}
