//! Relations between national rules: the worked examples, and what may never follow.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

use roadworthy::mapping::{Answer, Atlas, Content, Evidence, Graph, Guard, Paper, acceptance};
use roadworthy::standard::{Acceptance, Certainty, Library};

fn atlas() -> Atlas<'static> {
    Atlas::read(Library::built_in()).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

fn with_graph<T>(look: impl Fn(&Graph<'_>) -> T) -> T {
    let atlas = atlas();
    look(&Graph::new(&atlas).unwrap())
}

fn content(held: &[&str], asked: &str) -> (Content, Certainty) {
    with_graph(|graph| {
        let evidence = Evidence::of_clauses(graph.atlas, held.iter().copied());
        let answer: Answer<'_> = graph.answer(&evidence, asked);
        (answer.content, answer.certainty)
    })
}

#[test]
fn evidence_for_one_paragraph_across_markets() {
    let risk_assessment = ["UN-R155:7.2.2.2(c)"];
    assert_eq!(content(&risk_assessment, "IN-AIS-189:7.2.2.2(c)"), (Content::Covers, Certainty::Verified));
    assert_eq!(content(&risk_assessment, "CN-GB-44495-2024:5.2(b)"), (Content::Contained, Certainty::Recalled));
    assert_eq!(content(&risk_assessment, "GB-TA-R155").0, Content::Contained);
    assert_eq!(content(&risk_assessment, "KR-MVMA-30-9").0, Content::Overlaps);
    assert_eq!(content(&risk_assessment, "SG-TR68-3").0, Content::Overlaps);
}

#[test]
fn a_complete_bundle_covers_and_no_part_of_it_does() {
    let all = ["UN-R155:7.2.2.2(b)", "UN-R155:7.2.2.2(c)", "UN-R155:7.2.2.2(d)", "UN-R155:7.2.2.2(f)"];
    assert_eq!(content(&all, "CN-GB-44495-2024:5.2(b)"), (Content::Covers, Certainty::Recalled));
    for left_out in 0..all.len() {
        let held: Vec<&str> = all.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, id)| *id).collect();
        assert_eq!(content(&held, "CN-GB-44495-2024:5.2(b)").0, Content::Contained, "without {}", all[left_out]);
    }
    // The same through the Indian copy of the paragraphs.
    let copies: Vec<String> = all.iter().map(|id| id.replace("UN-R155", "IN-AIS-189")).collect();
    let copies: Vec<&str> = copies.iter().map(String::as_str).collect();
    assert_eq!(content(&copies, "CN-GB-44495-2024:5.2(b)"), (Content::Covers, Certainty::Recalled));
}

#[test]
fn a_whole_regulation_is_held_or_not() {
    with_graph(|graph| {
        let evidence = Evidence::of_documents(graph.atlas, ["UN-R155"]);
        let of = |id: &str| graph.answer(&evidence, id).content;
        assert_eq!(of("GB-TA-R155"), Content::Covers);
        assert_eq!(of("CN-GB-44495-2024:6.9"), Content::None);
        assert_eq!(of("CN-GB-44495-2024:6.8"), Content::Overlaps);
        assert_eq!(of("CN-GB-44496-2024:4.2#safety"), Content::Unknown);
    });
}

/// A library of these relations between clauses of documents that no table knows.
fn small(rows: &str) -> Library {
    let relations =
        format!("from,relation,to,degree,basis,to_topic,from_edition,to_edition,rationale,source,certainty\n{rows}");
    let composition = include_str!("../standards/mappings/composition.csv").to_owned();
    let clauses = "id,title,stage,source,certainty\nT:1,type,type,s,verified\nS:1,service,in-service,s,verified\n";
    let files = vec![
        ("mappings/composition.csv".to_owned(), composition),
        ("mappings/own.csv".to_owned(), relations),
        ("jurisdictions/xx/clauses.csv".to_owned(), clauses.to_owned()),
    ];
    Library::from_files(files).unwrap()
}

/// What evidence for `A:1` does where `id` asks, how sure that is, and what stopped a chain.
fn small_answer(rows: &str, id: &str) -> (Content, Certainty, Vec<Guard>) {
    answer_from("A:1", rows, id)
}

