//! Documents made to exhaust a reader: each ends as a finding that names the
//! limit and the option that raises it. How long and how much memory it takes
//! is measured by `benches/attacks.sh`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may fail loudly"
)]

mod support;

use roadworthy::engine::{InputReport, check_source};
use roadworthy::finding::Outcome;
use roadworthy::source::{Limits, Source};
use support::{check_bytes, rules_of};

fn stops_at(report: &InputReport, rule: &str, option: &str) {
    assert_eq!(report.outcome, Outcome::NotEvaluable, "{:?}", report.findings);
    let finding = report.findings.iter().find(|finding| finding.rule == rule);
    let finding = finding.unwrap_or_else(|| panic!("{rule} is missing in {:?}", rules_of(report)));
    assert!(finding.help.as_ref().unwrap().contains(option), "{finding:?}");
    let limit: String = finding.message.chars().filter(char::is_ascii_digit).collect();
    assert!(!limit.is_empty(), "{}", finding.message);
    assert!(report.not_checked.iter().any(|skipped| skipped.reason == "not read to the end"));
}

#[test]
fn many_attributes() {
    let attributes: String = (0..400_000).map(|n| format!(" a{n}=\"1\"")).collect();
    stops_at(
        &check_bytes("a.xosc", format!("<OpenSCENARIO{attributes}/>")),
        "input/too-many-attributes",
        "--max-attributes",
    );
}

#[test]
fn many_namespaces() {
    let declarations: String = (0..500).map(|n| format!(" xmlns:n{n}=\"u{n}\"")).collect();
    stops_at(
        &check_bytes("a.xosc", format!("<OpenSCENARIO{declarations}/>")),
        "input/too-many-namespaces",
        "--max-namespaces",
    );
}

#[test]
fn billion_laughs_in_content_and_in_a_value() {
    let mut entities = String::from("<!ENTITY l0 \"lol\">");
    for level in 1..10 {
        let inner = format!("&l{};", level - 1).repeat(10);
        entities.push_str(&format!("<!ENTITY l{level} \"{inner}\">"));
    }
    let content = format!("<!DOCTYPE OpenSCENARIO [{entities}]><OpenSCENARIO>&l9;</OpenSCENARIO>");
    stops_at(&check_bytes("a.xosc", content), "input/entities-too-large", "--max-entity-size");
    let value = format!("<!DOCTYPE OpenSCENARIO [{entities}]><OpenSCENARIO a=\"&l9;\"/>");
    stops_at(&check_bytes("a.xosc", value), "input/entities-too-large", "--max-entity-size");
}

#[test]
fn quadratic_blow_up() {
    let big = "a".repeat(100_000);
    let uses = "&b;".repeat(33_000);
    let text = format!("<!DOCTYPE OpenSCENARIO [<!ENTITY b \"{big}\">]><OpenSCENARIO>{uses}</OpenSCENARIO>");
    stops_at(&check_bytes("a.xosc", text), "input/entities-too-large", "--max-entity-size");
}

#[test]
fn entities_inside_one_another() {
    let mut entities = String::from("<!ENTITY l0 \"x\">");
    for level in 1..40 {
        entities.push_str(&format!("<!ENTITY l{level} \"&l{};\">", level - 1));
    }
    let text = format!("<!DOCTYPE OpenSCENARIO [{entities}]><OpenSCENARIO>&l39;</OpenSCENARIO>");
    stops_at(&check_bytes("a.xosc", text), "input/entities-too-deep", "--max-entity-depth");
}

#[test]
fn deep_nesting() {
    for levels in [300, 3_000, 1_000_000] {
        let text = "<a>".repeat(levels);
        stops_at(&check_bytes("a.xosc", text), "input/nesting-too-deep", "--max-depth");
    }
}

#[test]
fn a_limit_that_is_raised_is_raised() {
    let text = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    let mut settings = support::settings();
    settings.limits.depth = 200_000;
    let source = Source::from_bytes(text.into_bytes()).unwrap();
    let report = check_source("a.xml", &source, &settings);
    assert_eq!(rules_of(&report), ["input/unknown-kind"]);
}

#[test]
fn a_huge_value() {
    let text = format!("<OpenSCENARIO a=\"{}\"/>", "x".repeat(20_000_000));
    stops_at(&check_bytes("a.xosc", text), "input/value-too-long", "--max-value-size");
}

#[test]
fn a_huge_name() {
    for text in [format!("<{}/>", "x".repeat(60_000)), format!("<OpenSCENARIO {}=\"1\"/>", "x".repeat(60_000))] {
        stops_at(&check_bytes("a.xosc", text), "input/name-too-long", "--max-name-size");
    }
}

