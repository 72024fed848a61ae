//! The sample dossier with one thing changed: what a regulation asks for does
//! not pass, and is not declared away, on what does not show it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod support;

use std::path::Path;

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
    assess_folder(folder.path())
}

fn assess_folder(folder: &Path) -> Assessment {
    let dossier = load(folder, &ImportLimits::default()).unwrap();
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

const SAFETY_CASE: [&str; 3] = ["UN-ADS:7.3.3.1", "UN-ADS:7.3.3.1.1", "UN-ADS:7.3.3.1.2"];

/// A small dossier under the UN ADS regulation, sound but for what `edits` change.
fn automated(edits: &[(&str, &str)]) -> Assessment {
    let mut manifest = "[vehicle]\nname = \"x\"\nmanufacturer = \"M AG\"\ntype = \"T1\"\ncategory = \"M1\"\nlevel = 4\n\
        functions = [\"ads\"]\nsoftware_version = \"1.0.0\"\napproval_date = 2027-02-01\n\
        [assessment]\nstandards = [\"UN-ADS\"]\n\
        [[document]]\npath = \"report.md\"\nversion = \"1\"\nstatus = \"released\"\nabout_version = \"1.0.0\"\n\
        [[record]]\nrecord = \"claim\"\nid = \"C-1\"\ntext = \"It brakes in time\"\n\
        [[record]]\nrecord = \"argument\"\nid = \"A-1\"\ntext = \"Sight covers the way\"\nclaims = \"C-1\"\n\
        [[record]]\nrecord = \"evidence\"\nid = \"E-1\"\ntext = \"40 runs\"\narguments = \"A-1\"\ndocument = \"report.md\"\n\
        [[record]]\nrecord = \"occurrence\"\nid = \"O-1\"\nclass = \"significant\"\noccurred_on = 2026-01-01\n\
        known_on = 2026-01-02\nfeature_active = true\n\
        [[record]]\nrecord = \"report\"\nid = \"RP-1\"\nkind = \"short-term\"\nsent_on = 2026-01-20\noccurrences = \"O-1\"\n\
        [[record]]\nrecord = \"case-review\"\nid = \"RV-1\"\nreviewer = \"B. Roth\"\nauthor = \"A. Weber\"\n\
        qualification = \"12 years\"\ndate = 2026-06-01\nversions = \"3.1\"\nmethods = \"reading\"\n\
        reproduced = \"E-1\"\ngaps = \"none\"\n"
        .to_owned();
    for (from, to) in edits {
        assert!(manifest.contains(from), "{from}");
        manifest = manifest.replacen(from, to, 1);
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("vehicle.toml"), manifest).unwrap();
    std::fs::write(folder.path().join("report.md"), "# Test report\n\nAll runs ended at rest.\n").unwrap();
    assess_folder(folder.path())
}

#[test]
fn a_safety_case_rests_on_evidence_that_is_there() {
    let outcomes = |edits: &[(&str, &str)]| {
        let assessment = automated(edits);
        SAFETY_CASE.map(|clause| find(&assessment, clause).outcome)
    };
    assert_eq!(outcomes(&[]), [Outcome::Passed; 3]);
    let never_passes = |edits: &[(&str, &str)]| {
        assert!(outcomes(edits)[..2].iter().all(|outcome| *outcome != Outcome::Passed), "{edits:?}");
    };
    never_passes(&[("document = \"report.md\"", "document = \"nofile.md\"")]);
    never_passes(&[("document = \"report.md\"", "document = \"in the archive\"")]);
    never_passes(&[("status = \"released\"", "status = \"draft\"")]);
    never_passes(&[("about_version = \"1.0.0\"", "about_version = \"0.9.0\"")]);
    let blank =
        [("It brakes in time", ""), ("Sight covers the way", ""), ("40 runs", ""), ("document = \"report.md\"", "")];
    assert_eq!(outcomes(&blank)[..2], [Outcome::Failed; 2]);
}

#[test]
fn reports_and_reviews_are_judged_whole() {
    let outcome = |clause: &str, edits: &[(&str, &str)]| find(&automated(edits), clause).outcome;
    let (report, review, remedies) = ("UN-ADS:7.4.8.2", "UN-ADS:7.3.4.4", "UN-ADS:7.3.4.5");
    assert_eq!(outcome(report, &[]), Outcome::Passed);
    let second = "[[record]]\nrecord = \"occurrence\"\nid = \"O-2\"\noccurred_on = 2026-02-01\nknown_on = 2026-02-02\n";
    let next = "[[record]]\nrecord = \"report\"";
    let unclassed = format!("{second}feature_active = true\n{next}");
    assert_eq!(outcome(report, &[(next, &unclassed)]), Outcome::CantTell);
    let inactive = format!("{second}class = \"significant\"\nfeature_active = false\n{next}");
    assert_eq!(outcome(report, &[(next, &inactive)]), Outcome::CantTell);
    assert_eq!(outcome(report, &[("sent_on = 2026-01-20", "sent_on = 2025-01-20")]), Outcome::CantTell);

    assert_eq!(outcome(review, &[]), Outcome::Passed);
    assert_eq!(outcome(review, &[("date = 2026-06-01", "date = 2026-12-01")]), Outcome::Failed);
    for to in ["reproduced = \"no\"", "reproduced = \"none could be repeated\""] {
        assert_eq!(outcome(review, &[("reproduced = \"E-1\"", to)]), Outcome::CantTell, "{to}");
    }
    assert_ne!(outcome(review, &[("methods = \"reading\"", "methods = \"planned\"")]), Outcome::Passed);
    for to in ["gaps = \"no\"", "gaps = \"0\"", "gaps = \"nothing was found\""] {
        assert_eq!(outcome(review, &[("gaps = \"none\"", to)]), Outcome::Passed, "{to}");
        assert_ne!(outcome(remedies, &[("gaps = \"none\"", to)]), Outcome::Failed, "{to}");
    }
}

#[test]
fn every_entry_of_the_information_document_counts() {
    let outcome = |item: &str, from: &str, to: &str| {
        let assessment = edited(&[("cyber/information-document.csv", from, to)]);
        find(&assessment, &format!("UN-R155:Annex-1-{item}")).outcome
    };
    let maker = "ID-06,6,UN-R155,\"Nordwind Automobil AG, Hafenstrasse 1, 26721 Emden, Germany\"";
    let of_type = "ID-02,2,UN-R155,\"NW6-HP1, N6 Highway Pilot\"";
    let category = "ID-05,5,UN-R155,M1,,,,";
    let certificate = "ID-13,9.3,UN-R155,CSMS-E1-2025-0187";
    let photographs = "HP-CS-040 Photographs and drawings,1.0,";
    for (item, line) in [("6", maker), ("2", of_type), ("5", category), ("9.3", certificate), ("8", photographs)] {
        assert_eq!(outcome(item, line, line), Outcome::Passed, "{item}");
    }
    let make = "ID-01,1,UN-R155,Nordwind";
    for (item, from, to) in [
        ("6", maker, "ID-06,6,UN-R155,\"Other Maker SE, Hafenstrasse 1\""),
        ("5", category, "ID-05,5,UN-R155,not M1,,,,"),
        ("2", of_type, "ID-02,2,UN-R155,all types except NW6-HP1"),
        ("2", of_type, &format!("ID-99,2,UN-R155,XC90,,,,\n{of_type}")),
        ("8", photographs, "cyber/photos.pdf,1.0,"),
        ("8", photographs, "HP-CS-040 Photographs and drawings,0.1 draft,"),
        ("9.3", certificate, "ID-13,9.3,UN-R155,CSMS-E1-2025-0187 (withdrawn)"),
        ("9.3", certificate, "ID-13,9.3,UN-R155,\"not CSMS-E1-2025-0187, another\""),
        ("9.3", certificate, &format!("ID-99,9.3,UN-R155,CSMS-E1-2024-0001,Certificate,1,2024-06-16,\n{certificate}")),
        ("1", make, "ID-01,1,UN-R155,photographs will be supplied later"),
        ("1", make, "ID-01,1,UN-R155,unknown yet"),
    ] {
        assert_eq!(outcome(item, from, to), Outcome::CantTell, "{to}");
    }
    assert_eq!(outcome("5", category, &format!("{category}\nID-99,5,UN-R155,N1,,,,")), Outcome::Failed);
}

#[test]
fn an_item_of_an_update_record_is_a_plain_answer_or_a_paper_that_is_there() {
    let file = "sums/software-updates.csv";
    let outcome = |letter: &str, from: &str, to: &str| {
        let assessment = edited(&[(file, from, to)]);
        ["", letter].map(|item| find(&assessment, &format!("UN-R156:7.1.2.5{item}")).outcome)
    };
    let (b, c) = (
        "\"Highway pilot, steering, brake system gateway, driver information, recorder, owner manual\"",
        "\"Highway pilot (UN R157), steering (UN R79)\"",
    );
    let e = "\"yes: specified maximum speed, detection range, lane change capability\"";
    let (h, i) = ("\"Confirmed: HP-SUMS-015, section 5\"", "\"Passed: HP-FS-042, HP-SW-034, HP-SUMS-V-031\"");
    for (letter, from) in [("(b)", b), ("(c)", c), ("(e)", e), ("(h)", h)] {
        assert_eq!(outcome(letter, from, from), [Outcome::Passed; 2], "{letter}");
    }
    for (letter, from, to) in [
        ("(b)", b, "nothing"),
        ("(c)", c, "none"),
        ("(e)", e, "maybe"),
        ("(e)", e, "no"),
        ("(h)", h, "Confirmed: refuted by HP-1"),
        ("(h)", h, "Confirmed: 1 blocker"),
        ("(h)", h, "\"confirmed, with reservations of 2026\""),
        ("(i)", i, "\"Passed, 3 failures\""),
        ("(i)", i, "\"verified, 1 defect\""),
        ("(i)", i, "\"Passed, results for software 3.4\""),
        ("(i)", i, "\"Passed, sums/no-report.md\""),
    ] {
        assert_eq!(outcome(letter, from, to), [Outcome::CantTell; 2], "{letter} {to}");
    }
    for to in ["UPD-2027-01,sums/updates/UPD-2026-02.md", "UPD-2027-01,safety/hara.xlsx"] {
        assert_eq!(outcome("(a)", "UPD-2027-01,sums/updates/UPD-2027-01.md", to), [Outcome::CantTell; 2], "{to}");
    }
}

/// The events of SG-04 are D: a goal that is rated lower lowers no target.
#[test]
fn metrics_are_judged_for_the_events_behind_a_goal() {
    let goal = (
        "safety/safety-goals.csv",
        "shall not leave its lane unintentionally,D,",
        "shall not leave its lane unintentionally,B,",
    );
    let latent = ("hardware/metrics.csv", "87.99,%,D", "97.99,%,B");
    let assessment = edited(&[goal, latent]);
    assert_eq!(find(&assessment, "ISO-26262-9:5.4.5").outcome, Outcome::Failed);
    // What the rows of the FMEDA do not give is wrong for the target of D.
    assert_eq!(find(&assessment, "ISO-26262-5:8.4.6-D").outcome, Outcome::Failed);
    let per_hour = edited(&[("hardware/metrics.csv", "PMHF,4.1,FIT", "PMHF,4.1e-8,FIT")]);
    assert_eq!(find(&per_hour, "ISO-26262-5:9.4.2.2-D").outcome, Outcome::CantTell);
    let denied = (
        "hardware/metrics.csv",
        "PMHF,4.1,FIT,D,HW C2.3,PMHF by quantified fault tree",
        "PMHF,999,FIT,D,HW C2.3,no failure rate classes used",
    );
    assert_eq!(find(&edited(&[denied]), "ISO-26262-5:9.4.2.2-D").outcome, Outcome::Failed);
}

#[test]
fn what_cannot_be_read_leaves_its_own_clauses_open() {
    let parameters = "steering (UN R79)\",yes,";
    let assessment = edited(&[("sums/software-updates.csv", parameters, &parameters.replace("yes", "unclear"))]);
    let outcome = |item: &str| find(&assessment, &format!("UN-R156:7.1.2.5{item}")).outcome;
    assert_eq!(["", "(d)"].map(outcome), [Outcome::CantTell; 2]);
    assert_eq!(["(a)", "(b)", "(c)", "(e)"].map(outcome), [Outcome::Passed; 4]);
}

/// A clause lists some findings of a rule and counts the others; none is lost.
#[test]
fn many_findings_are_listed_once() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = "[vehicle]\nname = \"x\"\ncategory = \"M1\"\n[assessment]\nstandards = [\"UN-R156\"]\n\
        [[document]]\npath = \"updates.csv\"\nrecord = \"update\"\n";
    std::fs::write(folder.path().join("vehicle.toml"), manifest).unwrap();
    let rows: String = (0..200).map(|number| format!("U-{number},yes\n")).collect();
    std::fs::write(folder.path().join("updates.csv"), format!("id,ota\n{rows}")).unwrap();
    let assessment = assess_folder(folder.path());
    let requirement = find(&assessment, "UN-R156:7.1.2.5(a)");
    assert_eq!((requirement.findings.len(), requirement.findings_omitted), (50, 150));
    assert!(requirement.reason.contains("199 more"), "{}", requirement.reason);
    let of_clauses = assessment.requirements.iter().flat_map(|one| &one.findings);
    let all = of_clauses.chain(&assessment.further_findings).filter(|one| one.rule == "sums/incomplete-update-record");
    let places: std::collections::BTreeSet<_> = all.map(|one| &one.location).collect();
    assert_eq!(places.len(), 200);
    let further: Vec<_> =
        assessment.further_findings.iter().map(|one| (&one.rule, &one.message, &one.location)).collect();
    let distinct: std::collections::BTreeSet<_> = further.iter().collect();
    assert_eq!(further.len(), distinct.len());
}