fn answer_from(held: &str, rows: &str, id: &str) -> (Content, Certainty, Vec<Guard>) {
    let library = small(rows);
    let atlas = Atlas::read(&library).unwrap();
    let graph = Graph::new(&atlas).unwrap();
    let answer = graph.answer(&Evidence::of_clause(held), id);
    (answer.content, answer.certainty, answer.stopped.clone())
}

#[test]
fn chains_cover_only_by_equal_and_superset() {
    let chain = |one: &str, two: &str| {
        small_answer(&format!("A:1,{one},B:1,,,,,,w,s,verified\nB:1,{two},C:1,,,,,,w,s,verified\n"), "C:1").0
    };
    assert_eq!(chain("equal", "superset-of"), Content::Covers);
    assert_eq!(chain("subset-of", "equal"), Content::Contained);
    assert_eq!(chain("superset-of", "subset-of"), Content::Overlaps);
    assert_eq!(chain("superset-of", "intersects"), Content::Overlaps);
    assert_eq!(chain("subset-of", "no-relation"), Content::None);
    assert_eq!(chain("subset-of", "superset-of"), Content::Unknown);
    assert_eq!(chain("intersects", "intersects"), Content::Unknown);
}

#[test]
fn rows_are_read_both_ways() {
    let rows = "B:1,subset-of,A:1,,,,,,w,s,verified\nC:1,equal,B:1,,,,,,w,s,verified\n";
    assert_eq!(small_answer(rows, "C:1").0, Content::Covers);
}

#[test]
fn another_edition_stops_a_chain() {
    let rows =
        |edition: &str| format!("A:1,equal,B:1,,,,,2011,w,s,verified\nB:1,equal,C:1,,,,{edition},,w,s,verified\n");
    assert_eq!(small_answer(&rows("2018"), "C:1"), (Content::Unknown, Certainty::Verified, vec![Guard::Edition]));
    assert_eq!(small_answer(&rows("2011"), "C:1").0, Content::Covers);
}

#[test]
fn a_topic_counts_by_itself_and_never_chains() {
    let rows = "A:1,equal,B:1,,,brakes,,,w,s,verified\nB:1,equal,C:1,,,,,,w,s,verified\n";
    assert_eq!(small_answer(rows, "B:1").0, Content::Contained);
    assert_eq!(small_answer(rows, "C:1"), (Content::Unknown, Certainty::Verified, vec![Guard::Topic]));
}

#[test]
fn equal_words_and_equal_results_do_not_chain() {
    let rows = "A:1,equal,B:1,,syntactic,,,,w,s,verified\nB:1,equal,C:1,,functional,,,,w,s,verified\n";
    assert_eq!(small_answer(rows, "C:1"), (Content::Unknown, Certainty::Verified, vec![Guard::Basis]));
}

#[test]
fn what_a_type_shows_says_nothing_of_duties_in_service() {
    let rows = "T:1,equal,S:1,,,,,,w,s,verified\n";
    assert_eq!(answer_from("T:1", rows, "S:1"), (Content::Unknown, Certainty::Verified, vec![Guard::Stage]));
}

#[test]
fn more_than_three_steps_are_equal_and_verified() {
    let chain = |certainty: &str| {
        let rows = ["A:1,equal,B:1", "B:1,equal,C:1", "C:1,equal,D:1", "D:1,equal,E:1"];
        rows.map(|row| format!("{row},,,,,,w,s,{certainty}\n")).concat()
    };
    assert_eq!(small_answer(&chain("verified"), "E:1").0, Content::Covers);
    assert_eq!(small_answer(&chain("recalled"), "E:1").2, [Guard::Length]);
    assert_eq!(small_answer(&chain("recalled"), "D:1").0, Content::Covers);
}

#[test]
fn a_chain_is_as_sure_as_its_weakest_step() {
    let sure = |one: &str, two: &str, certainty: &str| {
        let rows = format!("A:1,{one},B:1,,,,,,w,s,verified\nB:1,{two},C:1,,,,,,w,s,{certainty}\n");
        small_answer(&rows, "C:1").1
    };
    assert_eq!(sure("equal", "superset-of", "verified"), Certainty::Verified);
    assert_eq!(sure("equal", "superset-of", "recalled"), Certainty::Recalled);
    // More than one step that is not equal: one word less.
    assert_eq!(sure("superset-of", "superset-of", "verified"), Certainty::Seed);
}

