//! Relations between national rules: the worked examples, and what may never follow.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

use roadworthy::mapping::{Answer, Atlas, Content, Evidence, Graph};
use roadworthy::standard::{Certainty, Library};

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
