use rustc_hash::FxHashSet;

use super::{by_link, named};
use crate::dossier::{RecordId, RecordRef};
use crate::rules::release::{self, Purpose, is_same_version};
use crate::rules::{Check, Examination, lacking, paths, rule};

rule! {
    /// A known hazardous scenario has no result for the version that is to be released.
    ///
    /// ## Why it matters
    /// Scenarios of area 2 are known and hazardous. Each has to be shown to be under control by
    /// a result with its evidence, on the software that goes out: a result of an older version
    /// says nothing about the one that is sold.
    ///
    /// ## Example
    /// ```csv
    /// id,area,conditions,file,result,evidence,version
    /// SC-1,2,TC-1,scenarios/low-sun.xosc,open,,1.3
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,area,conditions,file,result,evidence,version
    /// SC-1,2,TC-1,scenarios/low-sun.xosc,passed,TR-12,1.4
    /// ```
    /// Of the scenario file it is checked that it is named and, in a dossier on disk, that it
    /// is there. Whether its parameters lie in the operational design domain is not checked yet.
    ///
    /// ## Source
    /// ISO 21448:2022, 10.7 (the title is recalled); the four areas in 4.2.2.
    "sotif/scenario-without-result" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

fn check(exam: &mut Examination<'_>) {
    let released = release::version(exam, Purpose::Sotif);
    let linked = named(exam, "triggering-condition", "scenarios");
    let mut reported = FxHashSet::default();
    for scenario in exam.records("scenario") {
        let area = exam.read(scenario, "area", scenario.choice("area"));
        // Scenarios of other purposes have no area.
        let is_sotif = scenario.has("conditions") || linked.contains(scenario.identifier());
        let is_wrong = match area {
            None if scenario.text("area").is_absent() && is_sotif => {
                exam.saw(scenario);
                exam.gap(scenario, format!("{} is in none of the four areas", scenario.name())).help(
                    "say in which area it is: 1 or 2 if it is known, 3 or 4 if it was not, 2 or 3 if it is hazardous",
                );
                true
            }
            None => false,
            Some("2") => {
                exam.saw(scenario);
                !judge_known(exam, scenario, released)
            }
            Some(_) => {
                exam.saw(scenario);
                false
            }
        };
        if is_wrong {
            reported.insert(scenario.number);
        }
    }
    judge_conditions(exam, &reported);
}

/// Judges a known hazardous scenario; false if something is wrong with it.
fn judge_known<'d>(exam: &mut Examination<'d>, scenario: RecordRef<'d>, released: Option<&str>) -> bool {
    let name = scenario.name();
    let absent = scenario.absent(&["file", "result", "evidence", "version"]);
    if !absent.is_empty() {
        exam.gap(scenario, format!("{name} is known to be hazardous and has {}", lacking(&absent)))
            .help("name the scenario file, the result, the report it stands in and the version of the software");
    }
    let file = scenario.words("file");
    let is_missing = !file.is_empty() && paths::is_there(exam.dossier, file) == Some(false);
    if is_missing {
        exam.gap((scenario, "file"), format!("{name} names `{file}`, which is not in the dossier"))
            .help("add the file, or correct the path relative to the manifest");
    }
    let result = exam.read(scenario, "result", scenario.choice("result"));
    match result {
        Some("failed") => {
            exam.fail((scenario, "result"), format!("{name} failed"))
                .help("add a measure against its triggering condition and repeat it");
        }
        Some("open") => {
            exam.gap((scenario, "result"), format!("{name} is still open")).help("run it and record the result");
        }
        _ => {}
    }
    let version = scenario.words("version").trim();
    let is_stale = !version.is_empty() && released.is_some_and(|released| !is_same_version(released, version));
    if is_stale {
        let released = released.unwrap_or_default();
        exam.gap((scenario, "version"), format!("the result of {name} is for version {version}, expected {released}"))
            .help("repeat it with the version that is to be released");
    }
    absent.is_empty() && !is_missing && !is_stale && result == Some("passed")
}

/// Each condition that needs validation is covered by a scenario that passed.
fn judge_conditions(exam: &mut Examination<'_>, reported: &FxHashSet<RecordId>) {
    let by_condition = by_link(exam, "scenario", "conditions");
    for condition in exam.records("triggering-condition") {
        if condition.choice("disposition").present() != Some("needs validation") {
            continue;
        }
        let (mut scenarios, _) = condition.linked("scenarios");
        scenarios.extend(by_condition.get(condition.identifier()).into_iter().flatten());
        // That it has none, and what is wrong with one, is said elsewhere.
        let is_said = scenarios.is_empty() || scenarios.iter().any(|scenario| reported.contains(&scenario.number));
        if is_said {
            continue;
        }
        exam.saw(condition);
        if !scenarios.iter().any(|scenario| scenario.choice("result").present() == Some("passed")) {
            exam.gap(condition, format!("{} needs validation, and none of its scenarios passed", condition.name()))
                .help("run a scenario that covers it, and record the result");
        }
    }
}
