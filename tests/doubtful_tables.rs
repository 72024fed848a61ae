//! Tables as people write them: what may not have been read leaves open what
//! it would have shown, and what is no record is none.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

use jiff::civil::Date;
use roadworthy::assessment::{Assessment, Options, Outcome, assess};
use roadworthy::dossier::import::ImportLimits;
use roadworthy::dossier::load;
use roadworthy::engine::RuleSet;
use roadworthy::standard::Library;

const VEHICLE: &str = "[vehicle]\nname = \"Example\"\ncategory = \"M1\"\nlevel = 3\nfunctions = [\"alks\"]\n\
    software_version = \"1.0.0\"\n[assessment]\nstandards = [\"ISO-26262\"]\n";

const HEADER: &str = "HE ID,Malfunction,Situation,S,E,C,ASIL,Rationale S,Rationale E,Rationale C,Safety goals";
const FIRST: &str = "HE-1,m,s,S3,E4,C3,D,a,b,c,SG-1";
const SECOND: &str = "HE-2,m,s,S3,E3,C2,B,a,b,c,SG-2";
const GOALS: &str = "SG ID,Safety goal,ASIL,Safe state,FTTI [ms]\nSG-1,g,D,s,100\nSG-2,g,B,s,100\n";
const TOOLS: &str = "Tool,Version,Use case,TI,TD,TCL,ASIL,Qualification report\n\
    Compiler A,1,x,TI2,TD1,TCL1,D,\nSim B,2,y,TI1,,TCL1,D,\n";

const DETERMINED: &str = "ISO-26262-3:6.4.3.10";
const COVERED: &str = "ISO-26262-3:6.4.4.1";
const CLASSIFIED: &str = "ISO-26262-3:6.4.3.1";
const TOOL_LEVEL: &str = "ISO-26262-8:11.4.5.5";

fn run(files: &[(&str, &str)]) -> Assessment {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("vehicle.toml"), VEHICLE).unwrap();
    std::fs::write(folder.path().join("goals.csv"), GOALS).unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let dossier = load(folder.path(), &ImportLimits::default()).unwrap();
    let options = Options {
        rules: RuleSet::of_assess(&[], &[]).unwrap(),
        as_of: Date::constant(2026, 11, 21),
        jobs: Some(1),
        suggest: 0,
    };
    assess(&dossier, Library::built_in(), &options).unwrap()
}

/// The rows of hazardous events as CSV.
fn hara(rows: &[&str]) -> String {
    let rows = rows.iter().map(|row| format!("\n{row}"));
    format!("{HEADER}{}\n", rows.collect::<String>())
}

/// The same as a table of Markdown.
fn markdown(head: &str, rows: &[&str]) -> String {
    let row = |row: &str| format!("| {} |\n", row.replace(',', " | "));
    let rule = "|---".repeat(HEADER.split(',').count());
    format!("{head}{}{rule}|\n{}", row(HEADER), rows.iter().map(|text| row(text)).collect::<String>())
}

#[track_caller]
fn expect(assessment: &Assessment, clause: &str, outcome: Outcome, what: &str) {
    let requirement = assessment.requirements.iter().find(|one| one.id == clause).unwrap();
    assert_eq!(requirement.outcome, outcome, "{what}: {clause}: {}", requirement.reason);
}

#[test]
fn what_a_file_says_on_its_cover_counts() {
    let sound = markdown("# HARA\n\n", &[FIRST, SECOND]);
    expect(&run(&[("hara.md", &sound)]), DETERMINED, Outcome::Passed, "as it is");
    let table =
        |status: &str| format!("# HARA\n\n| Property | Content |\n|---|---|\n| Status | {status} |\n\nText.\n\n");
    for (head, outcome) in [
        (table("draft"), Outcome::CantTell),
        (table("released"), Outcome::Passed),
        ("# HARA (Draft)\n\n".to_owned(), Outcome::CantTell),
        ("# HARA – draft 3\n\n".to_owned(), Outcome::CantTell),
        ("# Drafting of the HARA\n\n".to_owned(), Outcome::Passed),
    ] {
        let assessment = run(&[("hara.md", &markdown(&head, &[FIRST, SECOND]))]);
        expect(&assessment, DETERMINED, outcome, &head);
    }
}

#[test]
fn a_row_apart_from_its_table_is_missed() {
    let table = markdown("# HARA\n\n", &[FIRST, SECOND]);
    let row = "| HE-3 | m | s | S3 | E4 | C3 | A | a | b | c | SG-1 |\n";
    for between in ["\n", "\nA note.\n\n"] {
        let assessment = run(&[("hara.md", &format!("{table}{between}{row}"))]);
        expect(&assessment, DETERMINED, Outcome::CantTell, between);
    }
    let assessment = run(&[("hara.md", &format!("{table}\nEither this | or that.\n"))]);
    expect(&assessment, DETERMINED, Outcome::Passed, "a bar in a text");
}

