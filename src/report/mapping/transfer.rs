//! What carries over, market by market.

use std::io;

use super::page::Page;
use super::{accepted, chain_in_words, csv_of, sure};
use crate::mapping::{Asked, Atlas, Content, Transfer};
use crate::standard::Certainty;

/// The result as a page.
pub fn transfer_page(result: &Transfer, atlas: &Atlas<'_>) -> Page {
    let mut page = Page::default();
    let to: Vec<String> = result.to.iter().map(|code| named(atlas, code)).collect();
    page.heading(1, format!("What carries over from {} to {}", have(&result.have), to.join(", ")));
    page.text(format!(
        "As of {}. Content is what the relations of the tables let us conclude; whether a paper is accepted is looked \
         up and never concluded. The decision is the authority's; this prepares for it.",
        result.as_of
    ));
    let counts = result.to.iter().filter_map(|code| {
        let tally = result.summary.get(code)?;
        let counts = [tally.covers, tally.contained, tally.overlaps, tally.none, tally.unknown, tally.unsure];
        Some(std::iter::once(named(atlas, code)).chain(counts.iter().map(ToString::to_string)).collect())
    });
    let header = ["market", "covers", "contained", "overlaps", "none", "unknown", "of these unsure"];
    page.table(&header, counts.collect());
    for code in &result.to {
        market(&mut page, result, atlas, code);
    }
    page
}

fn have(have: &[String]) -> String {
    match have {
        [] => "nothing".to_owned(),
        few if few.len() <= 6 => few.join(", "),
        many => format!("{} and {} more", many[..5].join(", "), many.len() - 5),
    }
}

fn named(atlas: &Atlas<'_>, code: &str) -> String {
    match atlas.jurisdiction(code) {
        Some(known) if !known.native_name.is_empty() && known.native_name != known.name => {
            format!("{} ({})", known.name, known.native_name)
        }
        Some(known) => known.name.clone(),
        None => code.to_owned(),
    }
}

fn market(page: &mut Page, result: &Transfer, atlas: &Atlas<'_>, code: &str) {
    page.heading(2, named(atlas, code));
    let mut asked = result.requirements.iter().filter(|one| one.jurisdiction == code).peekable();
    if asked.peek().is_none() {
        page.text("No instrument there is related to what is held.");
    }
    while let Some(first) = asked.peek().copied() {
        let mut rows = Vec::new();
        while let Some(one) = asked.next_if(|one| one.instrument == first.instrument) {
            rows.push(one);
        }
        instrument(page, atlas, first, &rows);
    }
    let beside: Vec<String> = result
        .not_compared
        .iter()
        .filter(|one| one.jurisdiction == code)
        .map(|one| {
            let number = if one.number.is_empty() { &one.instrument } else { &one.number };
            format!("{number}, {} ({}, {}): {}", one.title, one.binding.name(), one.since, one.instrument)
        })
        .collect();
    if !beside.is_empty() {
        page.text("Nothing is recorded between what is held and these, which is not to say that nothing is to show:");
        page.list(beside);
    }
}

