//! The sample dossier with one edit: what then is not shown must not pass, and
//! what people write otherwise must not fail.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod support;

use std::io::{Read, Write};
use std::path::Path;

use jiff::civil::Date;
use roadworthy::assessment::{Assessment, Options, Outcome, Requirement, assess, difference};
use roadworthy::dossier::import::ImportLimits;
use roadworthy::dossier::load;
use roadworthy::engine::RuleSet;
use roadworthy::standard::Library;

fn run(folder: &Path) -> Assessment {
    run_with(folder, Library::built_in())
}

fn run_with(folder: &Path, library: &Library) -> Assessment {
    let dossier = load(folder, &ImportLimits::default()).unwrap();
    let options = Options {
        rules: RuleSet::of_assess(&[], &[]).unwrap(),
        as_of: Date::constant(2026, 11, 21),
        jobs: Some(1),
        suggest: 0,
    };
    assess(&dossier, library, &options).unwrap()
}

fn find<'a>(assessment: &'a Assessment, id: &str) -> &'a Requirement {
    assessment.requirements.iter().find(|one| one.id == id).unwrap_or_else(|| panic!("{id} is not assessed"))
}

/// Replaces a text that has to be there.
fn replace(folder: &Path, file: &str, old: &str, new: &str) {
    let path = folder.join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(old), "{file} does not hold {old}");
    std::fs::write(path, text.replacen(old, new, 1)).unwrap();
}

/// Writes behind a file, or a new one.
fn append(folder: &Path, file: &str, text: &str) {
    let path = folder.join(file);
    let old = std::fs::read_to_string(&path).unwrap_or_default();
    std::fs::write(path, old + text).unwrap();
}

/// Assesses a copy of the sample with an edit.
fn edited(edit: impl FnOnce(&Path)) -> Assessment {
    let folder = tempfile::tempdir().unwrap();
    support::copy_folder(&support::project("scenarios/highway-pilot"), folder.path());
    edit(folder.path());
    run(folder.path())
}

/// The outcome of a clause, with its reason for messages.
#[track_caller]
fn expect(assessment: &Assessment, clause: &str, outcome: Outcome, what: &str) {
    let requirement = find(assessment, clause);
    assert_eq!(requirement.outcome, outcome, "{what}: {clause}: {}", requirement.reason);
}

const SAFETY_CASE: &str = "ISO-26262-2:6.5.4";

fn safety_case_in(cell: &str) -> Assessment {
    edited(|folder| replace(folder, "management/work-products.csv", "safety/safety-case.md", cell))
}

#[test]
fn a_work_product_is_a_file_that_is_there() {
    for cell in [
        "safety/Safety Case v1.3.docx",
        "nothing (1).md",
        "SharePoint",
        "HP-FS-060",
        "/etc/passwd",
        "vehicle.toml",
        "https://example.org/safety-case.md",
        "\\\\server\\share\\safety-case.docx",
        "C:\\docs\\safety-case.docx",
        "safety/SAFETY-CASE.MD",
        "safety/safety-case.md (not released yet)",
    ] {
        expect(&safety_case_in(cell), SAFETY_CASE, Outcome::CantTell, cell);
    }
    for cell in
        ["safety/a.md; safety/nothing.md", "\"safety/safety-case.md, safety/nothing.md\"", "safety/nothing.md:12"]
    {
        expect(&safety_case_in(cell), SAFETY_CASE, Outcome::Failed, cell);
    }
    for cell in ["./safety/../safety/safety-case.md", "safety\\safety-case.md", "safety/safety-case.md (section 3)"] {
        expect(&safety_case_in(cell), SAFETY_CASE, Outcome::Passed, cell);
    }
}

#[test]
fn the_name_of_a_file_may_have_spaces() {
    let renamed = |cell: &str, old: &str, new: &str, file: &str| {
        edited(|folder| {
            std::fs::rename(folder.join(old), folder.join(new)).unwrap();
            replace(folder, "vehicle.toml", old, new);
            replace(folder, file, old, cell);
        })
    };
    let (old, new) = ("cyber/csms-declaration.md", "cyber/csms declaration.md");
    let assessment = renamed(new, old, new, "cyber/csms-description.md");
    expect(&assessment, "UN-R155:6.3.2", Outcome::Passed, new);
    let (old, new) = ("sums/updates/UPD-2027-01.md", "sums/updates/UPD 2027 01.md");
    let assessment = renamed(new, old, new, "sums/software-updates.csv");
    expect(&assessment, "UN-R156:7.1.2.5", Outcome::Passed, new);
}