#[test]
fn many_elements() {
    let mut settings = support::settings();
    settings.limits.elements = 1000;
    let text = format!("<OpenSCENARIO>{}</OpenSCENARIO>", "<a/>".repeat(2000));
    let report = check_source("a.xosc", &Source::from_bytes(text.into_bytes()).unwrap(), &settings);
    stops_at(&report, "input/too-many-elements", "--max-elements");
}

#[test]
fn a_file_over_the_limit_is_not_read() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.xosc");
    std::fs::write(&path, " ".repeat(101)).unwrap();
    let mut settings = support::settings();
    settings.limits.file_bytes = 100;
    let run = support::run(&roadworthy::source::discover(&[path]), &settings);
    assert!(run.text.contains("input/file-too-large") && run.text.contains("--max-file-size"), "{}", run.text);
    assert_eq!(run.summary.not_evaluable, 1);
}

#[test]
fn many_findings_are_counted_and_not_kept() {
    let text = format!(
        "<OpenSCENARIO><FileHeader revMajor=\"1\" revMinor=\"0\" date=\"2026-01-31T12:00:00\" author=\"a\" description=\"d\"/>{}</OpenSCENARIO>",
        "<CatalogLocations x=\"1\"/>".repeat(50_000)
    );
    let report = check_bytes("a.xosc", text);
    assert_eq!(report.outcome, Outcome::Deviates);
    assert!(report.findings.len() <= 1_001, "{}", report.findings.len());
    assert!(report.findings_omitted > 40_000, "{}", report.findings_omitted);
    assert!(rules_of(&report).contains(&"input/too-many-findings"));
}

#[test]
fn advice_does_not_crowd_out_errors() {
    let deprecated = "<Event name=\"e\" priority=\"overwrite\"/>".repeat(1500);
    let text = format!(
        "<OpenSCENARIO><FileHeader revMajor=\"1\" revMinor=\"2\" date=\"2026-01-31T12:00:00\" author=\"a\" description=\"d\"/>\
         <Catalog name=\"c\"><Maneuver name=\"m\">{deprecated}</Maneuver><Route/></Catalog></OpenSCENARIO>"
    );
    let mut settings = support::settings();
    settings.limits.findings = 10;
    let report = check_source("a.xosc", &Source::from_bytes(text.into_bytes()).unwrap(), &settings);
    assert_eq!(report.outcome, Outcome::Deviates);
}

#[test]
fn limits_hold_exactly() {
    let limits = Limits { depth: 5, ..Limits::default() };
    for (levels, rules) in
        [(4, vec!["input/unknown-kind"]), (5, vec!["input/unknown-kind"]), (6, vec!["input/nesting-too-deep"])]
    {
        let text = format!("{}{}", "<a>".repeat(levels), "</a>".repeat(levels));
        let mut settings = support::settings();
        settings.limits = limits.clone();
        let report = check_source("a.xml", &Source::from_bytes(text.into_bytes()).unwrap(), &settings);
        assert_eq!(rules_of(&report), rules, "{levels} levels");
    }
}

#[test]
fn attribute_defaults_multiply_within_the_budget_of_entities() {
    let defaults: String = (0..900).map(|n| format!(" d{n} CDATA 'x'")).collect();
    let elements = "<a/>".repeat(100_000);
    let text = format!("<!DOCTYPE OpenSCENARIO [<!ATTLIST a{defaults}>]><OpenSCENARIO>{elements}</OpenSCENARIO>");
    stops_at(&check_bytes("a.xosc", text), "input/entities-too-large", "--max-entity-size");
}

#[test]
fn attribute_defaults_of_one_element_are_bounded() {
    let defaults: String = (0..100_000).map(|n| format!(" d{n} CDATA 'x'")).collect();
    let text = format!("<!DOCTYPE OpenSCENARIO [<!ATTLIST a{defaults}>]><OpenSCENARIO/>");
    stops_at(&check_bytes("a.xosc", text), "input/too-many-attributes", "--max-attributes");
}

#[test]
fn entities_in_attribute_defaults_are_bounded() {
    let (big, uses) = ("b".repeat(10_000), "&e;".repeat(10_000));
    let text = format!("<!DOCTYPE OpenSCENARIO [<!ENTITY e '{big}'><!ATTLIST a d CDATA '{uses}'>]><OpenSCENARIO/>");
    stops_at(&check_bytes("a.xosc", text), "input/entities-too-large", "--max-entity-size");
}

const HEADER: &str =
    "<FileHeader revMajor=\"1\" revMinor=\"3\" date=\"2026-01-31T12:00:00\" author=\"a\" description=\"d\"/>";

