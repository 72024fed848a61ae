use crate::rules::{Check, Examination, Where, rule};

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
        exam.saw(Where::MANIFEST);
        if scenario.outcome != "conforms" {
            let (path, outcome) = (&scenario.relative, scenario.outcome);
            let errors =
                if scenario.errors == 1 { "1 error".to_owned() } else { format!("{} errors", scenario.errors) };
            exam.gap(Where::MANIFEST, format!("`{path}` is {outcome}: {errors}"))
                .help(format!("`roadworthy check {}` shows what is wrong", scenario.path));
        }
    }
}

/// What the manifest names leads to scenario files.
fn named_files(exam: &mut Examination<'_>) {
    for entry in &exam.dossier.manifest.scenarios {
        if !exam.scenarios.iter().any(|scenario| scenario.is_below(&entry.path)) {
            let at = Where { document: 0, spot: entry.spot, record: None };
            exam.gap(at, format!("`{}` leads to no scenario or road file within the dossier", entry.path))
                .help("put the files there, or correct the path; it is relative to vehicle.toml");
        }
    }
}