#[test]
fn a_work_product_counts_by_its_file() {
    let with =
        |file: &'static str, old: &'static str, new: &'static str| edited(|folder| replace(folder, file, old, new));
    let entry = "version = \"1.3\"\nstatus = \"released\"\ndate = 2026-11-13\nabout_version = \"4.2.1\"";
    for (old, new) in [("released", "draft"), ("4.2.1", "3.0.0"), ("1.3", "1.2")] {
        let assessment = edited(|folder| replace(folder, "vehicle.toml", entry, &entry.replace(old, new)));
        expect(&assessment, SAFETY_CASE, Outcome::CantTell, new);
    }
    let rows = [("1.3,released,2026-11-13,safety/safety-case.md", "9.3,released,2026-11-13,safety/safety-case.md")];
    for (old, new) in rows {
        expect(&with("management/work-products.csv", old, new), SAFETY_CASE, Outcome::CantTell, new);
    }
    for head in ["status: draft", "version: \"1.2\""] {
        let assessment = edited(|folder| {
            let path = folder.join("safety/safety-case.md");
            let text = std::fs::read_to_string(&path).unwrap();
            let body = text.strip_prefix("---\n").map_or(text.as_str(), |rest| rest.split_once("---\n").unwrap().1);
            std::fs::write(&path, format!("---\n{head}\n---\n{body}")).unwrap();
        });
        expect(&assessment, SAFETY_CASE, Outcome::CantTell, head);
    }
}

const OF_CERTIFICATES: [&str; 3] = ["UN-R155:Annex-1-9.3", "UN-R156:3.5", "UN-R156:Annex-1-9.2"];

#[test]
fn of_two_records_of_a_certificate_the_worse_counts() {
    let with = |header: &str, value: &str| {
        let row = |system: &str, number: &str| {
            let all = format!(
                "{number},{system},Approval authority E1,Nordwind Automobil AG,2025-06-16,2028-06-15,{value}\n"
            );
            if header == "Valid until" { all.replace(&format!("2028-06-15,{value}"), value) } else { all }
        };
        let head = "Certificate number,Kind,Authority,Manufacturer,Issued,Valid until";
        let head = if header == "Valid until" { head.to_owned() } else { format!("{head},{header}") };
        edited(|folder| {
            append(folder, "vehicle.toml", "\n[[document]]\npath = \"cyber/certs.csv\"\nrecord = \"certificate\"\n");
            let rows = [row("CSMS", "CSMS-E1-2025-0187"), row("SUMS", "SUMS-E1-2025-0188")].concat();
            append(folder, "cyber/certs.csv", &format!("{head}\n{rows}"));
        })
    };
    for (header, value, outcome) in [
        ("Withdrawn on", "2026-09-01", Outcome::Failed),
        ("Status", "withdrawn", Outcome::Failed),
        ("Valid until", "2026-12-31", Outcome::CantTell),
        ("Withdrawn on", "", Outcome::Passed),
    ] {
        let assessment = with(header, value);
        for clause in OF_CERTIFICATES {
            expect(&assessment, clause, outcome, &format!("{header} {value}"));
        }
    }
    let inline = "\n[[record]]\nrecord = \"certificate\"\nid = \"SUMS-E1-2025-0188\"\nwithdrawn_on = 2026-09-01\n";
    let assessment = edited(|folder| append(folder, "vehicle.toml", inline));
    expect(&assessment, "UN-R156:3.5", Outcome::Failed, "an inline record");
}

#[test]
fn a_check_of_a_body_counts_what_other_checks_count() {
    let library = Library::with_overlay(&support::project("scenarios/own-standard/standards")).unwrap();
    let own = |edit: &dyn Fn(&Path)| {
        let folder = tempfile::tempdir().unwrap();
        support::copy_folder(&support::project("scenarios/own-standard/dossier"), folder.path());
        edit(folder.path());
        run_with(folder.path(), &library)
    };
    let head = "supplier,kind,delivered elements,contract,contact,end of support";
    let with = |old: &'static str, new: &'static str| own(&move |folder| replace(folder, "suppliers.csv", old, new));
    let rejected = own(&|folder| {
        replace(folder, "suppliers.csv", head, &format!("{head},Status"));
        replace(folder, "suppliers.csv", "2039-06-30", "2039-06-30,rejected");
    });
    let draft = format!("{head},Status\nRadar Works,supplier,radar,C-1,a@b.example,2040-01-01,draft\n");
    let cases = [
        ("a rejected row", rejected),
        ("a draft", own(&|folder| append(folder, "suppliers2.csv", &draft))),
        ("a damaged file", own(&|folder| append(folder, "suppliers.xlsx", "xx"))),
        ("an unreadable date", with("2039-06-30", "soonish 2030")),
        ("an unknown header", with("end of support", "Support bis")),
    ];
    for (what, assessment) in cases {
        expect(&assessment, "XX-AV-2027:3.2", Outcome::CantTell, what);
    }
    expect(&with("2039-06-30", ""), "XX-AV-2027:3.2", Outcome::Failed, "no date");
}

