//! What an assessment may say, and what it may never say.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod support;

use std::fmt::Write;

use jiff::civil::Date;
use roadworthy::assessment::{
    Assessment, DocumentState, Options, Outcome, QuestionKind, Requirement, WaitsFor, assess, difference,
};
use roadworthy::dossier::import::ImportLimits;
use roadworthy::dossier::{Dossier, load};
use roadworthy::engine::RuleSet;
use roadworthy::report::assess::{assess_schema, write_json};
use roadworthy::standard::{Certainty, ClauseKind, Library, lint};

const VEHICLE: &str = "[vehicle]\nname = \"Example\"\ncategory = \"M1\"\nlevel = 3\nfunctions = [\"alks\"]\n\
    software_version = \"2.1\"\n";

fn options() -> Options {
    Options {
        rules: RuleSet::of_assess(&[], &[]).unwrap(),
        as_of: Date::constant(2026, 11, 21),
        jobs: Some(2),
        suggest: 0,
    }
}

fn run(manifest: &str) -> Assessment {
    run_with(manifest, Library::built_in(), &options())
}

fn run_with(manifest: &str, library: &Library, options: &Options) -> Assessment {
    let dossier = Dossier::from_manifest("vehicle.toml", manifest).unwrap_or_else(|error| panic!("{error}"));
    assess(&dossier, library, options).unwrap()
}

fn find<'a>(assessment: &'a Assessment, id: &str) -> &'a Requirement {
    assessment.requirements.iter().find(|one| one.id == id).unwrap_or_else(|| panic!("{id} is not assessed"))
}

fn statement(clause: &str, text: &str) -> String {
    format!("[[record]]\nrecord = \"statement\"\nclause = \"{clause}\"\ntext = \"{text}\"\n")
}

#[test]
fn the_catalogues_have_no_fault() {
    let faults = lint(Library::built_in());
    assert!(faults.is_empty(), "{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
}

#[test]
fn without_evidence_nothing_passes_and_nothing_fails() {
    let assessment = run(VEHICLE);
    assert!(assessment.requirements.len() > 500);
    for requirement in &assessment.requirements {
        let is_quiet = matches!(requirement.outcome, Outcome::Untested | Outcome::Inapplicable);
        assert!(is_quiet, "{} is {}: {}", requirement.id, requirement.outcome.name(), requirement.reason);
    }
}

#[test]
fn a_heading_or_a_definition_is_no_requirement() {
    let library = Library::built_in();
    for requirement in &run(VEHICLE).requirements {
        let clause = library.clause(&requirement.id).unwrap();
        assert!(!matches!(clause.kind, ClauseKind::Heading | ClauseKind::Definition), "{}", requirement.id);
    }
}

/// A reference to a clause is evidence that somebody must judge, and no more.
#[test]
fn evidence_without_a_check_waits_for_a_person() {
    let assessment =
        run(&format!("{VEHICLE}{}", statement("UN R155 7.2.2.2 (a)", "Processes are described in CS-P-01.")));
    let requirement = find(&assessment, "UN-R155:7.2.2.2(a)");
    assert_eq!((requirement.outcome, requirement.waits_for), (Outcome::CantTell, Some(WaitsFor::Person)));
    assert_eq!(requirement.evidence.len(), 1);
    assert_eq!(requirement.evidence[0].location.line, Some(9));
}

#[test]
fn a_passage_that_names_a_clause_is_called_a_mention() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("vehicle.toml"), VEHICLE).unwrap();
    std::fs::write(folder.path().join("notes.md"), "Nothing was done for UN R155, 7.2.2.2 (d).\n").unwrap();
    let run = || {
        let dossier = load(folder.path(), &ImportLimits::default()).unwrap();
        let assessment = assess(&dossier, Library::built_in(), &options()).unwrap();
        let requirement = find(&assessment, "UN-R155:7.2.2.2(d)");
        (requirement.outcome, requirement.reason.clone())
    };
    let (outcome, reason) = run();
    assert_eq!(outcome, Outcome::Untested, "{reason}");
    assert!(reason.contains("notes.md"), "{reason}");
    let listed = format!("{VEHICLE}[[document]]\npath = \"notes.md\"\n");
    std::fs::write(folder.path().join("vehicle.toml"), listed).unwrap();
    let (outcome, reason) = run();
    assert_eq!(outcome, Outcome::CantTell, "{reason}");
    assert!(reason.contains("no statement that it is met"), "{reason}");
}

#[test]
fn no_clause_of_r155_passes_through_iso_sae_21434_alone() {
    let library = Library::built_in();
    let mut manifest = VEHICLE.to_owned();
    for clause in &library.standard("ISO-SAE-21434").unwrap().clauses {
        let _ = writeln!(manifest, "{}", statement(&clause.id, "Done, see the cyber security case."));
    }
    let assessment = run(&manifest);
    let mut contained = 0;
    for requirement in assessment.requirements.iter().filter(|one| one.standard == "UN-R155") {
        assert_ne!(requirement.outcome, Outcome::Passed, "{}", requirement.id);
        if let Some(link) = requirement.chain.first() {
            assert_eq!(requirement.outcome, Outcome::CantTell);
            assert_eq!(link.to, requirement.id, "a chain ends at the required clause");
            assert!(link.from.starts_with("ISO-SAE-21434"), "{}", link.from);
            contained += usize::from(link.means == "contained");
        }
    }
    assert!(contained > 10, "{contained}");
    let requirement = find(&assessment, "UN-R155:7.2.2.2(c)");
    assert!(requirement.reason.contains("not enough"), "{}", requirement.reason);
}

