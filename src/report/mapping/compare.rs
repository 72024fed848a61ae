//! Jurisdictions beside each other on one page.

use std::io;

use super::csv_of;
use super::page::Page;
use crate::mapping::{Comparison, Listed, Row, State, Tie};
use crate::standard::Certainty;

/// The result as a page.
pub fn compare_page(result: &Comparison) -> Page {
    let mut page = Page::default();
    let names: Vec<String> =
        result
            .jurisdictions
            .iter()
            .map(|one| {
                if one.native_name.is_empty() {
                    one.name.clone()
                } else {
                    format!("{} ({})", one.name, one.native_name)
                }
            })
            .collect();
    page.heading(1, names.join(" · "));
    page.text(format!(
        "As of {}. ≈ marks the international document that an instrument relates to as a whole; a note in brackets \
         says how sure that is where it was not read.",
        result.as_of
    ));
    let header: Vec<&str> = std::iter::once("topic").chain(names.iter().map(String::as_str)).collect();
    page.heading(2, "Instruments");
    let topics = result.topics.iter().map(|topic| {
        let cells = topic.instruments.iter().map(|list| match list.as_slice() {
            [] => "–".to_owned(),
            [one] => instrument(one),
            several => several.iter().map(|one| format!("• {}", instrument(one))).collect::<Vec<_>>().join("\n"),
        });
        std::iter::once(topic.title.clone()).chain(cells).collect()
    });
    page.table(&header, topics.collect());
    blocks(&mut page, result, &header);
    page.heading(2, "Papers that are accepted");
    let papers = result.recognition.iter().map(|one| {
        vec![
            one.jurisdiction.clone(),
            one.paper.clone(),
            one.agreement.clone(),
            unsure(if one.has_ended { "no longer" } else { one.acceptance.name() }, one.certainty),
            one.dates.clone(),
        ]
    });
    page.table(&["where", "papers under", "agreement", "acceptance", "dates"], papers.collect());
    page
}

fn blocks(page: &mut Page, result: &Comparison, header: &[&str]) {
    let titles = [
        ("element", "The seven elements"),
        ("legal-instrument", "Legal instruments of interoperability"),
        ("technical-instrument", "Technical instruments of interoperability"),
        ("barrier", "Barriers"),
    ];
    for (block, title) in titles {
        let rows: Vec<&Row> = result.elements.iter().filter(|row| row.block == block).collect();
        if rows.is_empty() {
            continue;
        }
        page.heading(2, title);
        let own: Vec<Vec<String>> = rows
            .iter()
            .filter(|row| !row.is_common)
            .map(|row| {
                let cells = row.values.iter().map(|value| match value {
                    Some(value) => unsure(&value.text, value.certainty),
                    None => "–".to_owned(),
                });
                std::iter::once(row.element.replace('-', " ")).chain(cells).collect()
            })
            .collect();
        let first = if block == "element" { "element" } else { "" };
        let header: Vec<&str> = std::iter::once(first).chain(header[1..].iter().copied()).collect();
        page.table(&header, own);
        let common = rows.iter().filter(|row| row.is_common).filter_map(|row| {
            let value = row.values.first()?.as_ref()?;
            Some(vec![row.element.clone(), unsure(&value.text, value.certainty)])
        });
        page.table(&["everywhere", ""], common.collect());
    }
}

fn unsure(text: &str, certainty: Certainty) -> String {
    if certainty == Certainty::Verified { text.to_owned() } else { format!("{text} ({})", certainty.name()) }
}

fn instrument(one: &Listed) -> String {
    let stands = match one.state {
        State::InForce => String::new(),
        state => format!(", {}", state.name().replace('-', " ")),
    };
    let ties: Vec<String> = one.international.iter().map(tie).collect();
    let ties = if ties.is_empty() { String::new() } else { format!(" ≈ {}", ties.join(", ")) };
    unsure(&format!("{} [{}{stands}]{ties}", one.number, one.binding.name()), one.certainty)
}

fn tie(one: &Tie) -> String {
    let degree = one.degree.map(|degree| format!(" {}", degree.name())).unwrap_or_default();
    let edition = if one.lags { format!(", edition {}", one.edition) } else { String::new() };
    unsure(&format!("{}{degree}{edition}", one.document), one.certainty)
}

/// One row an instrument.
pub fn compare_csv(result: &Comparison) -> io::Result<Vec<u8>> {
    let header = [
        "topic",
        "jurisdiction",
        "id",
        "number",
        "title",
        "native_title",
        "binding",
        "state",
        "since",
        "international",
        "certainty",
        "source",
    ];
    let rows = result.topics.iter().flat_map(|topic| {
        let sides = topic.instruments.iter().zip(&result.jurisdictions);
        sides.flat_map(|(list, side)| {
            list.iter()
                .map(|one| {
                    let ties: Vec<String> = one.international.iter().map(tie).collect();
                    vec![
                        topic.topic.clone(),
                        side.code.clone(),
                        one.id.clone(),
                        one.number.clone(),
                        one.title.clone(),
                        one.native_title.clone(),
                        one.binding.name().to_owned(),
                        one.state.name().to_owned(),
                        one.since.clone(),
                        ties.join("; "),
                        one.certainty.name().to_owned(),
                        one.source.clone(),
                    ]
                })
                .collect::<Vec<_>>()
        })
    });
    csv_of(&header, rows)
}