#[test]
fn the_state_of_a_row_stands_under_many_names() {
    for (header, value, outcome) in [
        ("Approved", "no", Outcome::CantTell),
        ("Released", "no", Outcome::CantTell),
        ("Freigegeben", "nein", Outcome::CantTell),
        ("Freigabe", "offen", Outcome::CantTell),
        ("Gültig", "nein", Outcome::CantTell),
        ("Zustand", "Entwurf", Outcome::CantTell),
        ("Bearbeitungsstand", "offen", Outcome::CantTell),
        ("Workflow", "Draft", Outcome::CantTell),
        ("Lifecycle", "obsolete", Outcome::CantTell),
        ("Review", "rejected", Outcome::CantTell),
        ("Deleted", "x", Outcome::CantTell),
        ("Obsolete", "yes", Outcome::CantTell),
        ("Withdrawn on", "2026-01-01", Outcome::CantTell),
        ("Approved", "yes", Outcome::Passed),
        ("Approved", "J. Brandt", Outcome::Passed),
        ("Freigabe", "2026-03-20", Outcome::Passed),
        ("Review", "CM-03", Outcome::Passed),
        ("Deleted", "no", Outcome::Passed),
        ("Deleted", "-", Outcome::Passed),
    ] {
        let text = format!("{HEADER},{header}\n{FIRST},{value}\n{SECOND},\n");
        let assessment = run(&[("hara.csv", &text)]);
        expect(&assessment, DETERMINED, outcome, &format!("{header} = {value}"));
    }
}

#[test]
fn the_last_row_of_a_list_is_not_dropped_in_silence() {
    expect(&run(&[("tools.csv", TOOLS)]), TOOL_LEVEL, Outcome::Passed, "as it is");
    let with = |row: &str| run(&[("tools.csv", &format!("{TOOLS}{row}\n"))]);
    expect(&with("Linker GNU ld,2.40,,,,,,"), TOOL_LEVEL, Outcome::CantTell, "a tool without classes");
    expect(&with("Total,2,,,,,,"), TOOL_LEVEL, Outcome::Passed, "a sum");
    let legend = run(&[("hara.csv", &hara(&[FIRST, SECOND, "Legend", "S0,no injuries"]))]);
    expect(&legend, DETERMINED, Outcome::Passed, "a legend");
    let nameless = run(&[("hara.csv", &hara(&[FIRST, SECOND, ",,rain at night"]))]);
    expect(&nameless, DETERMINED, Outcome::CantTell, "a row without an id");
}

#[test]
fn two_rows_of_one_id_that_differ_decide_nothing() {
    let other = FIRST.replace("E4", "E3").replace(",D,", ",C,");
    for rows in [[FIRST, SECOND, &other], [&other, FIRST, SECOND]] {
        expect(&run(&[("hara.csv", &hara(&rows))]), DETERMINED, Outcome::CantTell, "an event twice");
    }
    let twice = format!("{TOOLS}Sim B,2,y,TI2,TD3,TCL3,D,R-1\n");
    expect(&run(&[("tools.csv", &twice)]), TOOL_LEVEL, Outcome::CantTell, "a tool twice");
}

#[test]
fn headings_among_the_rows_are_no_records() {
    let grouped = hara(&["Function braking,,,,,,,,,,", FIRST, "Function steering,,,,,,,,,,", SECOND]);
    let assessment = run(&[("hara.csv", &grouped)]);
    for clause in [DETERMINED, CLASSIFIED, COVERED] {
        let requirement = assessment.requirements.iter().find(|one| one.id == clause).unwrap();
        assert_ne!(requirement.outcome, Outcome::Failed, "{clause}: {}", requirement.reason);
    }
    expect(&assessment, DETERMINED, Outcome::Passed, "headings");
    let bare = run(&[("hara.csv", &hara(&[FIRST, "HE-9,,,,,,,,,,", SECOND]))]);
    expect(&bare, DETERMINED, Outcome::Failed, "an event without classes");
}

#[test]
fn a_goal_is_found_in_the_words_around_it() {
    let with = |goal: &str| run(&[("hara.csv", &hara(&[&FIRST.replace("SG-1", goal), SECOND]))]);
    for goal in ["Goal SG-1", "see SG-1", "#SG-1", "https://req.example.org/r/SG-1", "sg-1"] {
        expect(&with(goal), COVERED, Outcome::Passed, goal);
    }
    expect(&with("SG-77"), COVERED, Outcome::Failed, "a goal that is not there");
    for goal in ["none required", "QM"] {
        let quality = format!("HE-3,m,s,S1,E1,C1,QM,a,b,c,{goal}");
        expect(&run(&[("hara.csv", &hara(&[FIRST, SECOND, &quality]))]), COVERED, Outcome::Passed, goal);
    }
}

#[test]
fn a_value_that_is_still_open_is_none() {
    let with = |old: &str, new: &str| run(&[("hara.csv", &hara(&[&FIRST.replace(old, new), SECOND]))]);
    for (old, new) in [
        ("S3", "S3 TBD"),
        ("S3", "S3 (TBC)"),
        (",D,", ",\"D (C expected)\","),
        (",D,", ",D (TBD),"),
        (",D,", ",D tbc,"),
    ] {
        expect(&with(old, new), DETERMINED, Outcome::CantTell, new);
    }
    for (old, new) in [("S3", "S3 - life-threatening"), ("S3", "S3: no escape"), (",D,", ",D (a fatal crash),")] {
        expect(&with(old, new), DETERMINED, Outcome::Passed, new);
    }
}

#[test]
fn a_list_in_another_dress_is_noticed() {
    let piped = hara(&[FIRST, SECOND]).replace(',', "|");
    expect(&run(&[("hara.csv", &piped)]), DETERMINED, Outcome::Passed, "bars");
    let french = "N°;Défaillance;Situation;Gravité;Exposition;Contrôlabilité;Niveau\n1;x;y;3;4;3;A\n";
    let assessment = run(&[("hara.csv", &hara(&[FIRST, SECOND])), ("analyse.csv", french)]);
    expect(&assessment, DETERMINED, Outcome::CantTell, "French");
}
