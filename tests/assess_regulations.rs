//! The sample dossier with one thing changed: what a regulation asks for does
//! not pass, and is not declared away, on what does not show it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod support;

use jiff::civil::Date;
use roadworthy::assessment::{Assessment, Options, Outcome, Requirement, assess};
use roadworthy::dossier::import::ImportLimits;
use roadworthy::dossier::load;
use roadworthy::engine::RuleSet;
use roadworthy::standard::Library;

/// Assesses the sample after `edits`: a file, what stands there, what is to.
fn edited(edits: &[(&str, &str, &str)]) -> Assessment {
    let folder = tempfile::tempdir().unwrap();
    support::copy_folder(&support::project("scenarios/highway-pilot"), folder.path());
    for (file, from, to) in edits {
        let path = folder.path().join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} does not hold {from}");
        std::fs::write(&path, text.replacen(from, to, 1)).unwrap();
    }
    let dossier = load(folder.path(), &ImportLimits::default()).unwrap();
    let rules = RuleSet::of_assess(&[], &[]).unwrap();
    let options = Options { rules, as_of: Date::constant(2026, 11, 21), jobs: None, suggest: 0 };
    assess(&dossier, Library::built_in(), &options).unwrap()
}

fn find<'a>(assessment: &'a Assessment, id: &str) -> &'a Requirement {
    assessment.requirements.iter().find(|one| one.id == id).unwrap_or_else(|| panic!("{id} is not assessed"))
}

/// The clauses that are declared away by a condition on `fact`.
fn declared_away(assessment: &Assessment, fact: &str) -> Vec<String> {
    let all = assessment.requirements.iter().filter(|one| one.outcome == Outcome::Inapplicable);
    all.filter(|one| one.reason.contains(&format!("facts.{fact} "))).map(|one| one.id.clone()).collect()
}

#[test]
fn a_fact_that_records_contradict_declares_nothing_away() {
    for fact in ["uses_rxswin", "ota"] {
        let edit = [format!("{fact} = true"), format!("{fact} = false")];
        let assessment = edited(&[("vehicle.toml", &edit[0], &edit[1])]);
        assert_eq!(declared_away(&assessment, fact), Vec::<String>::new());
        let reason = format!("applies if facts.{fact} == true");
        let is_open = |one: &&Requirement| one.outcome == Outcome::CantTell && one.reason.contains(&reason);
        assert!(assessment.requirements.iter().filter(is_open).count() >= 9, "{fact}");
    }
    // Without a record that says otherwise, a declaration stands.
    let assessment = edited(&[("vehicle.toml", "trailer = false", "trailer = false # none")]);
    assert!(!declared_away(&assessment, "trailer").is_empty());
}

const DECLARATION: [&str; 2] = ["UN-R155:6.3.2", "UN-R155:Annex-1-Appendix-1"];

#[test]
fn a_declaration_passes_if_it_declares_and_is_signed() {
    let outcomes = |from: &str, to: &str| {
        let assessment = edited(&[("cyber/csms-description.md", from, to)]);
        DECLARATION.map(|clause| find(&assessment, clause).outcome)
    };
    let text = "Nordwind Automobil AG attests that the processes needed for paragraph 7.2 of UN Regulation No. 155 \
                are installed and will be maintained. Emden, 14 March 2025.";
    assert_eq!(outcomes(text, text), [Outcome::Passed; 2]);
    assert_eq!(outcomes(text, "no"), [Outcome::Failed; 2]);
    let doubtful = ["Die Prozesse sind noch nicht eingeführt", "The declaration is void", "Nordwind refuses to attest"];
    for to in doubtful {
        assert_eq!(outcomes(text, to), [Outcome::CantTell; 2], "{to}");
    }
    assert_eq!(outcomes(text, "Draft"), [Outcome::Failed; 2]);
    let by = "| 2025-03-14 | Martin Hauser |";
    for to in ["unsigned", "not signed", "signature pending", "not yet signed by Martin Hauser"] {
        assert_eq!(outcomes(by, &by.replace("Martin Hauser", to)), [Outcome::CantTell; 2], "{to}");
    }
    let next = "| monitoring-sources |";
    let rest = "| 2025-03-14 | Martin Hauser | Member of the executive board | cyber/csms-declaration.md |";
    let second = format!("| csms-declaration | UN-R155:6.3.2 | Nordwind does not attest it. {rest}\n{next}");
    assert_eq!(outcomes(next, &second), [Outcome::CantTell; 2]);
    let second = format!("| csms-declaration | UN-R155:6.3.2 | Nordwind attests it. {rest}\n{next}");
    assert_eq!(outcomes(next, &second), [Outcome::CantTell; 2]);
}