/// ASIL determination was read in a source; splitting of situations is from memory.
#[test]
fn what_rests_on_memory_is_never_decided() {
    let library = Library::built_in();
    let assessment =
        run(&std::fs::read_to_string(support::project("scenarios/rules/hara/asil-mismatch/fail-stated-lower.toml"))
            .unwrap());
    assert_eq!(find(&assessment, "ISO-26262-3:6.4.3.10").outcome, Outcome::Failed);
    for requirement in &assessment.requirements {
        let clause = library.clause(&requirement.id).unwrap();
        if clause.certainty != Certainty::Verified {
            assert!(!matches!(requirement.outcome, Outcome::Passed | Outcome::Failed), "{}", requirement.id);
        }
    }
}

/// A declared figure against a clause that was read in another edition.
#[test]
fn a_clause_read_in_another_edition_is_decided_in_its_own_edition_only() {
    let manifest = |edition: &str| {
        format!(
            "{VEHICLE}[assessment.editions]\nUN-R157 = \"{edition}\"\n[facts.alks]\navailability_window = \"45 s\"\n"
        )
    };
    let own = run(&manifest("00"));
    assert_eq!(find(&own, "UN-R157:6.1.3.1#window").outcome, Outcome::Failed);
    let other = run(&manifest("01"));
    let requirement = find(&other, "UN-R157:6.1.3.1#window");
    assert_eq!((requirement.outcome, requirement.check_result), (Outcome::CantTell, Some(Outcome::Failed)));
    assert!(requirement.reason.contains("another edition"), "{}", requirement.reason);
}

/// A declared figure within its limit is no passed test.
#[test]
fn a_clause_that_asks_for_a_test_does_not_pass_on_a_declaration() {
    let assessment =
        run(&format!("{VEHICLE}[assessment.editions]\nUN-R157 = \"00\"\n[facts.alks]\nescalation_time = \"3 s\"\n"));
    let requirement = find(&assessment, "UN-R157:5.4.3.2");
    assert_eq!((requirement.outcome, requirement.check_result), (Outcome::CantTell, Some(Outcome::Passed)));
}

#[test]
fn an_exclusion_counts_with_a_reason_only() {
    let excluded = |reason: &str| run(&format!("{VEHICLE}[[exclusion]]\nclause = \"UN-R155:7.2.2.2\"\n{reason}"));
    let reason = "reason = \"covered by the group's CSMS\"\n";
    let with = excluded(&format!("{reason}approved_by = \"A. Example, head of cyber security\"\n"));
    let requirement = find(&with, "UN-R155:7.2.2.2(a)");
    assert_eq!(requirement.outcome, Outcome::Inapplicable);
    assert!(requirement.reason.contains("covered by the group's CSMS"));
    for by in ["", "approved_by = \"TBD\"\n"] {
        let nobody = excluded(&format!("{reason}{by}"));
        let requirement = find(&nobody, "UN-R155:7.2.2.2(a)");
        assert_eq!((requirement.outcome, requirement.waits_for), (Outcome::CantTell, Some(WaitsFor::Person)));
        assert!(requirement.reason.contains("nobody is named"), "{}", requirement.reason);
    }
    let without = excluded("");
    assert_eq!(find(&without, "UN-R155:7.2.2.2(a)").outcome, Outcome::Untested);
    assert_eq!(find(&excluded("reason = \"x\"\n"), "UN-R155:7.2.2.2(a)").outcome, Outcome::Untested);
    let r155 = without.standards.iter().find(|standard| standard.id == "UN-R155").unwrap();
    let question = r155.questions.iter().find(|one| one.question == QuestionKind::EveryExclusionJustified).unwrap();
    assert!(question.answer == Some(false) && question.missing.len() == 1, "{question:?}");
}

#[test]
fn an_unfilled_checklist_is_no_evidence_and_no_gap() {
    let row = |clause: &str| format!("[[record]]\nrecord = \"statement\"\nclause = \"{clause}\"\n");
    let assessment = run(&format!("{VEHICLE}{}{}", row("UN-R155:7.3.3"), row("UN-R155:7.2.2.5")));
    assert!(assessment.requirements.iter().all(|one| one.evidence.is_empty() && one.findings.is_empty()));
}

#[test]
fn what_the_maker_calls_not_met_has_failed_and_what_is_open_is_no_evidence() {
    let with = |status: &str| {
        run(&format!("{VEHICLE}{}status = \"{status}\"\n", statement("UN-R155:7.2.2.2(a)", "Process draft.")))
    };
    assert_eq!(find(&with("not met"), "UN-R155:7.2.2.2(a)").outcome, Outcome::Failed);
    assert_eq!(find(&with("open"), "UN-R155:7.2.2.2(a)").outcome, Outcome::Untested);
    for status in ["fail", "NOK", "ko", "n.i.O.", "✗", "nicht erfüllt", "revoked"] {
        assert_eq!(find(&with(status), "UN-R155:7.2.2.2(a)").outcome, Outcome::Failed, "{status}");
    }
    for status in ["partly met", "template", "TBD"] {
        assert_eq!(find(&with(status), "UN-R155:7.2.2.2(a)").outcome, Outcome::Untested, "{status}");
    }
}

/// `M` alone may be a car or a coach: what is asked of one of them is not declared away.
#[test]
fn half_a_category_declares_nothing_away() {
    let of = |category: &str| {
        let assessment = run(&VEHICLE.replace("\"M1\"", category));
        find(&assessment, "UN-R157:5.2.3.3#fd20").outcome
    };
    assert_eq!(
        (of("\"M1\""), of("\"M\""), of("\"N3\"")),
        (Outcome::Untested, Outcome::Untested, Outcome::Inapplicable)
    );
}

/// The day of the assessment is 2026-11-21.
#[test]
fn a_test_of_tomorrow_is_no_result() {
    let with = |day: &str| {
        let test =
            "[[record]]\nrecord = \"cyber-test\"\nid = \"T-1\"\nresult = \"passed\"\nreport = \"UN R155, 7.3.6\"\n";
        run(&format!("{VEHICLE}{test}executed_on = {day}\n"))
    };
    let state = |day: &str| {
        let assessment = with(day);
        let requirement = find(&assessment, "UN-R155:7.3.6");
        requirement.evidence.first().map(|item| item.state)
    };
    assert_eq!(state("2026-11-21"), Some(DocumentState::Present));
    assert_eq!(state("2026-11-22"), Some(DocumentState::Absent));
}

