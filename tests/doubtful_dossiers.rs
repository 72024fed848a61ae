//! Dossiers that contradict themselves or leave something out: what they do
//! not show must not pass, and must not be declared away.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

use jiff::civil::Date;
use roadworthy::assessment::{Assessment, Options, Outcome, Requirement, assess};
use roadworthy::dossier::Dossier;
use roadworthy::engine::RuleSet;
use roadworthy::standard::Library;

const VEHICLE: &str = "[vehicle]\nname = \"Example\"\ncategory = \"M1\"\nlevel = 3\nfunctions = [\"alks\"]\n\
    software_version = \"1.0.0\"\n[assessment]\nstandards = [\"ISO-26262\"]\n";

/// Assesses records written as `kind: field = value, …`.
fn run(records: &[(&str, &[(&str, &str)])]) -> Assessment {
    let mut manifest = VEHICLE.to_owned();
    for (kind, fields) in records {
        manifest.push_str(&format!("[[record]]\nrecord = \"{kind}\"\n"));
        fields.iter().for_each(|(name, value)| manifest.push_str(&format!("{name} = \"{value}\"\n")));
    }
    let dossier = Dossier::from_manifest("vehicle.toml", &manifest).unwrap_or_else(|error| panic!("{error}"));
    let options = Options {
        rules: RuleSet::of_assess(&[], &[]).unwrap(),
        as_of: Date::constant(2026, 11, 21),
        jobs: Some(1),
        suggest: 0,
    };
    assess(&dossier, Library::built_in(), &options).unwrap()
}

fn find<'a>(assessment: &'a Assessment, id: &str) -> &'a Requirement {
    assessment.requirements.iter().find(|one| one.id == id).unwrap_or_else(|| panic!("{id} is not assessed"))
}

const EVENT: [(&str, &str); 10] = [
    ("id", "HE-1"),
    ("malfunction", "no braking"),
    ("severity", "S3"),
    ("exposure", "E4"),
    ("controllability", "C3"),
    ("asil", "D"),
    ("severity_rationale", "a fatal collision"),
    ("exposure_rationale", "on every drive"),
    ("controllability_rationale", "not avoidable"),
    ("goals", "SG-1"),
];

fn goal(asil: &str) -> Vec<(&str, &str)> {
    vec![
        ("id", "SG-1"),
        ("text", "The vehicle shall brake"),
        ("asil", asil),
        ("safe_state", "at rest"),
        ("ftti", "300 ms"),
    ]
}

fn with<'a>(fields: &[(&'a str, &'a str)], name: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut fields = fields.to_vec();
    fields.retain(|(field, _)| *field != name);
    fields.push((name, value));
    fields
}

fn declared_away(assessment: &Assessment) -> Vec<String> {
    let all = assessment.requirements.iter().filter(|one| one.outcome == Outcome::Inapplicable);
    all.map(|one| format!("{}: {}", one.id, one.reason)).filter(|line| line.contains("the item is")).collect()
}

#[test]
fn goals_rated_too_low_switch_nothing_off() {
    let goal_qm = goal("QM");
    let assessment = run(&[("hazardous-event", &EVENT), ("safety-goal", &goal_qm)]);
    assert_eq!(declared_away(&assessment), Vec::<String>::new());
    // The classes of an event count, whatever ASIL is written beside them.
    let event = with(&EVENT, "asil", "QM");
    let assessment = run(&[("hazardous-event", &event), ("safety-goal", &goal_qm)]);
    assert_eq!(declared_away(&assessment), Vec::<String>::new());
    // One that states none may be any.
    let unrated = with(&goal(""), "id", "SG-2");
    let assessment = run(&[("safety-goal", &goal_qm), ("safety-goal", &unrated)]);
    assert_eq!(declared_away(&assessment), Vec::<String>::new());
    // A requirement with an ASIL has no place in an item of QM.
    let requirement = [("id", "FSR-1"), ("level", "FSR"), ("text", "The system shall brake."), ("asil", "B")];
    let assessment = run(&[("safety-goal", &goal_qm), ("requirement", &requirement)]);
    assert_eq!(declared_away(&assessment), Vec::<String>::new());
    // What is QM throughout is none of it.
    let assessment = run(&[("safety-goal", &goal_qm)]);
    assert!(!declared_away(&assessment).is_empty());
}

#[test]
fn metrics_are_asked_for_by_the_event_where_its_goal_is_rated_lower() {
    let metric = [("id", "M-1"), ("goal", "SG-1"), ("kind", "SPFM"), ("value", "60 %")];
    let goal = goal("A");
    let assessment = run(&[("hazardous-event", &EVENT), ("safety-goal", &goal), ("metric", &metric)]);
    let of_d: Vec<&Requirement> =
        assessment.requirements.iter().filter(|one| one.rules.iter().any(|rule| rule == "hw/metric-missed")).collect();
    assert!(of_d.iter().any(|one| one.outcome == Outcome::Failed), "{of_d:#?}");
    assert_ne!(find(&assessment, "ISO-26262-3:6.4.4.2").outcome, Outcome::Inapplicable);
}