/// Replaces a text in a part of an archive.
fn replace_in(folder: &Path, file: &str, part: &str, old: &str, new: &str) {
    let path = folder.join(file);
    let mut archive = zip::ZipArchive::new(std::fs::File::open(&path).unwrap()).unwrap();
    let mut written = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        if name == part {
            assert!(text.contains(old), "{part} does not hold {old}");
            text = text.replacen(old, new, 1);
        }
        written.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        written.write_all(text.as_bytes()).unwrap();
    }
    std::fs::write(&path, written.finish().unwrap().into_inner()).unwrap();
}

/// The sample without its gaps on functional safety, and with an edit.
fn mended(edit: impl FnOnce(&Path)) -> Assessment {
    edited(|folder| {
        let rated = |asil: &str| format!("<c r=\"H6\" s=\"2\" t=\"inlineStr\"><is><t>{asil}</t></is></c>");
        replace_in(folder, "safety/hara.xlsx", "xl/worksheets/sheet5.xml", &rated("C"), &rated("D"));
        replace(folder, "hardware/metrics.csv", "87.99", "97.99");
        edit(folder);
    })
}

const INHERITED: &str = "ISO-26262-8:6.4.2.2";
const OF_SOFTWARE: &str = "ISO-26262-6:6.4.3";
const SPLIT: &str = "ISO-26262-9:5.4.9-D";

#[test]
fn a_decomposition_that_does_not_hold_excuses_nothing() {
    let sound = mended(|_| {});
    for clause in [INHERITED, SPLIT, "ISO-26262-3:6.4.3.10", "ISO-26262-5:8.4.5-D"] {
        expect(&sound, clause, Outcome::Passed, "as it is");
    }
    let list = "safety/decomposition.csv";
    for status in ["rejected", "draft"] {
        let assessment = mended(|folder| {
            replace(folder, list, "Redundancy argument", "Redundancy argument,Status");
            replace(folder, list, "different software teams\"", &format!("different software teams\",{status}"));
        });
        expect(&assessment, INHERITED, Outcome::CantTell, status);
        expect(&assessment, SPLIT, Outcome::CantTell, status);
    }
    let entry = format!("\n[[document]]\npath = \"{list}\"\nstatus = \"draft\"\n");
    expect(&mended(|folder| append(folder, "vehicle.toml", &entry)), INHERITED, Outcome::CantTell, "a draft");
    for (old, new) in [("TSR-01;TSR-02", "TSR-01;TSR-01"), ("TSR-01;TSR-02", "SWSR-01;SWSR-03")] {
        let assessment = mended(|folder| replace(folder, list, old, new));
        expect(&assessment, INHERITED, Outcome::CantTell, new);
        expect(&assessment, SPLIT, Outcome::CantTell, new);
    }
    for parent in ["FSR-02", "SG-01"] {
        let assessment = mended(|folder| replace(folder, list, "FSR-01", parent));
        expect(&assessment, SPLIT, Outcome::CantTell, parent);
    }
}

#[test]
fn what_a_verdict_rests_on_counts_only_if_it_is_released() {
    let draft = |title: &'static str| {
        mended(|folder| {
            let path = folder.join("vehicle.toml");
            let text = std::fs::read_to_string(&path).unwrap();
            let (before, after) = text.split_once(title).unwrap();
            std::fs::write(&path, format!("{before}{title}{}", after.replacen("released", "draft", 1))).unwrap();
        })
    };
    let goals = draft("HP-FS-021 Safety goals");
    for clause in [INHERITED, "ISO-26262-5:8.4.5-D"] {
        expect(&goals, clause, Outcome::CantTell, "goals");
    }
    let requirements = draft("HP-FS-022 Functional and technical safety requirements");
    expect(&requirements, OF_SOFTWARE, Outcome::CantTell, "requirements");
}

