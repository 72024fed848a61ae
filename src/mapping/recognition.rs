//! Whether an authority accepts a paper: looked up, never derived.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::atlas::{Atlas, Recognition, begins_by};
use super::graph::Graph;
use crate::standard::{Acceptance, Certainty};

/// Whether papers issued under a document are accepted where an instrument asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Accepted {
    /// The answer.
    pub acceptance: Acceptance,
    /// How sure it is.
    pub certainty: Certainty,
    /// What documents made for the one are good for where the other is asked, if that is recorded.
    pub reuse: Option<Acceptance>,
    /// What the answer rests on.
    pub because: String,
    /// Where that was read.
    pub source: String,
}

impl Accepted {
    pub(super) fn unknown(because: &str) -> Accepted {
        Accepted {
            acceptance: Acceptance::Unknown,
            certainty: Certainty::Recalled,
            reuse: None,
            because: because.to_owned(),
            source: String::new(),
        }
    }
}

/// Whether papers under `paper` are accepted where `instrument` asks, on `day`.
pub fn acceptance(graph: &Graph<'_>, paper: &str, instrument: &str, day: Date) -> Accepted {
    let atlas = graph.atlas;
    let Some(asking) = atlas.instrument(instrument) else { return Accepted::unknown("the instrument is in no table") };
    if paper == instrument {
        return Accepted {
            acceptance: Acceptance::TypeApproval,
            certainty: asking.certainty,
            reuse: None,
            because: "the paper is that of the instrument itself".to_owned(),
            source: asking.source.clone(),
        };
    }
    let row = row(atlas, &asking.jurisdiction, paper, day);
    let recorded = reuse(graph, paper, instrument);
    let known = |acceptance: &Acceptance| *acceptance != Acceptance::Unknown;
    let by_row = row.map(|row| row.acceptance).filter(known);
    let by_relation = recorded.as_ref().map(|(reuse, ..)| *reuse).filter(known);
    let acceptance = match (by_row, by_relation) {
        // The weaker of both; they are in this order, best first.
        (Some(one), Some(two)) => one.max(two),
        (Some(one), None) => one,
        // What documents are good for is no approval.
        (None, Some(one)) => one.max(Acceptance::Report),
        (None, None) => return Accepted::unknown("no row says whether such papers are accepted"),
    };
    let of_row = row.filter(|row| by_row == Some(acceptance) || row.acceptance == acceptance);
    let (certainty, because, source) = match (of_row, &recorded) {
        (Some(row), _) => (row.certainty, in_words(row), row.source.clone()),
        (None, Some((_, certainty, because, source))) => (*certainty, because.clone(), source.clone()),
        (None, None) => (Certainty::Recalled, String::new(), String::new()),
    };
    Accepted { acceptance, certainty, reuse: recorded.map(|(reuse, ..)| reuse), because, source }
}

/// The row about papers under `document` that holds on `day`: one that names it before one about all of its kind.
fn row<'a>(atlas: &'a Atlas<'_>, jurisdiction: &str, document: &str, day: Date) -> Option<&'a Recognition> {
    let ended = |row: &Recognition| !row.until.is_empty() && row.until.parse::<Date>().is_ok_and(|last| last < day);
    let begun = |row: &Recognition| row.from.is_empty() || begins_by(&row.from, day) != Some(false);
    let speaks = |row: &&Recognition| {
        row.jurisdictions.iter().any(|one| one == jurisdiction)
            && row.speaks_about(document)
            && !ended(row)
            && begun(row)
    };
    let mut rows: Vec<&Recognition> = atlas.recognition.iter().filter(speaks).collect();
    rows.sort_by_key(|row| (row.regulation != document, row.acceptance));
    rows.into_iter().next()
}

fn in_words(row: &Recognition) -> String {
    let party = if row.is_party { "party" } else { "not a party" };
    let applies = match row.applies.as_str() {
        "yes" => "applies it",
        "no" => "does not apply it",
        "partial" => "applies it in part",
        _ => "whether it applies it is not known",
    };
    let dates = if row.dates.is_empty() { String::new() } else { format!(" ({})", row.dates) };
    format!("{}: {party}, {applies}{dates}", row.agreement)
}

/// What relations between the two documents say of documents made for one: the row about both as a whole, or the
/// best of those about clauses.
fn reuse(graph: &Graph<'_>, paper: &str, instrument: &str) -> Option<(Acceptance, Certainty, String, String)> {
    let atlas = graph.atlas;
    let is_between = |from: &str, to: &str| *atlas.document_of(from) == *paper && *atlas.document_of(to) == *instrument;
    let rows = atlas
        .library
        .mappings()
        .iter()
        .filter(|row| row.reuse.is_some() && (is_between(&row.from, &row.to) || is_between(&row.to, &row.from)));
    let is_whole = |id: &str| !id.contains(':');
    let best = rows.min_by_key(|row| {
        let of_both = is_whole(&row.from) && is_whole(&row.to) && row.is_whole();
        (!of_both, row.reuse, std::cmp::Reverse(row.certainty), row.origin.clone())
    })?;
    let because = if best.conditions.is_empty() { best.rationale.clone() } else { best.conditions.clone() };
    Some((best.reuse?, best.certainty, because, best.source.clone()))
}