#[test]
fn what_is_not_equivalent_says_nothing_and_contradictions_cover_nothing() {
    assert_eq!(small_answer("A:1,equal,B:1,NEQ,,,,,w,s,verified\n", "B:1").0, Content::Unknown);
    let rows =
        "A:1,equal,B:1,,,,,,w,s,verified\nA:1,equal,C:1,,,,,,w,s,verified\nB:1,subset-of,C:1,,,,,,w,s,verified\n";
    assert_eq!(small_answer(rows, "C:1").0, Content::Unknown);
}

#[test]
fn acceptance_is_looked_up_and_never_follows_from_content() {
    with_graph(|graph| {
        let of = |day: &str, paper: &str, is_whole: bool, instrument: &str| {
            let paper = Paper { paper, is_whole, by: None };
            acceptance(graph, paper, instrument, day.parse().unwrap()).acceptance
        };
        let on = |day: &str, paper: &str, instrument: &str| of(day, paper, true, instrument);
        assert_eq!(on("2026-11-22", "UN-R155", "GB-TA-R155"), Acceptance::TypeApproval);
        assert_eq!(on("2026-11-22", "UN-R155", "IN-AIS-189"), Acceptance::None);
        assert_eq!(on("2026-11-22", "UN-R155", "CN-GB-44495-2024"), Acceptance::None);
        assert_eq!(on("2026-11-22", "UN-R157", "GB-AVA-2024"), Acceptance::Reference);
        assert_eq!(on("2026-11-22", "UN-R155", "KR-MVMA-30-9"), Acceptance::Reference);
        // Nothing says that the rules of the 1998 Agreement are accepted anywhere.
        assert_eq!(on("2026-11-22", "UN-ADS-GTR", "CN-GB-ADS-2026"), Acceptance::None);
        // A part of what a document asks is no approval; neither is another document, or one that does not hold yet.
        assert_eq!(of("2026-11-22", "UN-R155", false, "GB-TA-R155"), Acceptance::Reference);
        assert_eq!(on("2026-11-22", "UN-R157", "GB-TA-R155"), Acceptance::Unknown);
        assert_eq!(on("2026-11-22", "GB-SOSP", "GB-SOSP"), Acceptance::Unknown);
        assert_eq!(on("2015-01-01", "UN-R155", "GB-TA-R155"), Acceptance::Reference);
    });
}

#[test]
fn an_approval_is_accepted_only_where_a_row_and_the_jurisdiction_say_so() {
    with_graph(|graph| {
        let atlas = graph.atlas;
        let documents: Vec<&str> = atlas.instruments.iter().map(|one| &*one.id).collect();
        // Papers of all kinds; of those of one kind, some.
        let papers =
            documents.iter().filter(|id| id.starts_with("UN-") || id.starts_with("EU-2018") || id.ends_with("R155"));
        for day in ["2015-01-01", "2026-11-22", "2028-01-01"] {
            let day = day.parse().unwrap();
            for (paper, asked) in papers.clone().flat_map(|paper| documents.iter().map(move |asked| (*paper, *asked))) {
                let found = acceptance(graph, Paper { paper, is_whole: true, by: None }, asked, day);
                if found.acceptance != Acceptance::TypeApproval {
                    continue;
                }
                let code = &atlas.instrument(asked).unwrap().jurisdiction;
                let row = |row: &&roadworthy::mapping::Recognition| {
                    row.jurisdictions.contains(code)
                        && row.speaks_about(paper)
                        && row.acceptance == Acceptance::TypeApproval
                };
                assert!(atlas.recognition.iter().any(|one| row(&one)), "{paper} for {asked} on {day}");
                let joins = atlas.library.mappings().iter().any(|row| {
                    let ends = [atlas.document_of(&row.from), atlas.document_of(&row.to)];
                    row.reuse == Some(Acceptance::TypeApproval) && ends.contains(&paper) && ends.contains(&asked)
                });
                assert!(joins, "{paper} for {asked} on {day}");
            }
        }
    });
}

#[test]
fn evidence_below_and_inside_what_is_held() {
    // A group holds what stands below it.
    assert_eq!(content(&["UN-R155:7.2.2.2"], "CN-GB-44495-2024:5.2(a)").0, Content::Covers);
    // Clauses beside those that a row names say nothing.
    assert_eq!(content(&["UN-R155:8"], "KR-MVMA-30-9").0, Content::Unknown);
    assert_eq!(content(&["UN-R155:8"], "CN-GB-44495-2024:7.1").0, Content::Unknown);
}
