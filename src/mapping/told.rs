//! How an answer is told: its steps, its dates, its counts.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::atlas::{Instrument, State};
use super::chain::{Chain, Step};
use super::graph::Answer;
use super::relation::Content;
use crate::standard::{Certainty, Relation};

/// A step of a chain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Link {
    /// Where it begins.
    pub from: String,
    /// The relation in this direction.
    pub relation: Relation,
    /// Where it ends.
    pub to: String,
    /// Under which conditions it holds.
    pub conditions: String,
    /// Why.
    pub rationale: String,
    /// Where that was read.
    pub source: String,
    /// How sure it is.
    pub certainty: Certainty,
}

/// How many clauses got which answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tally {
    /// Evidence shows all that is asked.
    pub covers: usize,
    /// It helps and is not enough.
    pub contained: usize,
    /// It shows some of it.
    pub overlaps: usize,
    /// It shows nothing of it.
    pub none: usize,
    /// The tables do not tell.
    pub unknown: usize,
    /// Of all, how many rest on something recalled or unconfirmed.
    pub unsure: usize,
}

impl Tally {
    /// Counts an answer.
    pub fn count(&mut self, content: Content, certainty: Certainty) {
        let field = match content {
            Content::Covers => &mut self.covers,
            Content::Contained => &mut self.contained,
            Content::Overlaps => &mut self.overlaps,
            Content::None => &mut self.none,
            Content::Unknown => &mut self.unknown,
        };
        *field += 1;
        self.unsure += usize::from(certainty != Certainty::Verified && content != Content::Unknown);
    }
}

/// Since when an instrument asks, seen from `day`.
pub(super) fn since(instrument: &Instrument, day: Date) -> String {
    let date = &instrument.in_force;
    let words = match (instrument.state, instrument.holds_on(day)) {
        (State::InForce | State::Adopted, Some(true)) => format!("in force since {date}"),
        (State::InForce | State::Adopted, Some(false)) => format!("in force from {date}"),
        (State::InForce | State::Adopted, None) if date.is_empty() => instrument.state.name().replace('-', " "),
        (State::InForce, None) => format!("in force, {date}"),
        (state, _) if date.is_empty() => state.name().replace('-', " "),
        (state, _) => format!("{}, {date}", state.name().replace('-', " ")),
    };
    match instrument.in_force_note.as_str() {
        note if words.contains(note) => words,
        note => format!("{words} ({note})"),
    }
}

fn link(step: Step<'_>) -> Link {
    let named = |id: &str, topic: &str| if topic.is_empty() { id.to_owned() } else { format!("{id} ({topic})") };
    Link {
        from: named(step.from(), step.from_topic()),
        relation: step.relation(),
        to: named(step.to(), step.to_topic()),
        conditions: step.mapping.conditions.clone(),
        rationale: step.mapping.rationale.clone(),
        source: step.mapping.source.clone(),
        certainty: step.mapping.certainty,
    }
}

/// The steps of the best chain.
pub(super) fn links(answer: &Answer<'_>) -> Vec<Link> {
    let chain = answer.chains.first().map(|chain| chain.steps.as_slice()).unwrap_or_default();
    chain.iter().map(|step| link(*step)).collect()
}

/// The rows of a chain, by file and line.
pub(super) fn origins(chain: &Chain<'_>) -> String {
    let rows = chain.steps.iter().map(|step| format!("{}:{}", step.mapping.origin.0, step.mapping.origin.1));
    rows.collect::<Vec<_>>().join(" and ")
}