fn instrument(page: &mut Page, atlas: &Atlas<'_>, first: &Asked, rows: &[&Asked]) {
    let known = atlas.instrument(&first.instrument);
    let number = known.map_or(first.instrument.as_str(), |one| one.number.as_str());
    let native = known.map(|one| one.native_title.as_str()).filter(|title| !title.is_empty());
    let title = known.map_or(first.title.as_str(), |one| one.title.as_str());
    let native = native.map(|title| format!(" · {title}")).unwrap_or_default();
    let number = if number.is_empty() { &first.instrument } else { number };
    page.heading(3, format!("{number} · {title}{native}"));
    let decides = if first.decides.is_empty() { String::new() } else { format!("; decides: {}", first.decides) };
    page.text(format!("{}, {}{decides}", first.binding.name(), first.since));
    let mut papers: Vec<String> = rows
        .iter()
        .map(|one| {
            let text = accepted(&one.paper, one.acceptance, one.acceptance_certainty, &one.acceptance_because);
            let reuse = one.reuse.map(|reuse| format!("; documents: {}", reuse.name())).unwrap_or_default();
            text + &reuse
        })
        .collect();
    papers.sort();
    papers.dedup();
    // What holds for the instrument rather than for a clause is said once.
    let conditions: Vec<&str> = rows.iter().flat_map(|one| &one.chain).map(|link| link.conditions.as_str()).collect();
    let mut seen: Vec<&str> = Vec::new();
    for condition in conditions
        .into_iter()
        .filter(|condition| !condition.is_empty() && !papers.iter().any(|paper| paper.contains(condition)))
    {
        if !seen.contains(&condition) {
            seen.push(condition);
        }
    }
    papers.extend(seen.into_iter().map(str::to_owned));
    page.list(papers);
    let (open, covered): (Vec<&&Asked>, Vec<&&Asked>) = rows.iter().partition(|one| one.content != Content::Covers);
    page.table(
        &["clause", "content", "from the evidence", "still to show"],
        open.iter()
            .map(|one| {
                let content = sure(one.content, one.certainty);
                vec![clause(one), content, evidence(one), one.still_to_show.clone()]
            })
            .collect(),
    );
    if !covered.is_empty() {
        let verified = covered.iter().filter(|one| one.certainty == Certainty::Verified).count();
        let unsure = covered.len() - verified;
        let unsure =
            if unsure > 0 { format!(", {unsure} of them to be confirmed against the text") } else { String::new() };
        let names: Vec<String> = covered.iter().map(|one| clause(one)).collect();
        page.text(format!("Covered in content ({}{unsure}): {}", covered.len(), names.join("; ")));
    }
}

/// The chain to a clause, which it calls `it`, and what helps beside it.
fn evidence(one: &Asked) -> String {
    let mut chain = one.chain.clone();
    if let Some(last) = chain.last_mut().filter(|link| link.to == one.id || one.topic.is_some()) {
        last.to = "it".to_owned();
    }
    let also = if one.also.is_empty() { String::new() } else { format!("; also {}", one.also.join(", ")) };
    chain_in_words(&chain) + &also
}

/// A clause without the instrument that stands above it: `5.2(b) Risks`.
fn clause(one: &Asked) -> String {
    let number = one.id.strip_prefix(&one.instrument).map(|rest| rest.trim_start_matches(':')).unwrap_or(&one.id);
    let number = number.split('#').next().unwrap_or(number);
    match (&one.topic, number) {
        (Some(topic), _) => format!("({topic})"),
        (None, "") => "as a whole".to_owned(),
        (None, number) => format!("{number} {}", one.title),
    }
}

/// One row a clause.
pub fn transfer_csv(result: &Transfer) -> io::Result<Vec<u8>> {
    let header = [
        "id",
        "topic",
        "title",
        "instrument",
        "jurisdiction",
        "binding",
        "since",
        "content",
        "possible",
        "certainty",
        "paper",
        "acceptance",
        "acceptance_because",
        "acceptance_certainty",
        "reuse",
        "chain",
        "also",
        "still_to_show",
        "decides",
    ];
    let rows = result.requirements.iter().map(|one| {
        let possible: Vec<&str> = one.possible.iter().map(|relation| relation.name()).collect();
        vec![
            one.id.clone(),
            one.topic.clone().unwrap_or_default(),
            one.title.clone(),
            one.instrument.clone(),
            one.jurisdiction.clone(),
            one.binding.name().to_owned(),
            one.since.clone(),
            one.content.name().to_owned(),
            possible.join(" "),
            one.certainty.name().to_owned(),
            one.paper.clone(),
            one.acceptance.name().to_owned(),
            one.acceptance_because.clone(),
            one.acceptance_certainty.name().to_owned(),
            one.reuse.map(|reuse| reuse.name().to_owned()).unwrap_or_default(),
            chain_in_words(&one.chain),
            one.also.join("; "),
            one.still_to_show.clone(),
            one.decides.clone(),
        ]
    });
    csv_of(&header, rows)
}
