//! Public scenario files, where they are at hand.
//!
//! `ROADWORTHY_CORPORA` names their folder. `ROADWORTHY_XSD` names a folder
//! with the official schema files (`1.0.0/OpenSCENARIO.xsd`…), which are not
//! ours to ship; with it and `xmllint` every verdict is compared. `ROADWORTHY_ROAD_XSD`
//! names those of OpenDRIVE (`1.4/OpenDRIVE_1.4H.xsd`…).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may fail loudly"
)]

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use roadworthy::engine::{InputReport, Settings, check};
use roadworthy::finding::Outcome;
use roadworthy::openscenario::Table;
use roadworthy::rules::all;
use roadworthy::source::{Input, Origin, discover};

fn check_all(inputs: &[Input]) -> Vec<InputReport> {
    let mut reports = Vec::new();
    let settings = Settings::default();
    let sink = &mut |report| {
        reports.push(report);
        Ok::<(), ()>(())
    };
    check(inputs, &settings, &|| {}, sink).unwrap();
    reports
}

#[test]
fn every_public_file_ends_in_an_outcome() {
    let Some(folder) = support::corpora() else { return };
    let inputs = discover(&[folder]);
    assert!(inputs.len() > 400, "{}", inputs.len());
    for report in check_all(&inputs) {
        assert!(
            matches!(report.outcome, Outcome::Conforms | Outcome::Deviates | Outcome::NotEvaluable),
            "{}: {} {:?}",
            report.path,
            report.outcome.name(),
            report.internal_error
        );
    }
}

#[test]
fn the_r157_scenarios_conform() {
    let Some(folder) = support::corpora() else { return };
    let inputs = discover(&[folder.join("OSC-ALKS-scenarios")]);
    let reports = check_all(&inputs);
    assert_eq!(reports.iter().filter(|report| report.path.ends_with(".xosc")).count(), 34);
    for report in reports {
        assert_eq!(report.outcome, Outcome::Conforms, "{}: {:?}", report.path, report.findings);
    }
}

/// Faults in public files that each were looked at and are true.
const TRUE_FAULTS: [(&str, &str, usize); 9] = [
    ("esmini/EnvironmentSimulator/Unittest/xodr/stationary_objects.xodr", "xodr/unresolved-road-link", 1),
    ("esmini/EnvironmentSimulator/Unittest/xosc/lat_dist_entity.xosc", "xosc/duplicate-name", 1),
    ("esmini/EnvironmentSimulator/Unittest/xosc/parameter_overwrite.xosc", "xosc/duplicate-name", 1),
    ("esmini/resources/xosc/car_walk.xosc", "xosc/duplicate-name", 11),
    ("esmini/resources/xosc/follow_reference.xosc", "xosc/duplicate-name", 1),
    ("esmini/resources/xosc/Catalogs/Vehicles/VehicleCatalog.xosc", "xosc/duplicate-name", 1),
    ("esmini/resources/xosc/traffic_lights.xosc", "xosc/duplicate-name", 1),
    (
        "qc-openscenarioxml/tests/data/resolvable_entity_references/reference_control.resolvable_entity_references.negative.multiple.xosc",
        "xosc/unresolved-entity-ref",
        2,
    ),
    (
        "qc-openscenarioxml/tests/data/unique_element_names_on_same_level/unique_element_names_on_same_level.negative.multiple.xosc",
        "xosc/duplicate-name",
        3,
    ),
];

#[test]
fn true_faults_in_public_files_are_found() {
    let Some(folder) = support::corpora() else { return };
    for (path, rule, count) in TRUE_FAULTS {
        let reports = check_all(&discover(&[folder.join(path)]));
        let found = reports[0].findings.iter().filter(|finding| finding.rule == rule).count();
        assert_eq!(found, count, "{path}: {rule}");
    }
}

/// Files on which our verdict differs from xmllint's on purpose.
/// `docs/schema-differences.md` gives the reasons.
const DIFFERENCES: [&str; 0] = [];