/// A status that is in no list is not taken for a yes.
#[test]
fn a_status_that_is_not_known_waits_for_a_person() {
    let own = "[facts]\nota = true\n";
    let with = |status: &str| {
        let update =
            "[[record]]\nrecord = \"update\"\nid = \"U-1\"\ndocument = \"u-1.pdf\"\npurpose = \"Correct the offset\"\n";
        let said = statement("UN-R156:7.1.2.5(a)", "In the record.");
        run(&format!("{VEHICLE}{own}{update}{said}status = \"{status}\"\n"))
    };
    assert_eq!(find(&with("met"), "UN-R156:7.1.2.5(a)").outcome, Outcome::Passed);
    for status in ["?", "perhaps", "met?", "met with deviations"] {
        let assessment = with(status);
        let requirement = find(&assessment, "UN-R156:7.1.2.5(a)");
        assert_eq!(
            (requirement.outcome, requirement.waits_for),
            (Outcome::CantTell, Some(WaitsFor::Person)),
            "{status}"
        );
        assert!(requirement.reason.contains(status), "{}", requirement.reason);
    }
}

/// What a checklist declines with a reason is neither open nor met: the reason
/// is shown, and a person looks at it.
#[test]
fn what_a_statement_declines_waits_for_a_person() {
    let row = |rest: &str| {
        let record = "[[record]]\nrecord = \"statement\"\nclause = \"UN-R155:7.2.2.2(a)\"\n";
        run(&format!("{VEHICLE}{record}status = \"n/a\"\n{rest}"))
    };
    let assessment = row("reason = \"no vehicle of the type is connected\"\n");
    let requirement = find(&assessment, "UN-R155:7.2.2.2(a)");
    assert_eq!((requirement.outcome, requirement.waits_for), (Outcome::CantTell, Some(WaitsFor::Person)));
    assert!(requirement.reason.contains("no vehicle of the type is connected"), "{}", requirement.reason);
    assert_eq!(find(&row(""), "UN-R155:7.2.2.2(a)").outcome, Outcome::Untested);
}

#[test]
fn citations_of_what_does_not_exist_answer_the_question_with_no() {
    let assessment = run(&format!("{VEHICLE}{}", statement("UN-R155:7.3.3", "As UN R155, 7.3.13 asks.")));
    let r155 = assessment.standards.iter().find(|standard| standard.id == "UN-R155").unwrap();
    let question = r155.questions.iter().find(|one| one.question == QuestionKind::NothingUnknownCited).unwrap();
    assert_eq!(question.answer, Some(false));
    assert_eq!(question.missing.len(), 1);
}

#[test]
fn the_result_is_the_same_for_any_number_of_threads() {
    let library = Library::built_in();
    let mut manifest = VEHICLE.to_owned();
    for clause in library.standards().iter().flat_map(|standard| &standard.clauses).step_by(7) {
        let _ = writeln!(manifest, "{}", statement(&clause.id, "Described elsewhere."));
    }
    let json = |jobs: usize| {
        let mut bytes = Vec::new();
        let options = Options { jobs: Some(jobs), suggest: 20, ..options() };
        write_json(&mut bytes, &run_with(&manifest, library, &options)).unwrap();
        bytes
    };
    assert!(json(1) == json(2) && json(2) == json(7));
}

#[test]
fn the_json_keeps_its_schema_and_can_be_compared() {
    let vehicle = format!("{VEHICLE}[assessment]\nstandards = [\"UN-R155\"]\n");
    let old = run(&vehicle);
    let new = run(&format!("{vehicle}{}", statement("UN-R155:7.2.2.2(a)", "Processes are described.")));
    let schema = jsonschema::validator_for(&assess_schema()).unwrap();
    let json = serde_json::to_value(&new).unwrap();
    assert!(schema.is_valid(&json));
    assert!(json.as_object().unwrap().keys().next().is_some_and(|first| first == "schema"));
    let back: Assessment = serde_json::from_value(json).unwrap();
    assert_eq!(back, new);
    let changes = difference(&old, &new).changes;
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!((changes[0].id.as_str(), changes[0].change.name()), ("UN-R155:7.2.2.2(a)", "better"));
    assert_eq!(difference(&new, &old).changes[0].change.name(), "worse");
    assert!(difference(&new, &new).changes.is_empty());
}

#[test]
fn a_standard_or_edition_that_does_not_exist_is_an_error() {
    for (asked, word) in [("standards = [\"UN-R999\"]", "UN-R999"), ("editions = { UN-R157 = \"07\" }", "07")] {
        let manifest = format!("{VEHICLE}[assessment]\n{asked}\n");
        let dossier = Dossier::from_manifest("vehicle.toml", &manifest).unwrap();
        let error = assess(&dossier, Library::built_in(), &options()).unwrap_err().to_string();
        assert!(error.contains(word) && error.contains("expected one of"), "{error}");
    }
}

/// The worked example of the documentation: a body adds its own requirements.
#[test]
fn a_body_adds_requirements_without_a_change_of_the_program() {
    let folder = support::project("scenarios/own-standard");
    let library = Library::with_overlay(&folder.join("standards")).unwrap();
    assert!(library.standard("UN-R155").is_some(), "what ships is still there");
    let dossier = load(&folder.join("dossier"), &ImportLimits::default()).unwrap();
    let assessment = assess(&dossier, &library, &options()).unwrap();
    let outcome = |id: &str| find(&assessment, id).outcome;
    assert_eq!(outcome("XX-AV-2027:3.1"), Outcome::Failed);
    assert_eq!(outcome("XX-AV-2027:3.2"), Outcome::Passed);
    assert_eq!(outcome("XX-AV-2027:3.3"), Outcome::Inapplicable);
    assert_eq!(outcome("XX-AV-2027:4"), Outcome::Inapplicable);
    let suppliers = &find(&assessment, "XX-AV-2027:3.2").evidence;
    assert_eq!(suppliers.len(), 2);
    assert_eq!(suppliers[0].location.line, Some(2));
}

