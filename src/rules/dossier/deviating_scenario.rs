use crate::dossier::is_below;
use crate::rules::{Check, CheckedScenario, Examination, Where, rule};

rule! {
    /// A scenario file that is evidence does not conform.
    ///
    /// ## Why it matters
    /// A simulator may read a faulty file in its own way: what was tested is then not what
    /// the scenario says. A result that rests on such a file does not count here.
    ///
    /// ## Example
    /// ```csv
    /// scenario id,file,result
    /// SC-1,scenarios/cut-in.xosc,passed
    /// ```
    /// and `roadworthy check scenarios/cut-in.xosc` finds an error.
    ///
    /// ## Instead
    /// Correct the file, run the test again, and name the new result.
    ///
    /// ## Source
    /// The rule of this tool that evidence has to be readable; ISO 21448:2022, 10.7 for
    /// known scenarios.
    "dossier/deviating-scenario" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

fn check(exam: &mut Examination<'_>) {
    if !exam.dossier.root.as_os_str().is_empty() {
        named_files(exam);
    }
    for scenario in exam.scenarios {
        let at = named_at(exam, scenario);
        exam.saw(at);
        if scenario.outcome != "conforms" {
            exam.gap(at, format!("`{}` {}", scenario.relative, what_is_wrong(scenario)))
                .help(format!("`roadworthy check {}` shows what is wrong", scenario.path));
        }
    }
}

/// Where the manifest names a file, or a folder that it lies in.
fn named_at(exam: &Examination<'_>, scenario: &CheckedScenario) -> Where {
    let entries = &exam.dossier.manifest.scenarios;
    let entry = entries.iter().find(|entry| is_below(&scenario.relative, &entry.path));
    entry.map_or(Where::MANIFEST, |entry| Where { document: 0, spot: entry.spot, record: None })
}

fn what_is_wrong(scenario: &CheckedScenario) -> String {
    match (scenario.outcome, scenario.errors) {
        ("deviates", 1) => "does not conform: 1 error".to_owned(),
        ("deviates", errors) => format!("does not conform: {errors} errors"),
        ("internal-error", _) => "could not be checked: internal error".to_owned(),
        ("unreadable", _) => "cannot be read".to_owned(),
        _ => "cannot be evaluated".to_owned(),
    }
}

/// What the manifest names leads to scenario files.
fn named_files(exam: &mut Examination<'_>) {
    for entry in &exam.dossier.manifest.scenarios {
        if !exam.scenarios.iter().any(|scenario| is_below(&scenario.relative, &entry.path)) {
            let at = Where { document: 0, spot: entry.spot, record: None };
            exam.gap(at, format!("`{}` leads to no scenario or road file within the dossier", entry.path))
                .help("put the files there, or correct the path; it is relative to vehicle.toml");
        }
    }
}
