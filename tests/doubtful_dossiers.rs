//! Dossiers that contradict themselves or leave something out: what they do
//! not show must not pass, and must not be declared away.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

use jiff::civil::Date;
use roadworthy::assessment::{Assessment, Options, Outcome, Requirement, assess};
use roadworthy::dossier::import::ImportLimits;
use roadworthy::dossier::{Dossier, load};
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
    assess(&dossier, Library::built_in(), &options()).unwrap()
}

fn options() -> Options {
    Options {
        rules: RuleSet::of_assess(&[], &[]).unwrap(),
        as_of: Date::constant(2026, 11, 21),
        jobs: Some(1),
        suggest: 0,
    }
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

/// Two hazardous events, two goals, and requirements below them, of which
/// nothing is wrong.
fn sound() -> Vec<(&'static str, Vec<(&'static str, &'static str)>)> {
    let second = [("id", "HE-2"), ("severity", "S2"), ("controllability", "C2"), ("asil", "B"), ("goals", "SG-2")];
    let second = second.iter().fold(EVENT.to_vec(), |fields, (name, value)| with(&fields, name, value));
    let requirement = |id, level, asil, parents| {
        let fields =
            vec![("id", id), ("level", level), ("text", "The unit shall brake within 100 ms."), ("asil", asil)];
        ("requirement", [fields, vec![("status", "approved"), ("parents", parents), ("allocated_to", "EL-1")]].concat())
    };
    vec![
        ("hazardous-event", EVENT.to_vec()),
        ("hazardous-event", second),
        ("safety-goal", goal("D")),
        ("safety-goal", with(&goal("B"), "id", "SG-2")),
        requirement("FSR-1", "FSR", "D", "SG-1"),
        requirement("FSR-2", "FSR", "B", "SG-2"),
        requirement("TSR-1", "TSR", "D", "FSR-1"),
        requirement("TSR-2", "TSR", "B", "FSR-2"),
    ]
}

/// Assesses the sound records with one field changed.
fn changed(id: &str, field: &'static str, value: &'static str) -> Assessment {
    let mut records = sound();
    let of_id = |fields: &[(&str, &str)]| fields.contains(&("id", id));
    let (_, fields) = records.iter_mut().find(|(_, fields)| of_id(fields)).unwrap();
    *fields = with(fields, field, value);
    run_all(&records)
}

fn run_all(records: &[(&'static str, Vec<(&'static str, &'static str)>)]) -> Assessment {
    let records: Vec<(&str, &[(&str, &str)])> = records.iter().map(|(kind, fields)| (*kind, &fields[..])).collect();
    run(&records)
}

const DETERMINED: &str = "ISO-26262-3:6.4.3.10";
const COVERED: &str = "ISO-26262-3:6.4.4.1";
const HIGH_ENOUGH: &str = "ISO-26262-3:6.4.4.2";
const INHERITED: &str = "ISO-26262-8:6.4.2.2";

/// True if checks found all of it right, whether the clause itself is known
/// from its text or from memory.
fn passes(requirement: &Requirement) -> bool {
    let is_all = !requirement.reason.contains("not all could be looked at");
    is_all && [Some(requirement.outcome), requirement.check_result].contains(&Some(Outcome::Passed))
}

#[test]
fn one_member_that_cannot_be_judged_lets_the_whole_not_pass() {
    let assessment = run_all(&sound());
    for clause in [DETERMINED, COVERED, HIGH_ENOUGH, INHERITED] {
        let requirement = find(&assessment, clause);
        assert!(passes(requirement), "{clause}: {}", requirement.reason);
    }
    let cases = [
        ("HE-1", "severity", "", DETERMINED),
        ("HE-1", "asil", "QM(D)", DETERMINED),
        ("HE-1", "asil", "A(D)", DETERMINED),
        ("SG-2", "asil", "", HIGH_ENOUGH),
        ("TSR-1", "asil", "", INHERITED),
        ("TSR-1", "asil", "?", INHERITED),
        ("TSR-1", "parents", "FSR-77", INHERITED),
        ("TSR-1", "parents", "", INHERITED),
        ("TSR-1", "parents", "TSR-1", INHERITED),
        ("FSR-1", "status", "rejected", INHERITED),
        ("FSR-1", "asil", "", INHERITED),
    ];
    for (id, field, value, clause) in cases {
        let assessment = changed(id, field, value);
        let requirement = find(&assessment, clause);
        assert!(!passes(requirement), "{id} {field} `{value}`: {clause} is {}", requirement.outcome.name());
    }
}

#[test]
fn of_two_rows_of_one_id_neither_is_believed() {
    let again = |id: &str, asil: &'static str| {
        let records = sound();
        let (kind, fields) = records.iter().find(|(_, fields)| fields.contains(&("id", id))).unwrap();
        (*kind, with(&with(fields, "text", "Another text."), "asil", asil))
    };
    for (id, asil, clause) in [("SG-2", "D", HIGH_ENOUGH), ("TSR-1", "A", INHERITED), ("SG-2", "D", INHERITED)] {
        let (mut first, mut last) = (sound(), sound());
        first.insert(0, again(id, asil));
        last.push(again(id, asil));
        for records in [first, last] {
            let assessment = run_all(&records);
            assert!(!passes(find(&assessment, clause)), "{id} twice: {clause}");
        }
    }
}

#[test]
fn a_requirement_below_a_withdrawn_one_derives_from_nothing() {
    let assessment = changed("FSR-1", "status", "rejected");
    let requirement = find(&assessment, "ISO-26262-8:6.4.3.2");
    assert!(requirement.findings.iter().any(|finding| finding.message.contains("withdrawn")), "{requirement:#?}");
}

/// Assesses files beside the manifest.
fn run_files(files: &[(&str, &str)]) -> Assessment {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("vehicle.toml"), VEHICLE).unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let dossier = load(folder.path(), &ImportLimits::default()).unwrap();
    assess(&dossier, Library::built_in(), &options()).unwrap()
}

#[test]
fn a_row_that_is_a_draft_or_rejected_is_no_evidence() {
    let with = |header: &str, status: &str| {
        let hara = format!(
            "HE ID,Malfunction,S,E,C,ASIL,Rationale S,Rationale E,Rationale C,Safety goals,{header}\n\
             HE-1,no braking,S3,E4,C3,D,fatal,every drive,not avoidable,SG-1,{status}\n"
        );
        let goals =
            "SG ID,Safety goal,ASIL,Safe state,FTTI [ms],Hazardous events\nSG-1,Shall brake,D,at rest,300,HE-1\n";
        run_files(&[("hara.csv", &hara), ("goals.csv", goals)])
    };
    for (header, status) in [("Status", ""), ("Status", "released"), ("State", "reviewed"), ("Comment", "draft")] {
        assert_eq!(find(&with(header, status), DETERMINED).outcome, Outcome::Passed, "{header} {status}");
    }
    for (header, status) in [
        ("Status", "draft"),
        ("Status", "rejected"),
        ("status", "cancelled"),
        ("Status", "to be confirmed"),
        ("State", "planned"),
        ("Status", "perhaps"),
        ("Review result", "not accepted"),
    ] {
        let assessment = with(header, status);
        assert_eq!(find(&assessment, DETERMINED).outcome, Outcome::CantTell, "{header} {status}");
        let said = assessment.findings.iter().any(|finding| finding.message.contains(status));
        assert!(said, "{header} {status}: {:#?}", assessment.findings);
    }
}

const GOALS: &str =
    "SG ID,Safety goal,ASIL,Safe state,FTTI [ms],Hazardous events\nSG-1,Shall brake,D,at rest,300,HE-1\n";
const TARGETS: [&str; 3] = ["ISO-26262-5:8.4.5-D", "ISO-26262-5:8.4.6-D", "ISO-26262-5:9.4.2.2-D"];

#[test]
fn metrics_in_columns_of_their_own_are_not_missing() {
    let metrics = "Safety goal,ASIL,SPFM,LFM,PMHF [FIT]\nSG-1,D,99.5 %,95 %,5\n";
    let assessment = run_files(&[("goals.csv", GOALS), ("metrics.csv", metrics)]);
    for clause in TARGETS {
        let requirement = find(&assessment, clause);
        assert_eq!(requirement.outcome, Outcome::CantTell, "{clause}: {}", requirement.reason);
    }
}

#[test]
fn metrics_may_be_called_by_their_names() {
    let with = |second: &str| {
        let metrics = format!(
            "Metric ID,Safety goal,Metric,Value,Unit,Target ASIL\n\
             M-1,SG-1,Single-point fault metric (SPFM),99.5,%,D\n\
             M-2,SG-1,{second},95,%,D\n\
             M-3,SG-1,Probabilistic Metric for random Hardware Failures,5,FIT,D\n"
        );
        run_files(&[("goals.csv", GOALS), ("metrics.csv", &metrics)])
    };
    let assessment = with("Latent fault metric");
    for clause in TARGETS {
        assert!(passes(find(&assessment, clause)), "{clause}: {}", find(&assessment, clause).reason);
    }
    // One that nobody can name may be the one that is asked for.
    let assessment = with("Dormant figure");
    let requirement = find(&assessment, TARGETS[1]);
    assert_eq!(requirement.outcome, Outcome::CantTell, "{}", requirement.reason);
}

#[test]
fn a_value_that_cannot_be_read_leaves_the_other_metrics_alone() {
    let metrics = "Metric ID,Safety goal,Metric,Value,Unit,Target ASIL\n\
                   M-1,SG-1,SPFM,99.5,%,D\nM-2,SG-1,LFM,95,%,D\nM-3,SG-1,PMHF,<5,FIT,D\n";
    let assessment = run_files(&[("goals.csv", GOALS), ("metrics.csv", metrics)]);
    for clause in &TARGETS[..2] {
        assert!(passes(find(&assessment, clause)), "{clause}: {}", find(&assessment, clause).reason);
    }
    assert_eq!(find(&assessment, TARGETS[2]).outcome, Outcome::CantTell);
}

#[test]
fn a_work_product_without_a_file_is_a_name_in_a_list() {
    let product = [
        ("id", "WP-1"),
        ("clause", "ISO-26262-2:5.5.1"),
        ("title", "Canteen menu"),
        ("version", "1.0"),
        ("status", "released"),
        ("date", "2026-03-01"),
    ];
    let assessment = run(&[("work-product", &product)]);
    let requirement = find(&assessment, "ISO-26262-2:5.5.1");
    assert_eq!(requirement.outcome, Outcome::CantTell, "{}", requirement.reason);
    let filed = [&product[..], &[("path", "rules.pdf")]].concat();
    assert!(passes(find(&run(&[("work-product", &filed)]), "ISO-26262-2:5.5.1")));
}