/// An expression that holds of nothing has looked at nothing.
#[test]
fn an_expression_over_nothing_is_no_evidence() {
    let folder = support::project("scenarios/own-standard/standards");
    let library = Library::with_overlay(&folder).unwrap();
    let assessment =
        run_with("[vehicle]\nlevel = 3\n[assessment]\nstandards = [\"XX-AV-2027\"]\n", &library, &options());
    assert_eq!(find(&assessment, "XX-AV-2027:3.1").outcome, Outcome::Untested);
    assert!(!assessment.requirements.iter().any(|one| one.outcome == Outcome::Passed));
}

#[test]
fn a_fault_in_a_users_catalogue_names_file_and_line() {
    let folder = tempfile::tempdir().unwrap();
    let standard = support::project("scenarios/own-standard/standards/xx/xx-av-2027");
    let own = folder.path().join("xx/own");
    std::fs::create_dir_all(&own).unwrap();
    std::fs::copy(standard.join("standard.toml"), own.join("standard.toml")).unwrap();
    let rows = std::fs::read_to_string(standard.join("clauses.csv")).unwrap();
    std::fs::write(own.join("clauses.csv"), rows.replacen(",shall,manufacturer,", ",must,manufacturer,", 1)).unwrap();
    let errors = Library::with_overlay(folder.path()).unwrap_err();
    assert_eq!((errors[0].path.as_str(), errors[0].line), ("xx/own/clauses.csv", 4));
    assert!(errors[0].message.contains("`must`") && errors[0].message.contains("shall"), "{}", errors[0]);
}

/// What a rule says on clauses that are nobody's requirement is not lost.
#[test]
fn nothing_that_a_rule_says_is_lost() {
    for rule in roadworthy::rules::of_assess() {
        let folder = support::project("scenarios/rules").join(rule.id);
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = entry.file_name().unwrap().to_string_lossy().into_owned();
            if !name.starts_with("fail-") {
                continue;
            }
            let dossier = if entry.is_dir() {
                load(&entry, &ImportLimits::default()).unwrap()
            } else {
                Dossier::from_manifest("vehicle.toml", &std::fs::read_to_string(&entry).unwrap()).unwrap()
            };
            let rules = RuleSet::of_assess(&[rule.id.to_owned()], &[]).unwrap();
            let assessment = assess(&dossier, Library::built_in(), &Options { rules, ..options() }).unwrap();
            let in_requirements = assessment.requirements.iter().flat_map(|one| &one.findings);
            let is_there = in_requirements.chain(&assessment.findings).any(|finding| finding.rule == rule.id);
            assert!(is_there, "{}/{name} shows nothing", rule.id);
        }
    }
}

#[test]
fn no_relation_lets_a_clause_pass_and_a_complete_bundle_does() {
    let overlay = |bundles: &str| {
        let folder = tempfile::tempdir().unwrap();
        let standards = support::project("scenarios/own-standard/standards");
        support::copy_folder(&standards, folder.path());
        std::fs::create_dir_all(folder.path().join("mappings")).unwrap();
        let relation = "from,relation,to,scope,rationale,source,certainty\n\
            XX-AV-2027:3.2,equal,UN-R155:7.2.2.5,,the same,invented,verified\n";
        std::fs::write(folder.path().join("mappings/xx.csv"), relation).unwrap();
        let head = "required,parts,complete,source,certainty\n";
        std::fs::write(folder.path().join("mappings/bundles.csv"), format!("{head}{bundles}")).unwrap();
        Library::with_overlay(folder.path()).unwrap()
    };
    let manifest = "[vehicle]\ncategory = \"M1\"\nlevel = 3\nfunctions = [\"alks\"]\n[[record]]\nrecord = \"supplier\"\n\
        id = \"Lidar Works\"\nend_of_support = 2040-01-01\n";
    let of = |library: &Library| {
        let options = Options { rules: RuleSet::of_assess(&["hara".to_owned()], &[]).unwrap(), ..options() };
        run_with(manifest, library, &options)
    };
    let alone = of(&overlay(""));
    assert_eq!(find(&alone, "XX-AV-2027:3.2").outcome, Outcome::Passed);
    let requirement = find(&alone, "UN-R155:7.2.2.5");
    assert_eq!((requirement.outcome, requirement.chain[0].means.as_str()), (Outcome::CantTell, "covers"));
    let incomplete = of(&overlay("UN-R155:7.2.2.5,XX-AV-2027:3.2,no,invented,verified\n"));
    assert_eq!(find(&incomplete, "UN-R155:7.2.2.5").outcome, Outcome::CantTell);
    let complete = of(&overlay("UN-R155:7.2.2.5,XX-AV-2027:3.2,yes,invented,verified\n"));
    assert_eq!(find(&complete, "UN-R155:7.2.2.5").outcome, Outcome::Passed);
}

#[test]
fn a_clause_whose_rule_is_off_does_not_pass() {
    let text =
        std::fs::read_to_string(support::project("scenarios/rules/hara/asil-mismatch/pass-as-in-the-table.toml"));
    let manifest = text.unwrap();
    assert_eq!(find(&run(&manifest), "ISO-26262-3:6.4.3.10").outcome, Outcome::Passed);
    let rules = RuleSet::of_assess(&[], &["hara/unrated-event".to_owned()]).unwrap();
    let assessment = run_with(&manifest, Library::built_in(), &Options { rules, ..options() });
    let requirement = find(&assessment, "ISO-26262-3:6.4.3.10");
    assert_eq!((requirement.outcome, requirement.check_result), (Outcome::CantTell, Some(Outcome::Passed)));
    assert!(requirement.reason.contains("switched off"), "{}", requirement.reason);
    let rules = RuleSet::of_assess(&[], &["cite".to_owned()]).unwrap();
    let assessment = run_with(VEHICLE, Library::built_in(), &Options { rules, ..options() });
    let question = &assessment.standards[0].questions[1];
    assert_eq!(question.answer, None, "{question:?}");
}