#[test]
fn a_rule_that_is_off_takes_nothing_from_the_budget_of_the_others() {
    let events = "<Event name=\"e\" priority=\"nonsense\"><Action/></Event>".repeat(50);
    let text = format!(
        "<OpenSCENARIO>{HEADER}<Catalog name=\"c\"><Maneuver name=\"m\">{events}</Maneuver><Route x=\"1\"/></Catalog></OpenSCENARIO>"
    );
    let mut settings = support::settings();
    settings.limits.findings = 10;
    settings.rules = roadworthy::engine::RuleSet::new(&["schema/unknown-attribute".to_owned()], &[]).unwrap();
    let report = check_source("a.xosc", &Source::from_bytes(text.into_bytes()).unwrap(), &settings);
    assert_eq!(rules_of(&report), ["schema/unknown-attribute"]);
    assert_eq!(report.outcome, Outcome::Deviates);
}

#[test]
fn switching_off_the_rule_that_says_why_is_no_way_to_conform() {
    let cases = [
        ("schema/missing-header", "a.xosc", "<OpenSCENARIO/>"),
        ("schema/missing-version", "a.xosc", "<OpenSCENARIO><FileHeader/></OpenSCENARIO>"),
        ("schema/unknown-edition", "a.xosc", "<OpenSCENARIO><FileHeader revMajor='9' revMinor='9'/></OpenSCENARIO>"),
        ("xodr/missing-header", "a.xodr", "<OpenDRIVE/>"),
        ("input/unknown-kind", "a.xml", "<a/>"),
        ("xml/duplicate-attribute", "a.xosc", "<OpenSCENARIO a='1' a='2'/>"),
    ];
    for (rule, path, text) in cases {
        let mut settings = support::settings();
        settings.rules = roadworthy::engine::RuleSet::new(&[], &[rule.to_owned()]).unwrap();
        let report = check_source(path, &Source::from_bytes(text.into()).unwrap(), &settings);
        assert_eq!(report.outcome, Outcome::NotEvaluable, "{rule}: {:?}", rules_of(&report));
    }
}

#[test]
fn a_file_to_which_no_rule_applies_was_not_judged() {
    let mut settings = support::settings();
    settings.rules = roadworthy::engine::RuleSet::new(&["xodr".to_owned()], &[]).unwrap();
    let text = std::fs::read(support::project("scenarios/motorway/cut-in.xosc")).unwrap();
    let report = check_source("a.xosc", &Source::from_bytes(text).unwrap(), &settings);
    assert_eq!(report.outcome, Outcome::NotEvaluable);
}

#[test]
fn a_default_namespace_declaration_counts_for_its_own_element() {
    let text = format!(
        "<!DOCTYPE OpenSCENARIO [<!ATTLIST Catalog xmlns CDATA 'urn:x'>]><OpenSCENARIO>{HEADER}<Catalog name=\"c\"/></OpenSCENARIO>"
    );
    assert_eq!(rules_of(&check_bytes("a.xosc", text)), ["schema/in-namespace"]);
}

#[test]
fn names_that_nobody_declares_are_looked_up_once() {
    let uses: String =
        (0..3000).map(|n| format!("<Private entityRef=\"Nobody{n}\"><PrivateAction/></Private>")).collect();
    let objects: String = (0..3000).map(|n| format!("<ScenarioObject name=\"Object{n}\"/>")).collect();
    let text = format!(
        "<OpenSCENARIO>{HEADER}<Entities>{objects}</Entities><Storyboard><Init><Actions>{uses}</Actions></Init></Storyboard></OpenSCENARIO>"
    );
    let report = check_bytes("a.xosc", text);
    assert!(rules_of(&report).contains(&"xosc/unresolved-entity-ref"));
}

/// A text with these parameters; the scenario around them does not matter here.
fn with_parameters(declarations: &str) -> String {
    format!(
        "<OpenSCENARIO><FileHeader revMajor=\"1\" revMinor=\"3\" date=\"2026-01-31T12:00:00\" author=\"a\" \
         description=\"d\"/><ParameterDeclarations>{declarations}</ParameterDeclarations></OpenSCENARIO>"
    )
}

fn declaration(name: usize, value: &str) -> String {
    format!("<ParameterDeclaration name=\"p{name}\" parameterType=\"double\" value=\"{value}\"/>")
}

/// Each value uses the next one twice: worked out one by one, not over and over.
#[test]
fn billion_laughs_in_expressions() {
    let doubled: String = (0..200).map(|n| declaration(n, &format!("${{$p{0} / 2 + $p{0} / 2}}", n + 1))).collect();
    let report = check_bytes("a.xosc", with_parameters(&(doubled + &declaration(200, "${1 / 0}"))));
    let without_value = rules_of(&report).into_iter().filter(|rule| *rule == "xosc/expression-without-value").count();
    assert_eq!(without_value, 1, "{:?}", report.findings);
}

#[test]
fn a_ring_of_parameters() {
    let ring: String = (0..20_000).map(|n| declaration(n, &format!("$p{}", (n + 1) % 20_000))).collect();
    let report = check_bytes("a.xosc", with_parameters(&ring));
    assert!(rules_of(&report).contains(&"xosc/parameter-cycle"), "{:?}", report.findings.first());
}
