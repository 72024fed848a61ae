//! Two instruments side by side.

use std::io;

use super::page::Page;
use super::{accepted, chain_in_words, csv_of, sure};
use crate::mapping::{Content, Head, Shown, Sides, Tally};
use crate::standard::Certainty;

/// The result as a page.
pub fn sides_page(result: &Sides) -> Page {
    let mut page = Page::default();
    let (a, b) = (&result.a, &result.b);
    page.heading(1, format!("{} and {}", a.id, b.id));
    page.table(&["", "number", "title", "", "clauses known here"], [a, b].iter().map(|head| head_row(head)).collect());
    page.text(format!(
        "As of {}. {} relations between both, {} of them not verified, {} in conflict.",
        result.as_of,
        result.rows.len(),
        result.not_verified,
        result.conflicts
    ));
    page.table(
        &["evidence for", "where asked", "covers", "contained", "overlaps", "none", "unknown", "of these unsure"],
        vec![tally(&a.id, &b.id, &result.a_for_b_summary), tally(&b.id, &a.id, &result.b_for_a_summary)],
    );
    let one = &result.a_accepted_for_b;
    let other = &result.b_accepted_for_a;
    page.list(vec![
        format!("where {} asks: {}", b.id, accepted(&a.id, one.acceptance, one.certainty, &one.because)),
        format!("where {} asks: {}", a.id, accepted(&b.id, other.acceptance, other.certainty, &other.because)),
    ]);
    page.heading(2, "Clause by clause");
    let rows = result.rows.iter().map(|row| {
        let why = match (row.conflict.as_str(), row.certainty) {
            ("", Certainty::Verified) => row.rationale.clone(),
            ("", certainty) => format!("{} ({})", row.rationale, certainty.name()),
            (conflict, _) => format!("conflict: {conflict}; {}", row.rationale),
        };
        let degree = row.degree.map(|degree| format!(" {}", degree.name())).unwrap_or_default();
        let edition = if row.edition.is_empty() { String::new() } else { format!(" (edition {})", row.edition) };
        vec![
            part(&row.a, &row.a_topic, &a.id),
            format!("{}{degree}", row.relation.name()),
            format!("{}{edition}", part(&row.b, &row.b_topic, &b.id)),
            why,
        ]
    });
    page.table(&[a.id.as_str(), "is", b.id.as_str(), "why"], rows.collect());
    gaps(&mut page, &a.id, &b.id, &result.a_for_b);
    gaps(&mut page, &b.id, &a.id, &result.b_for_a);
    if !result.contradictions.is_empty() {
        page.heading(2, "Contradictions of the tables");
        page.list(result.contradictions.clone());
    }
    page
}

fn head_row(head: &Head) -> Vec<String> {
    let title = if head.native_title.is_empty() {
        head.title.clone()
    } else {
        format!("{} · {}", head.title, head.native_title)
    };
    vec![head.id.clone(), head.number.clone(), title, head.since.clone(), head.clauses.to_string()]
}

fn tally(held: &str, asking: &str, tally: &Tally) -> Vec<String> {
    let counts = [tally.covers, tally.contained, tally.overlaps, tally.none, tally.unknown, tally.unsure];
    [held.to_owned(), asking.to_owned()].into_iter().chain(counts.iter().map(ToString::to_string)).collect()
}

/// A clause without the document that heads the column, with its topic.
fn part(id: &str, topic: &str, document: &str) -> String {
    let number = id.strip_prefix(document).map(|rest| rest.trim_start_matches(':')).unwrap_or(id);
    match (number, topic) {
        ("", "") => "as a whole".to_owned(),
        ("", topic) => format!("({topic})"),
        (number, "") => number.to_owned(),
        (number, topic) => format!("{number} ({topic})"),
    }
}

/// What evidence for one does not show of the other: the clauses where a relation leads, then those that nobody
/// has related to anything.
fn gaps(page: &mut Page, held: &str, asking: &str, shown: &[Shown]) {
    let open = |row: &&Shown| row.content != Content::Covers && !row.is_unmapped;
    let rows: Vec<Vec<String>> = shown
        .iter()
        .filter(open)
        .map(|row| {
            vec![
                part(&row.id, "", asking),
                row.title.clone(),
                sure(row.content, row.certainty),
                chain_in_words(&row.chain),
            ]
        })
        .collect();
    let unmapped: Vec<&str> = shown.iter().filter(|row| row.is_unmapped).map(|row| row.id.as_str()).collect();
    if rows.is_empty() && unmapped.is_empty() {
        return;
    }
    page.heading(2, format!("What evidence for {held} does not show of {asking}"));
    page.table(&["clause", "title", "content", "by"], rows);
    if !unmapped.is_empty() {
        let numbers: Vec<String> = unmapped.iter().map(|id| part(id, "", asking)).collect();
        page.text(format!(
            "No row of the tables leads to {} of the {} clauses, which says nothing of them: {}",
            unmapped.len(),
            shown.len(),
            numbers.join(", ")
        ));
    }
}

/// One row a relation.
pub fn sides_csv(result: &Sides) -> io::Result<Vec<u8>> {
    let header = [
        "a",
        "a_topic",
        "relation",
        "b",
        "b_topic",
        "degree",
        "edition",
        "conditions",
        "conflict",
        "rationale",
        "source",
        "certainty",
    ];
    let rows = result.rows.iter().map(|row| {
        vec![
            row.a.clone(),
            row.a_topic.clone(),
            row.relation.name().to_owned(),
            row.b.clone(),
            row.b_topic.clone(),
            row.degree.map(|degree| degree.name().to_owned()).unwrap_or_default(),
            row.edition.clone(),
            row.conditions.clone(),
            row.conflict.clone(),
            row.rationale.clone(),
            row.source.clone(),
            row.certainty.name().to_owned(),
        ]
    });
    csv_of(&header, rows)
}