#[test]
fn an_exclusion_does_not_hide_what_contradicts_it() {
    let text =
        std::fs::read_to_string(support::project("scenarios/rules/hara/asil-mismatch/fail-stated-lower.toml")).unwrap();
    let excluded = format!("{text}\n[[exclusion]]\nclause = \"ISO-26262-3:6.4.3.10\"\nreason = \"rated elsewhere\"\n");
    let assessment = run(&excluded);
    let requirement = find(&assessment, "ISO-26262-3:6.4.3.10");
    assert_eq!(requirement.outcome, Outcome::CantTell);
    assert!(requirement.reason.contains("rated elsewhere"), "{}", requirement.reason);
    let empty = run(&excluded.replace("rated elsewhere", "-"));
    assert_eq!(find(&empty, "ISO-26262-3:6.4.3.10").outcome, Outcome::Failed);
}

/// A vehicle that does not say what it is: nothing is decided.
#[test]
fn without_a_category_no_regulation_is_decided() {
    let text = std::fs::read_to_string(support::project("scenarios/highway-pilot/vehicle.toml")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    support::copy_folder(&support::project("scenarios/highway-pilot"), folder.path());
    std::fs::write(folder.path().join("vehicle.toml"), text.replace("category = \"M1\"", "")).unwrap();
    let dossier = load(folder.path(), &ImportLimits::default()).unwrap();
    let assessment = assess(&dossier, Library::built_in(), &options()).unwrap();
    for requirement in assessment.requirements.iter().filter(|one| one.standard.starts_with("UN-")) {
        let is_open = !matches!(requirement.outcome, Outcome::Passed | Outcome::Failed);
        assert!(is_open, "{} is {}", requirement.id, requirement.outcome.name());
    }
    let wrong = VEHICLE.replace("M1", "passenger car");
    let dossier = Dossier::from_manifest("vehicle.toml", &wrong).unwrap();
    let error = assess(&dossier, Library::built_in(), &options()).unwrap_err().to_string();
    assert!(error.contains("passenger car") && error.contains("M1"), "{error}");
}

/// Evidence in a stale or missing file does not count, whatever else speaks.
#[test]
fn stale_evidence_is_not_rescued_by_a_mention() {
    let folder = tempfile::tempdir().unwrap();
    support::copy_folder(&support::project("scenarios/highway-pilot"), folder.path());
    let manifest = folder.path().join("vehicle.toml");
    let text = std::fs::read_to_string(&manifest).unwrap();
    let entry = text.find("path = \"hardware/metrics.csv\"").unwrap();
    let stale = format!("{}about_version = \"0.1\"\n{}", &text[..entry], &text[entry..]);
    let rest = stale[entry..].find("[[").map_or(stale.len(), |at| entry + at);
    let cleaned: Vec<&str> =
        stale[entry + 24..rest].lines().filter(|line| !line.starts_with("about_version")).collect();
    let stale = format!("{}{}\n{}", &stale[..entry + 24], cleaned.join("\n"), &stale[rest..]);
    std::fs::write(&manifest, stale).unwrap();
    std::fs::write(folder.path().join("note.md"), "All metrics of ISO 26262-5:2018, 8.4.5 are met.\n").unwrap();
    let dossier = load(folder.path(), &ImportLimits::default()).unwrap();
    let assessment = assess(&dossier, Library::built_in(), &options()).unwrap();
    let metrics = assessment.requirements.iter().filter(|one| one.rules.iter().any(|rule| rule == "hw/metric-missed"));
    assert!(metrics.clone().count() > 5);
    for requirement in metrics {
        assert_ne!(requirement.outcome, Outcome::Passed, "{}: {}", requirement.id, requirement.reason);
    }
}

/// What stands in a file that cannot be read may change everything.
#[test]
fn an_unreadable_file_lets_nothing_pass_or_fail_that_rests_on_it() {
    let folder = tempfile::tempdir().unwrap();
    support::copy_folder(&support::project("scenarios/highway-pilot"), folder.path());
    std::fs::write(folder.path().join("safety/safety-requirements.reqif"), "").unwrap();
    let dossier = load(folder.path(), &ImportLimits::default()).unwrap();
    let assessment = assess(&dossier, Library::built_in(), &options()).unwrap();
    for id in ["ISO-26262-8:6.4.2.2", "ISO-26262-9:5.4.9-D"] {
        let requirement = find(&assessment, id);
        assert_eq!(
            (requirement.outcome, requirement.waits_for),
            (Outcome::CantTell, Some(WaitsFor::Information)),
            "{id}"
        );
        assert!(requirement.reason.contains("safety-requirements.reqif"), "{}", requirement.reason);
    }
}

/// A scenario is evidence that a test exists; only a result makes it a passed one.
#[test]
fn scenario_files_are_evidence_and_no_result() {
    let folder = tempfile::tempdir().unwrap();
    support::copy_folder(&support::project("scenarios/highway-pilot/scenarios"), &folder.path().join("scenarios"));
    let manifest = format!(
        "{VEHICLE}[assessment.editions]\nUN-R157 = \"00\"\n[facts.alks]\nescalation_time = \"3 s\"\n\
         [[scenarios]]\npath = \"scenarios\"\nclauses = [\"UN R157, 5.4.3.2\", \"UN R157, 5.2.1\"]\n"
    );
    std::fs::write(folder.path().join("vehicle.toml"), manifest).unwrap();
    let run = || {
        let dossier = load(folder.path(), &ImportLimits::default()).unwrap();
        assess(&dossier, Library::built_in(), &options()).unwrap()
    };
    let good = run();
    for id in ["UN-R157:5.4.3.2", "UN-R157:5.2.1"] {
        let requirement = find(&good, id);
        assert_eq!(requirement.outcome, Outcome::CantTell, "{id}");
        assert!(requirement.evidence.iter().any(|item| item.item == "scenarios"), "{:?}", requirement.evidence);
    }
    let lacks = find(&good, "UN-R157:5.2.1");
    assert!(lacks.reason.contains("no result is recorded"), "{}", lacks.reason);
    // A result of a run is evidence for what the scenario is named for.
    let results = "scenario id,file,result\nSC-1,scenarios/cut-in.xosc,passed\nSC-2,other.xosc,passed\n";
    std::fs::write(folder.path().join("scenarios.csv"), results).unwrap();
    let ran = run();
    let ran = find(&ran, "UN-R157:5.2.1");
    let items: Vec<&str> = ran.evidence.iter().map(|item| item.item.as_str()).collect();
    assert_eq!((ran.outcome, items), (Outcome::CantTell, vec!["scenarios", "SC-1"]), "{}", ran.reason);
    assert!(!ran.reason.contains("no result"), "{}", ran.reason);
    // Neither a faulty file nor a result that rests on it counts.
    let file = folder.path().join("scenarios/cut-in.xosc");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replacen("<Storyboard>", "<Storyboards>", 1).replacen("<Entities>", "<Entitis>", 1))
        .unwrap();
    let bad = run();
    let requirement = find(&bad, "UN-R157:5.2.1");
    assert!(requirement.reason.contains("faulty"), "{}", requirement.reason);
    let finding = bad.findings.iter().find(|finding| finding.rule == "dossier/deviating-scenario").unwrap();
    assert!(finding.location.line.is_some() && finding.message.contains("does not conform"), "{finding:?}");
}

