//! Jurisdictions beside each other: what each has on a topic, and what is so there.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::atlas::{Atlas, Binding, Element, Instrument, State};
use super::told::since;
use crate::standard::{Acceptance, Certainty, Degree, Relation};

/// The name and version of the JSON shape.
pub const COMPARE_SCHEMA: &str = "roadworthy/compare/1";

/// Jurisdictions beside each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Comparison {
    /// The name and version of this shape.
    pub schema: String,
    /// The jurisdictions.
    pub jurisdictions: Vec<Side>,
    /// The day for which dates are read.
    pub as_of: String,
    /// Topic by topic, what each has.
    pub topics: Vec<Topic>,
    /// The seven elements, then the instruments of interoperability and the barriers.
    pub elements: Vec<Row>,
    /// Which papers each accepts.
    pub recognition: Vec<PaperRow>,
}

/// A jurisdiction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Side {
    /// Its code.
    pub code: String,
    /// Its English name.
    pub name: String,
    /// Its own name; empty if it is the English one.
    pub native_name: String,
}

/// A topic with the instruments of each jurisdiction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Topic {
    /// The word that tables use.
    pub topic: String,
    /// What it is about.
    pub title: String,
    /// By jurisdiction, in the order of the comparison.
    pub instruments: Vec<Vec<Listed>>,
}

/// An instrument in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Listed {
    /// Its id.
    pub id: String,
    /// Its number.
    pub number: String,
    /// Its English title.
    pub title: String,
    /// Its title in its own language; may be empty.
    pub native_title: String,
    /// How binding it is.
    pub binding: Binding,
    /// Where it stands.
    pub state: State,
    /// Since when it asks, or where it stands, seen from the day.
    pub since: String,
    /// How it relates to international documents.
    pub international: Vec<Tie>,
    /// How sure the row is.
    pub certainty: Certainty,
    /// Where it was read.
    pub source: String,
}

/// How an instrument relates to an international document as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Tie {
    /// The international document.
    pub document: String,
    /// How the instrument relates to it.
    pub relation: Relation,
    /// How it took it over, if it says so.
    pub degree: Option<Degree>,
    /// The edition that it took over, if another than the present one.
    pub edition: String,
    /// True if that edition is not the present one.
    pub lags: bool,
    /// How sure it is.
    pub certainty: Certainty,
}

/// A row of what is so where.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Row {
    /// Which list: `element`, `legal-instrument`, `technical-instrument`, `barrier`.
    pub block: String,
    /// Its name.
    pub element: String,
    /// By jurisdiction, in the order of the comparison; one for all where it is the same everywhere.
    pub values: Vec<Option<Value>>,
    /// True if the one value is about all.
    pub is_common: bool,
}

/// What is so, and where that was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Value {
    /// What is so.
    pub text: String,
    /// Where that was read.
    pub source: String,
    /// How sure it is.
    pub certainty: Certainty,
}

/// A row on recognition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PaperRow {
    /// The document under which papers are issued, or the papers in words.
    pub paper: String,
    /// The treaty or the law.
    pub agreement: String,
    /// The jurisdiction.
    pub jurisdiction: String,
    /// Whether they are accepted.
    pub acceptance: Acceptance,
    /// True if that ended before the day.
    pub has_ended: bool,
    /// Since and until when, in words.
    pub dates: String,
    /// Where that was read.
    pub source: String,
    /// How sure it is.
    pub certainty: Certainty,
}

/// The jurisdictions of these codes beside each other, on all topics or on one.
pub fn compare(atlas: &Atlas<'_>, codes: &[String], topic: Option<&str>, day: Date) -> Comparison {
    let side = |code: &String| {
        let known = atlas.jurisdiction(code);
        let name = known.map_or_else(|| code.clone(), |one| one.name.clone());
        let native = known.map(|one| one.native_name.clone()).filter(|native| *native != name);
        Side { code: code.clone(), name, native_name: native.unwrap_or_default() }
    };
    let topics = atlas.topics.iter().filter(|(id, _)| topic.is_none_or(|wanted| id == wanted));
    let topics = topics.map(|(id, title)| Topic {
        topic: id.clone(),
        title: title.clone(),
        instruments: codes.iter().map(|code| listed(atlas, code, id, day)).collect(),
    });
    let papers = atlas.recognition.iter().filter(|row| row.jurisdictions.iter().any(|one| codes.contains(one)));
    let papers = papers.flat_map(|row| {
        let of = row.jurisdictions.iter().filter(|one| codes.contains(one));
        of.map(|code| PaperRow {
            paper: if row.regulation.is_empty() { row.about.clone() } else { row.regulation.clone() },
            agreement: row.agreement.clone(),
            jurisdiction: code.clone(),
            acceptance: row.acceptance,
            has_ended: row.has_ended_by(day),
            dates: dates(&row.from, &row.until, &row.dates),
            source: row.source.clone(),
            certainty: row.certainty,
        })
    });
    Comparison {
        schema: COMPARE_SCHEMA.to_owned(),
        jurisdictions: codes.iter().map(side).collect(),
        as_of: day.to_string(),
        topics: topics.filter(|topic| topic.instruments.iter().any(|one| !one.is_empty())).collect(),
        elements: if topic.is_none() { elements(atlas, codes) } else { Vec::new() },
        recognition: papers.collect(),
    }
}