#[test]
fn words_in_the_place_of_a_certificate_are_none() {
    let with = |old: &str, new: &str| edited(|folder| replace(folder, "vehicle.toml", old, new));
    let (scope, authority) = ("scope = \"All types of categories M1 and N1\"", "authority = \"Approval authority E1\"");
    for text in ["none", "UN R79 only", "Alle Typen ausser NW6-HP1", "Voraudit"] {
        let assessment = with(scope, &format!("scope = \"{text}\""));
        expect(&assessment, OF_CERTIFICATES[0], Outcome::CantTell, text);
    }
    for text in ["self-declared", "internal audit", "TÜV pre-audit", "Nordwind Homologation GmbH"] {
        let assessment = with(authority, &format!("authority = \"{text}\""));
        expect(&assessment, OF_CERTIFICATES[0], Outcome::CantTell, text);
    }
    for text in ["All types", "Type NW6-HP1", "Passenger cars"] {
        let assessment = with(scope, &format!("scope = \"{text}\""));
        expect(&assessment, OF_CERTIFICATES[0], Outcome::Passed, text);
    }
    let header = "Certificate ID,Kind,Authority,Manufacturer,Issued,Valid until,Withdrawn on\n";
    let row = "CSMS-E1-2025-0187,CSMS,Approval authority E1,Nordwind Automobil AG,2025-06-16,2028-06-15,2026-09-01\n";
    let assessment = edited(|folder| append(folder, "cyber/certificates.csv", &format!("{header}{row}")));
    expect(&assessment, OF_CERTIFICATES[0], Outcome::Failed, "a list by its name");
}

#[test]
fn a_field_that_cannot_be_read_leaves_the_others_alone() {
    let assessment = edited(|folder| {
        let path = folder.join("sums/software-updates.csv");
        let text = std::fs::read_to_string(&path).unwrap();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let at = lines.iter().position(|line| line.starts_with("UPD-2027-01")).unwrap();
        lines[at] = lines[at].replacen(",yes,", ",unclear,", 1);
        std::fs::write(&path, lines.join("\n") + "\n").unwrap();
    });
    expect(&assessment, "UN-R156:7.1.2.5(a)", Outcome::Passed, "another item");
    expect(&assessment, "UN-R156:7.1.2.5(d)", Outcome::CantTell, "the item");
    expect(&assessment, "UN-R156:7.1.2.5", Outcome::CantTell, "the whole");
}

#[test]
fn a_difference_says_that_the_vehicles_are_not_the_same() {
    let (old, new) = (edited(|_| {}), edited(|folder| replace(folder, "vehicle.toml", "NW6-HP1", "XC-90")));
    assert!(difference(&old, &new).other_vehicle.is_some_and(|what| what.contains("XC-90")));
    assert_eq!(difference(&old, &old).other_vehicle, None);
}

#[test]
fn a_requirement_whose_level_cannot_be_read_may_be_of_software() {
    let needs = "software/requirements/needs.json";
    let assessment = mended(|folder| {
        replace(folder, needs, "\"type\": \"swsr\"", "\"type\": \"xreq\"");
        replace(folder, needs, "\"asil\": \"ASIL B(D)\"", "\"asil\": \"ASIL A(D)\"");
    });
    expect(&assessment, INHERITED, Outcome::Failed, "too low");
    expect(&assessment, OF_SOFTWARE, Outcome::Failed, "too low");
}

#[test]
fn a_work_product_is_not_done_and_left_out() {
    let out = "HP-X,ISO-26262-2:6.5.4,Safety case,,,,,not needed for this type\nHP-FS-060,";
    let assessment = edited(|folder| replace(folder, "management/work-products.csv", "HP-FS-060,", out));
    expect(&assessment, SAFETY_CASE, Outcome::CantTell, "both");
}

#[test]
fn of_two_rows_of_a_risk_neither_is_believed() {
    let risks = "Risk ID,Risk value,Treatment,Justification\nR-001,1,retain,low\n";
    let assessment = edited(|folder| append(folder, "cyber/risks.csv", risks));
    for clause in ["ISO-SAE-21434:RQ-15-16", "ISO-SAE-21434:RQ-15-17"] {
        expect(&assessment, clause, Outcome::CantTell, "R-001 twice");
    }
}

#[test]
fn what_is_stale_is_named() {
    let list = "safety/decomposition.csv";
    let assessment = mended(|folder| {
        replace(folder, list, "Redundancy argument", "Redundancy argument,Status");
        replace(folder, list, "different software teams\"", "different software teams\",open");
    });
    let reason = &find(&assessment, SPLIT).reason;
    assert!(reason.contains("`DEC-01`") && reason.contains("`open`"), "{reason}");
}