/// A column whose header nobody knows may hold what is missing.
#[test]
fn a_renamed_column_leaves_open_what_a_missing_one_fails() {
    let outcome = |severity: &str, cell: &str| {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("vehicle.toml"), format!("{VEHICLE}\n")).unwrap();
        let table = format!(
            "ID,Hazardous event,{severity},E,C,ASIL,Rationale S,Rationale E,Rationale C,Safety goal,Malfunction,Situation\n\
             HE-1,Late,{cell},E4,C3,D,a fall,every drive,no time,SG-1,MF-1,OS-1\n"
        );
        std::fs::write(folder.path().join("hara.csv"), table).unwrap();
        let dossier = load(folder.path(), &ImportLimits::default()).unwrap();
        let assessment = assess(&dossier, Library::built_in(), &options()).unwrap();
        let found = find(&assessment, "ISO-26262-3:6.4.3.1");
        let named = assessment.findings.iter().find(|finding| finding.message.contains("`Schwere des Schadens`"));
        (found.outcome, found.reason.clone(), named.and_then(|finding| finding.help.clone()))
    };
    let (known, reason, named) = outcome("S", "");
    assert_eq!((known, named), (Outcome::Failed, None), "{reason}");
    let (renamed, reason, help) = outcome("Schwere des Schadens", "S3");
    assert_eq!(renamed, Outcome::CantTell, "{reason}");
    assert!(reason.contains("`severity`") && reason.contains("`Schwere des Schadens`"), "{reason}");
    assert!(help.unwrap().contains("columns = { severity = \"Schwere des Schadens\" }"));
    let (gone, reason, named) = outcome("Comment", "to be discussed");
    assert_eq!((gone, named), (Outcome::Failed, None), "{reason}");
}

/// What an office exports in Germany: a line for Excel, titles, numbers of rows,
/// decimal commas, empty rows, a row of sums and a legend.
#[test]
fn honest_exports_of_an_office_fail_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("vehicle.toml", &format!("{VEHICLE}\n[assessment]\nstandards = [\"ISO-26262\"]\n"));
    write(
        "Analyse.csv",
        "sep=;\r\nGefährdungsanalyse;;;\r\nStand: 21.11.2026;;;\r\n\r\nNr.;Gefährdungs-ID;Gefährdung;S;Begründung S;E;\
         Begründung E;C;Begründung C;ASIL;Sicherheitsziel;Fehlfunktion;Fahrsituation\r\n1;GE-1;Zu spät;S3;Sturz, tödlich;\
         E4;jede Fahrt;C3;keine Zeit;ASIL D;SZ-1;FF-1;FS-1\r\n;;;;;;;;;;;;\r\n2;GE-2;Zu früh;S2;Prellung;E4;jede Fahrt;\
         C2;etwas Zeit;ASIL B;SZ-1;FF-1;FS-1\r\n;;;;;;;;;;;;\r\nLegende;;;;;;;;;;;;\r\nS0;keine Verletzung;;;;;;;;;;;\r\n",
    );
    write(
        "Ziele.csv",
        "Sicherheitsziele\r\n\r\nID;Sicherheitsziel;ASIL;Sicherer Zustand;FTTI [ms];Hazardous events\r\n\
         SZ-1;Das Fahrzeug bleibt in der Spur;ASIL D;kein Lenkmoment;100,5;GE-1, GE-2\r\n",
    );
    write(
        "fmeda.csv",
        "FMEDA\r\nID;Safety goal;Bauteil;Ausfallrate [FIT];Distribution [%];Fehlerklasse;DC [%];DC evidence\r\n\
         FM-1;SZ-1;U1;100,0;60;residual;99,5;Test T1\r\nFM-2;SZ-1;U1;100,0;40;safe;;\r\nSumme;;;200,0;;;;\r\n",
    );
    write(
        "metrics.csv",
        "Metrics\r\nSafety goal;Metric;Value\r\nSZ-1;SPFM;99,7 %\r\nSZ-1;LFM;99,0 %\r\nSZ-1;PMHF;8,5 FIT\r\n",
    );
    let dossier = load(folder.path(), &ImportLimits::default()).unwrap();
    let counts = ["hazardous-event", "safety-goal", "failure-mode", "metric"].map(|kind| dossier.records(kind).count());
    assert_eq!(counts, [2, 1, 2, 3]);
    let assessment = assess(&dossier, Library::built_in(), &options()).unwrap();
    let failed = assessment.requirements.iter().filter(|requirement| requirement.outcome == Outcome::Failed);
    assert_eq!(failed.map(|requirement| &requirement.reason).collect::<Vec<_>>(), [""; 0]);
    let said: Vec<&str> = assessment.findings.iter().map(|finding| finding.message.as_str()).collect();
    assert!(said.iter().any(|message| message.starts_with("the last 2 rows")), "{said:?}");
}

