//! From evidence at hand to what is still to show in other markets.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rustc_hash::FxHashSet;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::atlas::{Binding, Instrument};
use super::chain::{Chain, Guard};
use super::evidence::Evidence;
use super::graph::{Answer, Graph};
use super::recognition::{Accepted, Shown, acceptance};
use super::relation::{Content, Possible};
use super::told::{Link, Tally, links, origins, since};
use crate::standard::{Acceptance, Certainty, Clause, Relation};

/// The name and version of the JSON shape.
pub const TRANSFER_SCHEMA: &str = "roadworthy/transfer/1";

/// What is held against what markets ask.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Transfer {
    /// The name and version of this shape.
    pub schema: String,
    /// What is held: documents, or clauses with evidence.
    pub have: Vec<String>,
    /// The markets.
    pub to: Vec<String>,
    /// The day for which dates are read.
    pub as_of: String,
    /// What the markets ask, clause by clause as far as it is recorded.
    pub requirements: Vec<Asked>,
    /// Instruments of the markets with which nothing that is held was compared.
    pub not_compared: Vec<NotCompared>,
    /// By market, how many of each answer.
    pub summary: BTreeMap<String, Tally>,
}

/// A clause, or a topic without number, that a market asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Asked {
    /// The id of the clause or document.
    pub id: String,
    /// The part that is meant, where it has no number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// Its title.
    pub title: String,
    /// The instrument it belongs to.
    pub instrument: String,
    /// The market.
    pub jurisdiction: String,
    /// How binding the instrument is.
    pub binding: Binding,
    /// Since when it asks, or where it stands.
    pub since: String,
    /// What the evidence does there.
    pub content: Content,
    /// The relations that are still possible.
    pub possible: Vec<Relation>,
    /// True if evidence is held for a part only of where the chain begins.
    pub of_part: bool,
    /// The document under which papers are meant.
    pub paper: String,
    /// Whether such papers are accepted.
    pub acceptance: Acceptance,
    /// What documents made for other rules are good for there, if that is recorded.
    pub reuse: Option<Acceptance>,
    /// What acceptance rests on.
    pub acceptance_because: String,
    /// How sure acceptance is.
    pub acceptance_certainty: Certainty,
    /// How sure the content is: the weakest step.
    pub certainty: Certainty,
    /// The steps from the evidence to the clause.
    pub chain: Vec<Link>,
    /// Clauses held that help as well.
    pub also: Vec<String>,
    /// Why no longer chain was read.
    pub stopped: Vec<String>,
    /// What is still to show.
    pub still_to_show: String,
    /// Who decides.
    pub decides: String,
}

/// An instrument about which the tables relate nothing to what is held.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NotCompared {
    /// The id of the instrument.
    pub instrument: String,
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// The market.
    pub jurisdiction: String,
    /// How binding it is.
    pub binding: Binding,
    /// Since when it asks, or where it stands.
    pub since: String,
}

/// What `held` is worth in the markets `to`, on `day`. `have` is how the reader named what is held.
pub fn transfer(graph: &Graph<'_>, held: &Evidence, have: Vec<String>, to: &[String], day: Date) -> Transfer {
    let mut result = Transfer {
        schema: TRANSFER_SCHEMA.to_owned(),
        have,
        to: to.to_vec(),
        as_of: day.to_string(),
        requirements: Vec::new(),
        not_compared: Vec::new(),
        summary: to.iter().map(|code| (code.clone(), Tally::default())).collect(),
    };
    for code in to {
        let mut asking: Vec<&Instrument> =
            graph.atlas.instruments.iter().filter(|one| one.jurisdiction == *code && one.is_live()).collect();
        asking.sort_by_key(|one| one.binding);
        for instrument in asking {
            let market = Market { graph, held, instrument, day };
            let asked = market.asked();
            if asked.is_empty() {
                result.not_compared.push(market.not_compared());
            }
            if let Some(tally) = result.summary.get_mut(code) {
                asked.iter().for_each(|one| tally.count(one.content, one.certainty));
            }
            result.requirements.extend(asked);
        }
    }
    result
}

/// An instrument of a market, against what is held.
struct Market<'a, 'g> {
    graph: &'g Graph<'a>,
    held: &'g Evidence,
    instrument: &'g Instrument,
    day: Date,
}