#[test]
fn the_schema_verdict_is_that_of_xmllint() {
    let Some(schemas) = std::env::var_os("ROADWORTHY_XSD").map(PathBuf::from) else {
        support::say("skipped: ROADWORTHY_XSD does not name a folder of the official schema files");
        return;
    };
    let mut folders = vec![support::project("scenarios/motorway"), support::project("scenarios/rules/schema")];
    folders.extend(support::corpora());
    let inputs = discover(&folders);
    let mut by_edition: BTreeMap<&str, Vec<(PathBuf, bool)>> = BTreeMap::new();
    for (input, report) in inputs.iter().zip(check_all(&inputs)) {
        let Origin::File(path) = &input.origin else { continue };
        let schema = match report.version.as_deref() {
            Some("1.0") => "1.0.0",
            Some("1.1") => "1.1.1",
            Some("1.2") => "1.2.0",
            Some("1.3") => "1.3.0",
            _ => continue,
        };
        if path.extension().is_some_and(|extension| extension == "xosc") {
            by_edition.entry(schema).or_default().push((path.clone(), schema_valid(&report)));
        }
    }
    let (mut compared, mut different) = (0, Vec::new());
    for (schema, files) in by_edition {
        let theirs = xmllint(&schemas.join(schema).join("OpenSCENARIO.xsd"), files.iter().map(|(path, _)| path));
        for ((path, ours), theirs) in files.iter().zip(theirs) {
            compared += 1;
            let known = DIFFERENCES.iter().any(|known| path.ends_with(known));
            if *ours != theirs && !known {
                different.push(format!("{}: ours {ours}, xmllint {theirs}", path.display()));
            }
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
    assert!(compared > 150, "{compared}");
    support::say(&format!("{compared} files compared with xmllint"));
}

/// The schema files of OpenDRIVE that xmllint can read: 1.8 needs XML Schema 1.1.
const ROAD_SCHEMAS: [(&str, &str); 4] = [
    ("1.4", "1.4/OpenDRIVE_1.4H.xsd"),
    ("1.5", "1.5/OpenDRIVE_1.5M.xsd"),
    ("1.6", "1.6.1/opendrive_16_core.xsd"),
    ("1.7", "1.7.0/opendrive_17_core.xsd"),
];

/// Rules on roads that tell in their own words what the schema files ask for too.
const ROAD_RULES: [&str; 12] = [
    "xodr/center-lane-property",
    "xodr/connection-kind",
    "xodr/geometry-shape",
    "xodr/lane-numbering",
    "xodr/lane-without-width",
    "xodr/missing-center-lane",
    "xodr/missing-contact-point",
    "xodr/missing-id",
    "xodr/missing-reference-line",
    "xodr/road-without-lanes",
    "xodr/width-and-border",
    "xodr/wrong-root",
];

/// The same for road files; `docs/schema-differences.md` gives the reasons.
const ROAD_DIFFERENCES: [&str; 2] =
    ["xodr/missing-attribute/fail-width-without-coefficient.xodr", "xodr/geometry-shape/pass-user-data.xodr"];

#[test]
fn the_verdict_on_road_files_is_that_of_xmllint() {
    let Some(schemas) = std::env::var_os("ROADWORTHY_ROAD_XSD").map(PathBuf::from) else {
        support::say("skipped: ROADWORTHY_ROAD_XSD does not name a folder of the official schema files");
        return;
    };
    let mut folders = vec![support::project("scenarios/motorway"), support::project("scenarios/rules")];
    folders.extend(support::corpora());
    let inputs = discover(&folders);
    let reports = check_all(&inputs);
    let (mut compared, mut different) = (0, Vec::new());
    for (version, schema) in ROAD_SCHEMAS {
        let is_road = |input: &Input| input.path.ends_with(".xodr");
        let of_version = inputs.iter().zip(&reports).filter(|(input, report)| {
            is_road(input) && report.version.as_deref() == Some(version) && report.outcome != Outcome::NotEvaluable
        });
        let files: Vec<(&PathBuf, &InputReport)> = of_version
            .filter_map(|(input, report)| match &input.origin {
                Origin::File(path) => Some((path, report)),
                _ => None,
            })
            .collect();
        let refused = refused_roads(&schemas.join(schema), files.iter().map(|(path, _)| *path));
        for ((path, report), refused) in files.iter().zip(refused) {
            compared += 1;
            let uid = "asam.net:xodr:1.0.0:xml.valid_schema";
            let by_schema = report.findings.iter().any(|finding| finding.aliases.contains(&uid));
            let by_rule = report.findings.iter().any(|finding| ROAD_RULES.contains(&finding.rule));
            let fits = if refused { by_schema || by_rule } else { !by_schema };
            if !fits && !ROAD_DIFFERENCES.iter().any(|known| path.ends_with(known)) {
                different.push(format!("{}: xmllint {}", path.display(), if refused { "refuses" } else { "accepts" }));
            }
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
    assert!(compared > 150, "{compared}");
    support::say(&format!("{compared} road files compared with xmllint"));
}

/// Whether xmllint refuses each file for more than an id that is missing or not unique:
/// that is the matter of other rules.
fn refused_roads<'p>(schema: &Path, files: impl Iterator<Item = &'p PathBuf>) -> Vec<bool> {
    let files: Vec<&PathBuf> = files.collect();
    let output = Command::new("xmllint").args(["--noout", "--nonet", "--schema"]).arg(schema).args(&files).output();
    let output = output.expect("xmllint is installed where ROADWORTHY_ROAD_XSD is set");
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let is_about_ids = |line: &str| line.contains("key-sequence") || line.contains("identity-constraint");
    let errors: Vec<&str> = text.lines().filter(|line| line.contains(" error : ") && !is_about_ids(line)).collect();
    let is_refused = |path: &&PathBuf| errors.iter().any(|line| line.starts_with(&format!("{}:", path.display())));
    files.iter().map(is_refused).collect()
}

/// What the schema itself would say: rules that go beyond it do not count.
fn schema_valid(report: &InputReport) -> bool {
    let uid = "asam.net:xosc:1.0.0:xml.valid_schema";
    // The schema admits this one root besides.
    let admitted = |finding: &roadworthy::finding::Finding| {
        finding.rule == "schema/wrong-root" && finding.message.contains("`OpenScenario`")
    };
    !report.findings.iter().any(|finding| {
        finding.severity.name() == "error"
            && !admitted(finding)
            && (finding.aliases.contains(&uid) || !finding.rule.starts_with("xosc/"))
    })
}

/// One verdict per file, from one run of xmllint.
fn xmllint<'p>(schema: &Path, files: impl Iterator<Item = &'p PathBuf>) -> Vec<bool> {
    let files: Vec<&PathBuf> = files.collect();
    let output = Command::new("xmllint").args(["--noout", "--nonet", "--schema"]).arg(schema).args(&files).output();
    let output = output.expect("xmllint is installed where ROADWORTHY_XSD is set");
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let valid = |path: &&PathBuf| text.lines().any(|line| line == format!("{} validates", path.display()));
    files.iter().map(valid).collect()
}

#[test]
fn every_edition_has_a_schema() {
    let table = Table::builtin();
    for edition in table.editions() {
        assert_eq!(table.schema(edition.id).unwrap().version(), edition.id);
    }
}

/// The issues that each test of the official bundle expects, counted by the
/// rules that carry its id.
#[test]
fn the_official_bundle_counts_the_same() {
    /// Where we count otherwise, and why.
    const EXCEPTIONS: [(&str, &str); 3] = [
        // Its expressions lack their closing brace, and `1 and 1` are no booleans.
        ("allowed_operators/positive_example_multiple.xosc", "asam.net:xosc:1.2.0:data_type.allowed_operators"),
        // The rule is stamped 1.0.0 in the annex, the file declares 1.0.
        (
            "uniquely_resolvable_entity_references/vehicle_catalog_negative_v10.xosc",
            "asam.net:xosc:1.2.0:reference_control.uniquely_resolvable_entity_references",
        ),
        // The parameter is declared; that its default is empty is `xosc/parameter-value-type`.
        (
            "valid_parameter_declaration_in_catalogs/parameters.valid_parameter_declaration_in_catalogs.negative_no_default.xosc",
            "asam.net:xosc:1.2.0:parameters.valid_parameter_declaration_in_catalogs",
        ),
    ];
    let Some(folder) = support::corpora() else { return };
    let folder = folder.join("qc-openscenarioxml");
    let mut rows = csv::Reader::from_path(folder.join("expected.csv")).unwrap();
    let mut compared = 0;
    for row in rows.records().map(Result::unwrap) {
        let (file, uid, expected) = (&row[0], &row[1], &row[2]);
        let rules: Vec<&str> =
            all().into_iter().filter(|rule| rule.aliases.contains(&uid)).map(|rule| rule.id).collect();
        let is_exception = EXCEPTIONS.iter().any(|(end, of)| file.ends_with(end) && *of == uid);
        if rules.is_empty() || is_exception {
            continue;
        }
        let inputs = discover(&[folder.join(file)]);
        let found =
            check_all(&inputs).iter().flat_map(|report| &report.findings).filter(|f| rules.contains(&f.rule)).count();
        // Schema rules find each fault where the bundle stops at the first.
        let fits = found.to_string() == expected || uid.contains(":xml.") && (found > 0) == (expected != "0");
        assert!(fits, "{file}: {uid}: found {found}, expected {expected}");
        compared += 1;
    }
    assert!(compared >= 45, "{compared} rows were compared");
}