/// A sum without what an unknown column holds would contradict what is right.
#[test]
fn an_fmeda_is_not_added_up_without_a_column_that_was_not_recognised() {
    let spfm = |header: &str| {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("vehicle.toml", VEHICLE);
        write("safety-goals.csv", "ID,Text,ASIL,Safe state,FTTI\nSG-1,Stay in lane,D,no torque,100 ms\n");
        let rows = "FM-1,SG-1,U1,100 FIT,60 %,residual,99.5 %\nFM-2,SG-1,U1,100 FIT,40 %,safe,\n";
        write(
            "fmeda.csv",
            &format!("ID,Goal,Part,Lambda,Distribution,Class,{header}\n{rows}").replace("Goal", "Safety goal"),
        );
        write("metrics.csv", "Safety goal,Metric,Value\nSG-1,SPFM,99.7 %\n");
        let dossier = load(folder.path(), &ImportLimits::default()).unwrap();
        let assessment = assess(&dossier, Library::built_in(), &options()).unwrap();
        let findings = find(&assessment, "ISO-26262-5:8.4.5-D").findings.iter();
        let of_rule = findings
            .filter(|finding| finding.rule == "hw/metric-miscalculated" && !finding.message.contains("evidence"));
        of_rule.map(|finding| finding.message.clone()).collect::<Vec<_>>().join("; ")
    };
    let said = spfm("Aufdeckung");
    assert!(said.contains("cannot be added up") && said.contains("`Aufdeckung`"), "{said}");
    assert_eq!(spfm("DC"), "");
    let said = spfm("Comment");
    assert!(said.contains("the rows of the FMEDA give 40 %"), "{said}");
}

/// An edition of which few rows were read does not make the rest inapplicable.
#[test]
fn an_edition_read_in_part_hides_nothing() {
    let manifest = format!(
        "{VEHICLE}[assessment]\nstandards = [\"UN-R156\"]\n[assessment.editions]\nUN-R156 = \"01\"\n\
         [[record]]\nrecord = \"certificate\"\nid = \"S1\"\nkind = \"SUMS\"\nissued = 2020-01-01\nvalid_until = 2021-01-01\n"
    );
    let assessment = run(&manifest);
    let inapplicable =
        assessment.requirements.iter().filter(|requirement| requirement.outcome == Outcome::Inapplicable).count();
    assert!(inapplicable < 5, "{inapplicable} rows are called inapplicable");
    let certificate = find(&assessment, "UN-R156:3.5");
    assert_eq!(certificate.outcome, Outcome::CantTell, "{}", certificate.reason);
    let note = assessment.standards[0].note.as_deref().unwrap_or_default();
    assert!(note.contains("only 2 rows were read of edition 01"), "{note}");
}

/// A copy of the sample with one file changed, and what becomes of a clause that rests on it.
fn sample_with(file: &str, change: impl Fn(&str) -> String) -> Assessment {
    let folder = tempfile::tempdir().unwrap();
    support::copy_folder(&support::project("scenarios/highway-pilot"), folder.path());
    let path = folder.path().join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    let changed = change(&text);
    assert_ne!(changed, text, "{file}");
    std::fs::write(&path, changed).unwrap();
    let dossier = load(folder.path(), &ImportLimits::default()).unwrap();
    assess(&dossier, Library::built_in(), &options()).unwrap()
}

/// What a file says of itself counts, whatever the manifest says of it.
#[test]
fn a_file_that_calls_itself_a_draft_is_no_evidence() {
    let with = |from: &str, to: &str| {
        let assessment = sample_with("cyber/csms-description.md", |text| text.replacen(from, to, 1));
        let file = assessment.files.iter().find(|file| file.path.ends_with("csms-description.md")).unwrap();
        let is_said = assessment.findings.iter().any(|finding| finding.rule == "dossier/stale-document");
        (file.state, is_said, find(&assessment, "UN-R155:6.3.2").outcome)
    };
    let status = "status: released";
    assert_eq!(with("title: ", "titel: "), (DocumentState::Present, false, Outcome::Passed));
    for (from, to) in [
        (status, "status: draft"),
        (status, "about_version: \"3.0\""),
        (status, "software version: \"3.0\""),
        ("date: 2026-06-19", "date: 2029-06-19"),
        ("version: \"4.0\"", "version: \"0.4\""),
        ("\n# Description", "\nDRAFT – NOT RELEASED\n\n# Description"),
    ] {
        assert_eq!(with(from, to), (DocumentState::Stale, true, Outcome::CantTell), "{to}");
    }
}

#[test]
fn a_draft_that_nobody_listed_is_no_evidence_either() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("vehicle.toml"), VEHICLE).unwrap();
    let state = |name: &str, text: &str| {
        std::fs::write(folder.path().join(name), text).unwrap();
        let dossier = load(folder.path(), &ImportLimits::default()).unwrap();
        dossier.document_at(name).unwrap().stale("2.1", options().as_of)
    };
    assert!(state("a.md", "---\nstatus: draft\nversion: \"0.1\"\n---\ntext\n").is_some());
    assert!(state("a.csv", "Status:;in work;;\nID;S;E;C;ASIL\nHE-1;S3;E4;C3;D\n").is_some());
    assert_eq!(state("a.md", "---\nstatus: released\n---\ntext\n"), None);
    // The state of a requirement is not that of its file.
    assert_eq!(state("a.md", "---\nrecord: requirement\nid: R-1\nstatus: draft\n---\ntext\n"), None);
}