fn dates(from: &str, until: &str, says: &str) -> String {
    match (says, from, until) {
        ("", "", "") => String::new(),
        ("", from, "") => format!("since {from}"),
        ("", "", until) => format!("until {until}"),
        ("", from, until) => format!("{from} to {until}"),
        (says, ..) => says.to_owned(),
    }
}

fn listed(atlas: &Atlas<'_>, code: &str, topic: &str, day: Date) -> Vec<Listed> {
    let mut found: Vec<&Instrument> =
        atlas.instruments.iter().filter(|one| one.jurisdiction == code && one.topic == topic).collect();
    found.sort_by_key(|one| (!one.is_live(), one.binding));
    let row = |one: &Instrument| Listed {
        id: one.id.to_string(),
        number: one.number.clone(),
        title: one.title.clone(),
        native_title: one.native_title.clone(),
        binding: one.binding,
        state: one.state,
        since: since(one, day),
        international: ties(atlas, one),
        certainty: one.certainty,
        source: one.source.clone(),
    };
    found.into_iter().map(row).collect()
}

/// The relations of an instrument as a whole to documents of bodies.
fn ties(atlas: &Atlas<'_>, instrument: &Instrument) -> Vec<Tie> {
    let is_international = |id: &str| {
        let of_body = atlas.instrument(id).and_then(|one| atlas.jurisdiction(&one.jurisdiction));
        of_body.is_some_and(|one| one.is_organisation) || atlas.library.standard(id).is_some()
    };
    let rows =
        atlas.library.mappings().iter().filter(|row| !row.to.contains(':') && row.relation != Relation::NoRelation);
    let own = rows.filter(|row| atlas.document_of(&row.from) == &*instrument.id && is_international(&row.to));
    let mut ties: Vec<Tie> = Vec::new();
    for row in own.filter(|row| !row.from.contains(':') || row.degree.is_some()) {
        let present = atlas.library.standard(&row.to).and_then(|one| one.header.edition.last());
        // What was adopted lags; that a text was read in an older edition is no lag.
        let lags = row.degree.is_some()
            && !row.to_edition.is_empty()
            && present.is_some_and(|present| present.id != row.to_edition);
        let tie = Tie {
            document: atlas.document_of(&row.to).to_string(),
            relation: row.relation,
            degree: row.degree,
            edition: row.to_edition.clone(),
            lags,
            certainty: row.certainty,
        };
        match ties.iter_mut().find(|other| other.document == tie.document) {
            Some(other) => other.certainty = other.certainty.min(tie.certainty),
            None => ties.push(tie),
        }
    }
    ties
}

fn elements(atlas: &Atlas<'_>, codes: &[String]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let value = |one: &Element| Value { text: one.value.clone(), source: one.source.clone(), certainty: one.certainty };
    for one in &atlas.elements {
        let is_common = one.jurisdictions.iter().any(|code| code == "*");
        let at: Vec<usize> = (0..codes.len()).filter(|at| one.jurisdictions.contains(&codes[*at])).collect();
        if is_common {
            let (block, element) = (one.block.clone(), one.element.clone());
            rows.push(Row { block, element, values: vec![Some(value(one))], is_common });
        } else if !at.is_empty() {
            let known =
                rows.iter().position(|row| row.block == one.block && row.element == one.element && !row.is_common);
            let row = known.unwrap_or_else(|| {
                let (block, element) = (one.block.clone(), one.element.clone());
                rows.push(Row { block, element, values: vec![None; codes.len()], is_common: false });
                rows.len() - 1
            });
            for at in at {
                rows[row].values[at] = Some(value(one));
            }
        }
    }
    let order = ["element", "legal-instrument", "technical-instrument", "barrier"];
    rows.sort_by_key(|row| order.iter().position(|block| *block == row.block));
    rows
}