impl<'a> Market<'a, '_> {
    /// What the instrument asks; nothing if no row relates it to anything that is held.
    fn asked(&self) -> Vec<Asked> {
        let atlas = self.graph.atlas;
        let clauses = atlas.clauses_of(&self.instrument.id).filter(|clause| clause.asks);
        let numbered: Vec<(&str, Answer<'a>)> =
            clauses.map(|clause| (&*clause.id, self.graph.answer(self.held, &clause.id))).collect();
        let whole = self.graph.answer(self.held, &self.instrument.id);
        let topics = self.topics();
        let is_related = |answer: &Answer<'_>| answer.content != Content::Unknown || answer.contradiction.is_some();
        let any = is_related(&whole)
            || numbered.iter().any(|(_, answer)| is_related(answer))
            || topics.iter().any(|(_, answer)| is_related(answer));
        if !any {
            return Vec::new();
        }
        if numbered.is_empty() && topics.is_empty() {
            return self.as_a_whole(&whole);
        }
        // A row about the instrument as a whole says more than nothing where no clause is recorded.
        let of_whole = self.graph.answer_topic(self.held, &self.instrument.id, "");
        let is_told = numbered.is_empty() && !of_whole.chains.is_empty();
        let whole = is_told.then(|| self.row(&self.instrument.id, None, &of_whole));
        let numbered = numbered.iter().map(|(id, answer)| self.row(id, None, answer)).chain(whole);
        let topics = topics.iter().map(|(topic, answer)| self.row(&self.instrument.id, Some(topic), answer));
        numbered.chain(topics).collect()
    }

    /// The instrument of which no clauses are recorded. Where it makes a document of ours compulsory as it
    /// stands, what it asks is what that document asks.
    fn as_a_whole(&self, answer: &Answer<'a>) -> Vec<Asked> {
        let row = self.row(&self.instrument.id, None, answer);
        let taken_over = answer.chains.first().filter(|chain| chain.is_of_part && answer.content == Content::Contained);
        let document = taken_over.and_then(Chain::from).and_then(|id| self.graph.atlas.library.standard(id));
        let Some(document) = document else { return vec![row] };
        let asks = |clause: &&Clause| clause.is_requirement() && !self.held.holds(&clause.id);
        let missing = document.clauses.iter().filter(asks).map(|clause| {
            let answer = self.graph.answer(self.held, &clause.id);
            let own = self.row(&clause.id, None, &answer);
            let nothing = "all of it: there is no evidence for this clause".to_owned();
            let still_to_show = if answer.chains.is_empty() { nothing } else { own.still_to_show };
            Asked { still_to_show, ..own }
        });
        std::iter::once(row.clone()).chain(missing).collect()
    }

    /// What the instrument asks without a number, each with what is held of it.
    fn topics(&self) -> Vec<(String, Answer<'a>)> {
        let mut seen = FxHashSet::default();
        let steps = self.graph.steps_to(&self.instrument.id).iter();
        // What others call a part of it is no list of what it asks.
        let topics = steps
            .filter(|step| step.is_turned)
            .map(|step| step.to_topic())
            .filter(|topic| !topic.is_empty() && seen.insert(*topic));
        topics.map(|topic| (topic.to_owned(), self.graph.answer_topic(self.held, &self.instrument.id, topic))).collect()
    }

    fn row(&self, id: &str, topic: Option<&str>, answer: &Answer<'a>) -> Asked {
        let (paper, accepted) = self.accepted(answer);
        let missing = self.missing_parts(id);
        Asked {
            id: id.to_owned(),
            topic: topic.map(str::to_owned),
            title: self.graph.atlas.title(id).to_owned(),
            instrument: self.instrument.id.to_string(),
            jurisdiction: self.instrument.jurisdiction.clone(),
            binding: self.instrument.binding,
            since: since(self.instrument, self.day),
            content: answer.content,
            possible: answer.possible.relations().collect(),
            of_part: answer.chains.first().is_some_and(|chain| chain.is_of_part),
            paper,
            acceptance: accepted.acceptance,
            reuse: reuse(answer),
            acceptance_because: accepted.because.clone(),
            acceptance_certainty: accepted.certainty,
            certainty: answer.sureness(),
            chain: links(answer),
            also: also(answer),
            stopped: answer.stopped.iter().map(|guard: &Guard| guard.reason().to_owned()).collect(),
            still_to_show: if answer.is_unmapped() {
                self.would_serve(id)
            } else {
                still_to_show(answer, &missing, &accepted)
            },
            decides: self.instrument.regulator.clone(),
        }
    }

    /// The parts of a complete bundle that are not held.
    fn missing_parts(&self, id: &str) -> Vec<String> {
        let bundles = self.graph.atlas.library.bundles().iter();
        let complete = bundles.filter(|bundle| bundle.is_complete && *bundle.required == *id);
        let parts = complete.flat_map(|bundle| &bundle.parts);
        parts.filter(|part| self.graph.answer(self.held, part).content != Content::Covers).cloned().collect()
    }

    /// The document whose papers are meant, and whether they are accepted: the one from which the best chain
    /// begins; without a chain, the worst of those that are held and have a row here.
    fn accepted(&self, answer: &Answer<'a>) -> (String, Accepted) {
        let atlas = self.graph.atlas;
        let papers: Vec<&str> = match answer.chains.first().and_then(Chain::from) {
            Some(from) => vec![atlas.document_of(from)],
            None if answer.content == Content::Covers => vec![&*self.instrument.id],
            None => self.related(),
        };
        let by = answer.chains.first().filter(|chain| chain.steps.len() == 1).map(|chain| chain.steps[0].mapping);
        let answers = papers.iter().map(|paper| {
            let shown = Shown { paper, is_whole: self.held.holds(paper), by };
            (paper, acceptance(self.graph, shown, &self.instrument.id, self.day))
        });
        // What is not accepted of one paper is not accepted of the evidence.
        let worst = answers.max_by_key(|(_, accepted)| accepted.acceptance);
        let nothing = || (String::new(), Accepted::unknown("no row joins what is held to what is asked"));
        worst.map_or_else(nothing, |(paper, accepted)| (paper.to_string(), accepted))
    }

    /// The documents of which something is held and that have a row on this instrument.
    fn related(&self) -> Vec<&str> {
        let atlas = self.graph.atlas;
        let is_own = |id: &str| atlas.document_of(id) == &*self.instrument.id;
        let rows = atlas.library.mappings().iter();
        let others = rows.filter_map(|row| match (is_own(&row.from), is_own(&row.to)) {
            (true, false) => Some(atlas.document_of(&row.to)),
            (false, true) => Some(atlas.document_of(&row.from)),
            _ => None,
        });
        let others: BTreeSet<&str> = others.collect();
        others.intersection(&self.held.documents(atlas)).copied().collect()
    }

    /// What would serve where nothing is held: the clauses by which a row covers or helps.
    fn would_serve(&self, id: &str) -> String {
        let steps = self.graph.steps_to(id).iter().filter(|step| step.mapping.is_whole());
        let named = |wanted: &[Relation]| -> Vec<String> {
            let fitting = steps.clone().filter(|step| wanted.contains(&step.relation()));
            fitting.map(|step| step.from().to_string()).collect()
        };
        let covering = named(&[Relation::Equal, Relation::SupersetOf]);
        let helping = named(&[Relation::SubsetOf, Relation::Intersects]);
        match (covering.as_slice(), helping.as_slice()) {
            ([], []) => "all of it, as far as is known: no row relates it to what is held".to_owned(),
            ([], some) => format!("all of it; evidence for {} would help", some.join(", ")),
            (some, _) => format!("all of it; evidence for {} would cover it", some.join(" or ")),
        }
    }

    fn not_compared(&self) -> NotCompared {
        NotCompared {
            instrument: self.instrument.id.to_string(),
            number: self.instrument.number.clone(),
            title: self.instrument.title.clone(),
            jurisdiction: self.instrument.jurisdiction.clone(),
            binding: self.instrument.binding,
            since: since(self.instrument, self.day),
        }
    }
}

