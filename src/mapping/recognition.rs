//! Whether an authority accepts a paper: looked up, never derived.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::atlas::{Atlas, Recognition, begins_by};
use super::graph::Graph;
use crate::standard::{Acceptance, Certainty, Mapping};

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

/// A paper that is shown where an instrument asks.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// The document under which it is issued.
    pub paper: &'a str,
    /// True if all that the document asks is shown, so that there may be an approval; a part is none.
    pub is_whole: bool,
    /// The row by which it bears on what is asked, if one is meant.
    pub by: Option<&'a Mapping>,
}

/// Whether a paper is accepted where `instrument` asks, on `day`.
///
/// An approval counts only where a row joins paper and instrument and says so, and where the jurisdiction
/// accepts approvals under the document on that day; without both, a paper may be shown at most.
pub fn acceptance(graph: &Graph<'_>, shown: Shown<'_>, instrument: &str, day: Date) -> Accepted {
    let Some(asking) = graph.atlas.instrument(instrument) else {
        return Accepted::unknown("the instrument is in no table");
    };
    if shown.paper == instrument {
        return Accepted::unknown("it is the instrument itself, and no row tells of papers under it");
    }
    let Some(joining) = joining(graph, shown, instrument) else {
        return Accepted::unknown("no row joins papers under it to what is asked");
    };
    let standing = standing(graph.atlas, &asking.jurisdiction, shown.paper, day);
    let recorded = joining.reuse.unwrap_or(Acceptance::Unknown);
    let at_most = if shown.is_whole { Acceptance::TypeApproval } else { Acceptance::Reference };
    let acceptance = match (standing.map(|row| row.acceptance), recorded) {
        (None | Some(Acceptance::Unknown), Acceptance::Unknown) => Acceptance::Unknown,
        // They stand in this order, best first: the weaker of both.
        (None | Some(Acceptance::Unknown), recorded) => recorded.max(Acceptance::Reference),
        (Some(standing), Acceptance::Unknown) => standing.max(Acceptance::Reference),
        (Some(standing), recorded) => standing.max(recorded).max(at_most),
    };
    let by_standing = standing.filter(|row| row.acceptance == acceptance);
    let of_joining =
        || if joining.conditions.is_empty() { joining.rationale.clone() } else { joining.conditions.clone() };
    let certainty = standing.map_or(joining.certainty, |row| row.certainty.min(joining.certainty));
    Accepted {
        acceptance,
        certainty: if acceptance == Acceptance::Unknown { Certainty::Recalled } else { certainty },
        reuse: joining.reuse.map(|reuse| reuse.max(Acceptance::Report)),
        because: by_standing.map_or_else(of_joining, in_words),
        source: by_standing.map_or_else(|| joining.source.clone(), |row| row.source.clone()),
    }
}

/// The row on papers under `document` that holds on `day`. One that names the document stands before those on
/// all of its kind, whether it has begun or not; nothing is accepted before the document itself holds.
fn standing<'a>(atlas: &'a Atlas<'_>, jurisdiction: &str, document: &str, day: Date) -> Option<&'a Recognition> {
    let of_here = |row: &&Recognition| row.jurisdictions.iter().any(|one| one == jurisdiction);
    let rows: Vec<&Recognition> =
        atlas.recognition.iter().filter(of_here).filter(|row| row.speaks_about(document)).collect();
    let is_named = rows.iter().any(|row| row.regulation == document);
    let holds = atlas.instrument(document).is_none_or(|one| one.holds_on(day) != Some(false));
    let begun = |row: &Recognition| row.from.is_empty() || begins_by(&row.from, day) != Some(false);
    let live = rows.into_iter().filter(|row| !is_named || row.regulation == document);
    let live = live.filter(|row| holds && begun(row) && !row.has_ended_by(day));
    live.max_by_key(|row| row.acceptance)
}

/// The row that joins a paper and an instrument: the one that is meant, the one about both as a whole, or the
/// least favourable of the others.
fn joining<'a>(graph: &Graph<'a>, shown: Shown<'_>, instrument: &str) -> Option<&'a Mapping> {
    let atlas = graph.atlas;
    let is_between =
        |from: &str, to: &str| atlas.document_of(from) == shown.paper && atlas.document_of(to) == instrument;
    let rows = atlas.library.mappings().iter();
    let rows = rows.filter(|row| is_between(&row.from, &row.to) || is_between(&row.to, &row.from));
    let is_meant = |row: &Mapping| shown.by.is_some_and(|by| by.origin == row.origin);
    let is_whole = |id: &str| !id.contains(':');
    rows.min_by_key(|row| {
        let of_both = is_whole(&row.from) && is_whole(&row.to) && row.is_whole();
        (!is_meant(row), !of_both, std::cmp::Reverse(row.reuse), row.origin.clone())
    })
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
