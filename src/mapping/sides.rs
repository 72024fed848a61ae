//! Two instruments side by side, clause by clause.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::atlas::Atlas;
use super::chain::Step;
use super::evidence::Evidence;
use super::graph::Graph;
use super::recognition::{Accepted, Shown as Paper, acceptance};
use super::relation::Content;
use super::told::{Link, Tally, links, origins, since};
use crate::standard::{Certainty, Degree, Relation};

/// The name and version of the JSON shape.
pub const SIDES_SCHEMA: &str = "roadworthy/compare-instruments/1";

/// Two instruments side by side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Sides {
    /// The name and version of this shape.
    pub schema: String,
    /// The first instrument.
    pub a: Head,
    /// The second instrument.
    pub b: Head,
    /// The day for which dates are read.
    pub as_of: String,
    /// The rows of the tables between both, in the order of the first.
    pub rows: Vec<Pair>,
    /// Clauses of the second: what evidence for the whole of the first does there.
    pub a_for_b: Vec<Shown>,
    /// Clauses of the first: what evidence for the whole of the second does there.
    pub b_for_a: Vec<Shown>,
    /// How many of each answer for the clauses of the second.
    pub a_for_b_summary: Tally,
    /// How many of each answer for the clauses of the first.
    pub b_for_a_summary: Tally,
    /// Whether papers under the first are accepted where the second asks.
    pub a_accepted_for_b: Accepted,
    /// Whether papers under the second are accepted where the first asks.
    pub b_accepted_for_a: Accepted,
    /// Rows that name a duty of one that cannot be met together with one of the other.
    pub conflicts: usize,
    /// Rows that rest on memory or on an unconfirmed text.
    pub not_verified: usize,
    /// Pairs about which the tables contradict each other.
    pub contradictions: Vec<String>,
}

/// An instrument or a catalogue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Head {
    /// Its id.
    pub id: String,
    /// Its number, as cited.
    pub number: String,
    /// Its English title.
    pub title: String,
    /// Its title in its own language; may be empty.
    pub native_title: String,
    /// Since when it asks, or where it stands.
    pub since: String,
    /// How many of its clauses are known here.
    pub clauses: usize,
}

/// A row of the tables.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Pair {
    /// The clause or document of the first.
    pub a: String,
    /// Its part, where it has no number.
    pub a_topic: String,
    /// How it relates to that of the second.
    pub relation: Relation,
    /// The clause or document of the second.
    pub b: String,
    /// Its part, where it has no number.
    pub b_topic: String,
    /// How one took over the other, if it says so.
    pub degree: Option<Degree>,
    /// The edition that is meant, if another than the present one.
    pub edition: String,
    /// Under which conditions it holds.
    pub conditions: String,
    /// Why both cannot be met with one setting; empty if they can, as far as is known.
    pub conflict: String,
    /// Why.
    pub rationale: String,
    /// Where that was read.
    pub source: String,
    /// How sure it is.
    pub certainty: Certainty,
}

/// A clause, and what evidence for the other instrument does there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Shown {
    /// The clause.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What the evidence does.
    pub content: Content,
    /// The relations that are still possible.
    pub possible: Vec<Relation>,
    /// How sure that is.
    pub certainty: Certainty,
    /// The steps.
    pub chain: Vec<Link>,
    /// True if no row leads to the clause: nobody looked, which is not to say that there is nothing.
    pub is_unmapped: bool,
}

/// The instruments `a` and `b` side by side.
pub fn side_by_side(graph: &Graph<'_>, a: &str, b: &str, day: Date) -> Sides {
    let atlas = graph.atlas;
    let rows = pairs(graph, a, b);
    let (a_for_b, first) = shown(graph, a, b);
    let (b_for_a, second) = shown(graph, b, a);
    Sides {
        schema: SIDES_SCHEMA.to_owned(),
        a: head(atlas, a, day),
        b: head(atlas, b, day),
        as_of: day.to_string(),
        conflicts: rows.iter().filter(|row| !row.conflict.is_empty()).count(),
        not_verified: rows.iter().filter(|row| row.certainty != Certainty::Verified).count(),
        rows,
        a_for_b_summary: tally(&a_for_b),
        b_for_a_summary: tally(&b_for_a),
        a_for_b,
        b_for_a,
        a_accepted_for_b: acceptance(graph, whole(a), b, day),
        b_accepted_for_a: acceptance(graph, whole(b), a, day),
        contradictions: first.into_iter().chain(second).collect(),
    }
}

