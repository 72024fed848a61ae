//! The formats of an assessment: each says the same, none breaks.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod support;

use jiff::civil::Date;
use quick_xml::events::Event;
use roadworthy::assessment::{Assessment, Options, Outcome, assess};
use roadworthy::dossier::import::ImportLimits;
use roadworthy::dossier::{Dossier, load};
use roadworthy::engine::RuleSet;
use roadworthy::report::Style;
use roadworthy::report::assess::{write_csv, write_json, write_junit, write_markdown, write_sarif, write_text};
use roadworthy::standard::Library;
use serde_json::Value;

fn options() -> Options {
    Options {
        rules: RuleSet::of_assess(&[], &[]).unwrap(),
        as_of: Date::constant(2026, 11, 21),
        jobs: None,
        suggest: 5,
    }
}

fn sample() -> Assessment {
    let dossier = load(&support::project("scenarios/highway-pilot"), &ImportLimits::default()).unwrap();
    assess(&dossier, Library::built_in(), &options()).unwrap()
}

/// Text that would break a table, a cell or a terminal.
fn hostile() -> Assessment {
    let manifest = r#"
[vehicle]
name = "=cmd|'/c calc'!A1 <script>alert(1)</script>"
category = "M1"
level = 3
functions = ["alks"]

[[record]]
record = "statement"
id = "=1+1|x"
clause = "UN-R155:7.2.2.2(a)"
text = "a | b\n| c | <b>d</b> \u001b[31m"

[[exclusion]]
clause = "UN-R155:7.3.8"
reason = "=HYPERLINK(\"x\") | pipe\nline <i>"
"#;
    let dossier = Dossier::from_manifest("vehicle.toml", manifest).unwrap();
    assess(&dossier, Library::built_in(), &options()).unwrap()
}

fn written(write: impl Fn(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut bytes = Vec::new();
    write(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn sarif_is_valid_and_has_the_kinds_of_the_contract() {
    let assessment = sample();
    let sarif: Value = serde_json::from_str(&written(|out| write_sarif(out, &assessment))).unwrap();
    let text = std::fs::read_to_string(support::project("tests/schemas/sarif-2.1.0.json")).unwrap();
    let mut schema: Value = serde_json::from_str(&text).unwrap();
    // Its pattern for languages has a stray bracket that strict engines refuse.
    for place in ["run", "toolComponent"] {
        schema["definitions"][place]["properties"]["language"].as_object_mut().unwrap().remove("pattern");
    }
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&sarif).take(5).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let count = |kind: &str| results.iter().filter(|result| result["kind"] == kind).count();
    let outcomes = |outcome: Outcome| assessment.requirements.iter().filter(|one| one.outcome == outcome).count();
    assert_eq!(count("pass"), outcomes(Outcome::Passed));
    assert_eq!(count("notApplicable"), outcomes(Outcome::Inapplicable));
    assert_eq!(count("review") + count("open"), outcomes(Outcome::CantTell) + outcomes(Outcome::Untested));
    let of_clauses = |result: &&Value| result["ruleId"].as_str().is_some_and(|id| id.contains(':'));
    let fails = results.iter().filter(of_clauses).filter(|result| result["kind"] == "fail").count();
    assert_eq!(fails, outcomes(Outcome::Failed));
}

#[test]
fn junit_has_a_suite_a_standard_and_a_case_a_requirement() {
    let assessment = sample();
    let text = written(|out| write_junit(out, &assessment));
    let mut reader = quick_xml::Reader::from_str(&text);
    let (mut suites, mut cases, mut failures, mut skipped) = (0, 0, 0, 0);
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Start(tag) | Event::Empty(tag) => match tag.name().as_ref() {
                "testsuite" => suites += 1,
                "testcase" => cases += 1,
                "failure" => failures += 1,
                "skipped" => skipped += 1,
                _ => {}
            },
            _ => {}
        }
    }
    assert_eq!(suites, assessment.standards.len());
    assert_eq!(cases, assessment.requirements.len());
    let outcomes = |outcome: Outcome| assessment.requirements.iter().filter(|one| one.outcome == outcome).count();
    assert_eq!(failures, outcomes(Outcome::Failed));
    assert_eq!(cases - failures - skipped, outcomes(Outcome::Passed));
}

#[test]
fn csv_has_a_row_a_requirement_and_no_formula() {
    for assessment in [sample(), hostile()] {
        let text = written(|out| write_csv(out, &assessment));
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), assessment.requirements.len());
        for cell in rows.iter().flatten() {
            assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
        }
        for (row, requirement) in rows.iter().zip(&assessment.requirements) {
            assert_eq!((&row[0], &row[4]), (requirement.id.as_str(), requirement.outcome.name()));
        }
    }
}

#[test]
fn markdown_tables_hold_whatever_stands_in_a_cell() {
    let text = written(|out| write_markdown(out, &hostile()));
    for line in text.lines().filter(|line| line.starts_with('|')) {
        let columns = line.replace("\\|", "").matches('|').count();
        assert!([5, 7, 8].contains(&columns), "{columns} in {line}");
    }
    assert!(!text.contains("<script>") && !text.contains("<b>") && !text.contains('\u{1b}'), "{text}");
}

#[test]
fn text_shows_the_gaps_and_what_it_does_not_cover() {
    let assessment = sample();
    let style = Style { color: false, quiet: false, verbose: false };
    let text = written(|out| write_text(out, &assessment, style));
    let first_screen: Vec<&str> = text.lines().take(24).collect();
    assert!(first_screen.iter().any(|line| line.contains("failed:")), "{text}");
    assert!(text.contains("not assessed: UN-ADS") && text.contains("no machine can check"));
    assert!(text.lines().all(|line| line.chars().count() <= 130), "{text}");
    let verbose = written(|out| write_text(out, &assessment, Style { verbose: true, ..style }));
    assert!(verbose.contains("completeness") && verbose.contains("passages that cite nothing"));
    let hostile = written(|out| write_text(out, &hostile(), Style { verbose: true, ..style }));
    assert!(!hostile.contains('\u{1b}'), "{hostile}");
}

#[test]
fn json_says_what_was_switched_off() {
    let dossier = load(&support::project("scenarios/highway-pilot"), &ImportLimits::default()).unwrap();
    let rules = RuleSet::of_assess(&[], &["hara".to_owned()]).unwrap();
    let assessment = assess(&dossier, Library::built_in(), &Options { rules, ..options() }).unwrap();
    let json: Value = serde_json::from_str(&written(|out| write_json(out, &assessment))).unwrap();
    let off = json["rules_off"].as_array().unwrap();
    assert!(off.contains(&Value::from("hara/asil-mismatch")));
    let row = json["requirements"].as_array().unwrap().iter().find(|row| row["id"] == "ISO-26262-3:6.4.3.10").unwrap();
    assert_ne!(row["outcome"], "passed", "a rule that is off lets nothing pass");
}