/// What the row by which the evidence bears says that documents are good for.
fn reuse(answer: &Answer<'_>) -> Option<Acceptance> {
    // Recognition does not compose: a chain of several rows says nothing.
    let single = answer.chains.first().filter(|chain| chain.steps.len() == 1)?;
    single.steps[0].mapping.reuse.map(|reuse| reuse.max(Acceptance::Report))
}

fn also(answer: &Answer<'_>) -> Vec<String> {
    let helps =
        |chain: &&Chain<'_>| matches!(chain.content(), Content::Covers | Content::Contained | Content::Overlaps);
    let bundle = answer.bundle.into_iter().flat_map(|bundle| bundle.parts.clone());
    let further = answer.further.iter().filter(helps).filter_map(Chain::from).map(|id| id.to_string());
    let mut seen = FxHashSet::default();
    bundle.chain(further).filter(|id| seen.insert(id.clone())).collect()
}

fn still_to_show(answer: &Answer<'_>, missing: &[String], accepted: &Accepted) -> String {
    let rationale =
        answer.chains.first().and_then(|chain| chain.steps.last()).map(|step| step.mapping.rationale.as_str());
    let why = rationale.filter(|text| !text.is_empty()).map(|text| format!(" ({text})")).unwrap_or_default();
    let from = answer.chains.first().and_then(Chain::from).map(|from| from.to_string()).unwrap_or_default();
    if let Some((one, two)) = &answer.contradiction {
        return format!("all of it: the tables contradict each other ({} against {})", origins(one), origins(two));
    }
    match answer.content {
        Content::Covers if accepted.acceptance == Acceptance::TypeApproval => "nothing further is recorded".to_owned(),
        Content::Covers => "nothing in content; the procedure there".to_owned(),
        Content::Contained if !missing.is_empty() => format!("evidence for {}{why}", missing.join(", ")),
        Content::Contained => format!("what it asks beyond that{why}"),
        Content::Overlaps => format!("what both do not share; how much that is, is not recorded{why}"),
        Content::None => format!("all of it{why}"),
        Content::Unknown if answer.possible == Possible::ANY => {
            "all of it, as far as is known: by that way every relation is possible".to_owned()
        }
        Content::Unknown => format!("all of it, as far as is known: {from} is {} it", answer.possible),
    }
}