/// A paper for all that a document asks.
fn whole(paper: &str) -> Paper<'_> {
    Paper { paper, is_whole: true, by: None }
}

fn head(atlas: &Atlas<'_>, id: &str, day: Date) -> Head {
    let instrument = atlas.instrument(id);
    let standard = atlas.library.standard(id);
    let of_catalogue = || standard.map(|standard| standard.header.title.clone());
    Head {
        id: id.to_owned(),
        number: instrument.map(|one| one.number.clone()).unwrap_or_default(),
        title: instrument.map(|one| one.title.clone()).or_else(of_catalogue).unwrap_or_default(),
        native_title: instrument.map(|one| one.native_title.clone()).unwrap_or_default(),
        since: instrument.map(|one| since(one, day)).unwrap_or_default(),
        clauses: clauses(atlas, id).len(),
    }
}

/// The clauses of a document that ask for something, as far as they are known.
fn clauses(atlas: &Atlas<'_>, document: &str) -> Vec<String> {
    let of_document = |id: &str| id.split(':').next() == Some(document);
    if let Some(standard) = atlas.library.standard(document) {
        let is_all = standard.header.id == document;
        let asked =
            standard.clauses.iter().filter(|clause| clause.is_requirement() && (is_all || of_document(&clause.id)));
        return asked.map(|clause| clause.id.to_string()).collect();
    }
    atlas
        .clauses
        .iter()
        .filter(|clause| clause.asks && of_document(&clause.id))
        .map(|clause| clause.id.to_string())
        .collect()
}

/// The rows between both documents, read from the first to the second.
fn pairs(graph: &Graph<'_>, a: &str, b: &str) -> Vec<Pair> {
    let atlas = graph.atlas;
    let belongs =
        |id: &str, document: &str| atlas.document_of(id) == document || id.split(':').next() == Some(document);
    let steps = atlas.library.mappings().iter().filter_map(|mapping| {
        if belongs(&mapping.from, a) && belongs(&mapping.to, b) {
            Some(Step { mapping, is_turned: false })
        } else {
            (belongs(&mapping.from, b) && belongs(&mapping.to, a)).then_some(Step { mapping, is_turned: true })
        }
    });
    let pair = |step: Step<'_>| Pair {
        a: step.from().to_string(),
        a_topic: step.from_topic().to_owned(),
        relation: step.relation(),
        b: step.to().to_string(),
        b_topic: step.to_topic().to_owned(),
        degree: step.mapping.degree,
        edition: step.mapping.to_edition.clone(),
        conditions: step.mapping.conditions.clone(),
        conflict: step.mapping.conflict.clone(),
        rationale: step.mapping.rationale.clone(),
        source: step.mapping.source.clone(),
        certainty: step.mapping.certainty,
    };
    steps.map(pair).collect()
}

/// What evidence for all of `held` does at each clause of `asking`, and the contradictions met.
fn shown(graph: &Graph<'_>, held: &str, asking: &str) -> (Vec<Shown>, Vec<String>) {
    let atlas = graph.atlas;
    let evidence = Evidence::of_documents(atlas, [held]);
    let mut contradictions = Vec::new();
    let mut row = |id: String| {
        let answer = graph.answer(&evidence, &id);
        if let Some((one, two)) = &answer.contradiction {
            contradictions.push(format!("{id}: {} against {}", origins(one), origins(two)));
        }
        let title = atlas.title(&id).to_owned();
        Shown {
            title,
            content: answer.content,
            possible: answer.possible.relations().collect(),
            certainty: answer.sureness(),
            chain: links(&answer),
            is_unmapped: answer.is_unmapped(),
            id,
        }
    };
    let rows = clauses(atlas, asking).into_iter().map(&mut row).collect();
    (rows, contradictions)
}

fn tally(rows: &[Shown]) -> Tally {
    let mut tally = Tally::default();
    rows.iter().for_each(|row| tally.count(row.content, row.certainty));
    tally
}