/// A quote that is never closed makes one cell of all rows behind it.
#[test]
fn rows_that_a_quote_swallows_let_nothing_pass() {
    let outcome = |rows: &str| {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("vehicle.toml"), VEHICLE).unwrap();
        let header =
            "ID,Hazardous event,S,E,C,ASIL,Rationale S,Rationale E,Rationale C,Safety goal,Malfunction,Situation";
        std::fs::write(folder.path().join("Analyse.csv"), format!("{header}\n{rows}")).unwrap();
        let dossier = load(folder.path(), &ImportLimits::default()).unwrap();
        let assessment = assess(&dossier, Library::built_in(), &options()).unwrap();
        let is_said = assessment.findings.iter().any(|finding| finding.message.contains("quote"));
        (find(&assessment, "ISO-26262-3:6.4.3.10").outcome, is_said)
    };
    let row = "HE-1,Late,S3,E4,C3,D,a fall,every drive,no time,SG-1,MF-1,OS-1\n";
    assert_eq!(outcome(row), (Outcome::Passed, false));
    let open = row.replace("OS-1", "\"OS-1");
    assert_eq!(outcome(&format!("{open}{row}")), (Outcome::CantTell, true));
    let closed_late = row.replace("Late", "\"Late") + &row.replace("Late", "\"Late\"");
    assert_eq!(outcome(&format!("{row}{closed_late}")), (Outcome::CantTell, true));
}

/// A reference says its identifier first, and may say more; hyphens of office
/// programs look like those of a keyboard.
#[test]
fn references_lead_where_people_mean_them_to() {
    let reasons = |goals: &str, id: &str| {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("vehicle.toml", VEHICLE);
        write("hara.csv", &format!("ID;Hazardous event;S;E;C;ASIL;Safety goal\nHE-1;Late;S3;E4;C3;D;{goals}\n"));
        write("safety-goals.csv", &format!("ID;Text;ASIL\n{id};Shall brake;D\nSG-2;Shall not brake;D\n"));
        let dossier = load(folder.path(), &ImportLimits::default()).unwrap();
        let event = dossier.records("hazardous-event").next().unwrap();
        let (found, dead) = event.linked("goals");
        (found.len(), dead.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>())
    };
    for goals in ["SG-1", "SG-1: Shall brake", "SG-1 (shall brake, and soon)", "SG\u{2011}1"] {
        assert_eq!(reasons(goals, "SG-1"), (1, Vec::new()), "{goals}");
        assert_eq!(reasons(goals, "SG\u{2011}1"), (1, Vec::new()), "{goals}");
    }
    assert_eq!(reasons("SG-2 / SG-1", "SG-1"), (2, Vec::new()));
    assert_eq!(reasons("SG-2 / SG-7", "SG-1"), (1, vec!["SG-7".to_owned()]));
}

/// What `init` writes is read without a remark, and a point that is only said to be met is a gap.
#[test]
fn the_columns_of_a_checklist_are_known() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("vehicle.toml", VEHICLE);
    let header = "clause,title,expected,statement,document,status,reason,version,date,signed by,function";
    let rows = |status: &str| {
        format!(
            "{header}\nUN-R155:7.2.2.1(c),Post-production phase,process description,,,{status},,,,,\n\
            UN-R155:7.2.2.2(a),Processes,policy or manual,,,,,,,,\n"
        )
    };
    let run =
        || assess(&load(folder.path(), &ImportLimits::default()).unwrap(), Library::built_in(), &options()).unwrap();
    write("checklist.csv", &rows(""));
    let messages: Vec<String> = run().findings.into_iter().map(|finding| finding.message).collect();
    assert_eq!(messages, [""; 0]);
    write("checklist.csv", &rows("met"));
    let assessment = run();
    let requirement = find(&assessment, "UN-R155:7.2.2.1(c)");
    assert!(!requirement.reason.contains("not sure"), "{}: {}", requirement.outcome.name(), requirement.reason);
    assert_eq!(requirement.outcome, Outcome::Failed, "{}", requirement.reason);
}

/// A second list that nobody named and nobody could read may change what the first says.
#[test]
fn what_looks_like_a_further_list_lets_nothing_pass() {
    let outcome = |name: &str, bytes: &[u8]| {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
        write("vehicle.toml", VEHICLE.as_bytes());
        write(
            "Analyse.csv",
            b"ID,Hazardous event,S,E,C,ASIL,Rationale S,Rationale E,Rationale C,Safety goal,Malfunction,Situation\n\
              HE-1,Late,S3,E4,C3,D,a fall,every drive,no time,SG-1,MF-1,OS-1\n",
        );
        write(name, bytes);
        let dossier = load(folder.path(), &ImportLimits::default()).unwrap();
        let assessment = assess(&dossier, Library::built_in(), &options()).unwrap();
        find(&assessment, "ISO-26262-3:6.4.3.10").outcome
    };
    let german = "Nummer;Ereignis;Schwere;Haeufigkeit;Beherrsch.;Einst.\nGE-1;Zu spaet;S3;E4;C3;B\n";
    assert_eq!(outcome("Liste.csv", german.as_bytes()), Outcome::CantTell);
    assert_eq!(outcome("hara_v2.xlsx", b"no workbook"), Outcome::CantTell);
    assert_eq!(outcome("hara2.csv", b"ID;x\n1;\x81\n"), Outcome::CantTell);
    for (name, bytes) in
        [("hara-overview.png", &b"x"[..]), ("Liste.csv", b"Nummer;Farbe\n1;blau\n"), ("readme.doc", b"x")]
    {
        assert_eq!(outcome(name, bytes), Outcome::Passed, "{name}");
    }
}
