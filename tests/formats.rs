//! Every machine format is valid against its schema, and all tell the same.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may fail loudly"
)]

mod support;

use roadworthy::mapping::{Comparison, Sides, Transfer};
use roadworthy::report::assess;
use roadworthy::report::mapping::schema_of;
use roadworthy::standard::{Header, KnownTable};
use serde_json::Value;
use support::{all_scenarios, check_bytes, project, run, settings};

fn assert_valid(schema: &Value, instance: &Value, what: &str) {
    let validator = jsonschema::validator_for(schema).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(instance)
        .take(3)
        .map(|error| format!("{} at {}", error, error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{what}: {}", errors.join("\n"));
}

fn schema(path: &str) -> Value {
    serde_json::from_str(&std::fs::read_to_string(project(path)).unwrap()).unwrap()
}

#[test]
fn json_is_valid_against_the_published_schema() {
    let json: Value = serde_json::from_str(&run(&all_scenarios(), &settings()).json).unwrap();
    assert_valid(&schema("standards/schema/check.json"), &json, "json");
    let first = run(&all_scenarios(), &settings()).json;
    assert!(first.starts_with("{\"schema\": \"roadworthy/check/1\""), "`schema` is the first field");
}

#[test]
fn each_json_line_is_valid_and_the_last_one_sums_up() {
    let result = run(&all_scenarios(), &settings());
    let schema = schema("standards/schema/check-jsonl.json");
    let lines: Vec<Value> = result.jsonl.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for line in &lines {
        assert_valid(&schema, line, "jsonl");
    }
    assert_eq!(lines.len(), result.summary.inputs + 2);
    assert_eq!(lines[0]["schema"], "roadworthy/check-header/1");
    let footer = lines.last().unwrap();
    assert_eq!(footer["schema"], "roadworthy/check-footer/1");
    assert_eq!(footer["summary"]["inputs"], result.summary.inputs);
}

#[test]
fn sarif_is_valid_against_the_oasis_schema() {
    let sarif: Value = serde_json::from_str(&run(&all_scenarios(), &settings()).sarif).unwrap();
    let mut schema = schema("tests/schemas/sarif-2.1.0.json");
    // Its pattern for languages has a stray bracket that strict engines refuse.
    for place in ["run", "toolComponent"] {
        schema["definitions"][place]["properties"]["language"].as_object_mut().unwrap().remove("pattern");
    }
    assert_valid(&schema, &sarif, "sarif");
}

#[test]
fn the_published_schemas_are_those_of_the_code() {
    let generated = [
        ("check", roadworthy::report::check_schema().to_value()),
        ("check-jsonl", roadworthy::report::jsonl_schema().to_value()),
        ("assess", assess::assess_schema()),
        ("assess-diff", assess::diff_schema()),
        ("clauses", KnownTable::Clauses.schema()),
        ("checks", KnownTable::Checks.schema()),
        ("mappings", KnownTable::Mappings.schema()),
        ("bundles", KnownTable::Bundles.schema()),
        ("standard", Header::schema()),
        ("compare", schema_of::<Comparison>()),
        ("compare-instruments", schema_of::<Sides>()),
        ("transfer", schema_of::<Transfer>()),
        ("instruments", KnownTable::Instruments.schema()),
        ("national-clauses", KnownTable::NationalClauses.schema()),
        ("recognition", KnownTable::Recognition.schema()),
        ("elements", KnownTable::Elements.schema()),
        ("register", KnownTable::Register.schema()),
        ("errata", KnownTable::Errata.schema()),
    ];
    for (name, code) in generated {
        let path = format!("standards/schema/{name}.json");
        assert!(schema(&path) == code, "{path} is out of date: `roadworthy schema {name}` writes it anew");
    }
}

#[test]
fn all_formats_count_the_same() {
    let result = run(&all_scenarios(), &settings());
    let json: Value = serde_json::from_str(&result.json).unwrap();
    let inputs = json["inputs"].as_array().unwrap();
    let findings: usize = inputs.iter().map(|input| input["findings"].as_array().unwrap().len()).sum();
    let summary = &result.summary;
    assert_eq!(findings, summary.errors + summary.warnings + summary.notes);
    let sarif: Value = serde_json::from_str(&result.sarif).unwrap();
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), findings);
    let jsonl: usize = result
        .jsonl
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter_map(|line| line["findings"].as_array().map(Vec::len))
        .sum();
    assert_eq!(jsonl, findings);
    let titles = |word: &str| result.text.lines().filter(|line| line.starts_with(&format!("{word}["))).count();
    assert_eq!((titles("error"), titles("warning"), titles("note")), (summary.errors, summary.warnings, summary.notes));
    let outcome = |name: &str| inputs.iter().filter(|input| input["outcome"] == name).count();
    assert_eq!(outcome("conforms"), summary.conforms);
    assert_eq!(outcome("deviates"), summary.deviates);
}

const SCENARIO: &str = r#"<OpenSCENARIO>
<FileHeader revMajor="1" revMinor="3" date="2026-01-31T12:00:00" author="a" description="d"/>
<CatalogLocations/>
<RoadNetwork/>
<Entities><ScenarioObject name="Ego"><CatalogReference catalogName="c" entryName="e"/></ScenarioObject></Entities>
<Storyboard><Init><Actions>
<Private entityRef="Egon"><PrivateAction><TeleportAction/></PrivateAction></Private>
</Actions></Init><StopTrigger><ConditionGroup><Condition name="end" delay="0" conditionEdge="none">
<ByValueCondition><SimulationTimeCondition value="9" rule="greaterThan"/></ByValueCondition>
</Condition></ConditionGroup></StopTrigger></Storyboard>
</OpenSCENARIO>"#;

#[test]
fn fingerprints_survive_moved_lines_and_new_siblings() {
    let fingerprints = |text: &str| -> Vec<String> {
        check_bytes("s.xosc", text).findings.iter().map(|finding| finding.fingerprint.clone()).collect()
    };
    let before = fingerprints(SCENARIO);
    assert_eq!(before.len(), 2);
    let moved = SCENARIO.replace("<CatalogLocations/>", "\n\n<!-- a remark -->\n<CatalogLocations/>");
    assert_eq!(fingerprints(&moved), before);
    let sibling = r#"<Private entityRef="Ego"><PrivateAction><TeleportAction><Position><WorldPosition x="1" y="2"/></Position></TeleportAction></PrivateAction></Private>"#;
    let with_sibling =
        SCENARIO.replace("<Private entityRef=\"Egon\">", &format!("{sibling}\n<Private entityRef=\"Egon\">"));
    assert_eq!(fingerprints(&with_sibling), before);
    let other = SCENARIO.replace("Egon", "Egbert");
    assert_ne!(fingerprints(&other), before);
}

#[test]
fn equal_findings_on_equal_elements_have_fingerprints_of_their_own() {
    let twice = SCENARIO.replace(
        "<PrivateAction><TeleportAction/></PrivateAction>",
        &"<PrivateAction><TeleportAction/></PrivateAction>".repeat(2),
    );
    let report = check_bytes("s.xosc", twice);
    let mut fingerprints: Vec<_> = report.findings.iter().map(|finding| &finding.fingerprint).collect();
    let count = fingerprints.len();
    fingerprints.sort();
    fingerprints.dedup();
    assert_eq!(fingerprints.len(), count);
}
