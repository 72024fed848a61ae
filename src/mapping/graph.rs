//! All relations as a graph, and what is held against what is asked.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::atlas::Atlas;
use super::chain::{Chain, Guard, Step};
use super::evidence::Evidence;
use super::relation::{Composition, Content, Possible};
use crate::standard::{Bundle, Certainty, Relation, TableError};

/// Chains of `equal` and verified steps end here.
const LONGEST_OF_ALL: usize = 6;

/// What can be said of what is held where a clause asks.
#[derive(Debug, Clone)]
pub struct Answer<'a> {
    /// What the evidence does.
    pub content: Content,
    /// The relations that are still possible; nothing if no row leads here.
    pub possible: Possible,
    /// How sure that is.
    pub certainty: Certainty,
    /// The best chain, and those that support it from the same clause; empty if the clause itself is held.
    pub chains: Vec<Chain<'a>>,
    /// Chains from other clauses that help as well.
    pub further: Vec<Chain<'a>>,
    /// The bundle that decided, if one did.
    pub bundle: Option<&'a Bundle>,
    /// What kept chains from being read further.
    pub stopped: Vec<Guard>,
    /// Two paths between the same clauses that exclude each other.
    pub contradiction: Option<(Chain<'a>, Chain<'a>)>,
}

/// The relations between all clauses and documents.
#[derive(Debug)]
pub struct Graph<'a> {
    /// Instruments and clauses.
    pub atlas: &'a Atlas<'a>,
    composition: Composition,
    /// The steps that end at a clause or document.
    steps_to: FxHashMap<&'a str, Vec<Step<'a>>>,
}

impl<'a> Graph<'a> {
    /// The graph of all relations that the tables hold.
    pub fn new(atlas: &'a Atlas<'a>) -> Result<Graph<'a>, Vec<TableError>> {
        let mut steps_to: FxHashMap<&str, Vec<Step<'_>>> = FxHashMap::default();
        for mapping in atlas.library.mappings() {
            steps_to.entry(&mapping.to).or_default().push(Step { mapping, is_turned: false });
            steps_to.entry(&mapping.from).or_default().push(Step { mapping, is_turned: true });
        }
        Ok(Graph { atlas, composition: Composition::read(atlas.library)?, steps_to })
    }

    /// The steps that end at `id`.
    pub fn steps_to(&self, id: &str) -> &[Step<'a>] {
        self.steps_to.get(id).map_or(&[], Vec::as_slice)
    }

    /// The chains that lead from something held to `id`, and what stopped others.
    pub fn chains(&self, held: &Evidence, id: &str) -> (Vec<Chain<'a>>, Vec<Guard>) {
        let (mut found, mut stopped) = (Vec::new(), Vec::new());
        let mut open: Vec<Chain<'a>> = Vec::new();
        for step in self.steps_to(id) {
            self.take(
                Chain::of(*step, self.atlas, &self.composition, false),
                held,
                &mut open,
                &mut found,
                &mut stopped,
            );
        }
        while let Some(chain) = open.pop() {
            let Some(first) = chain.from() else { continue };
            for step in self.steps_to(first) {
                let is_on_the_way = |id: &Arc<str>| chain.steps.iter().any(|step| step.from() == id || step.to() == id);
                if is_on_the_way(step.from())
                    || step.mapping.relation == Relation::NoRelation && !step.from().contains(':')
                {
                    continue;
                }
                let longer = chain.with_first(*step, self.atlas, &self.composition);
                self.take(longer, held, &mut open, &mut found, &mut stopped);
            }
        }
        stopped.sort();
        stopped.dedup();
        (found, stopped)
    }

    /// What is held does where a document asks for something that has no number, or as a whole if `topic` is
    /// empty, by the rows about just that.
    pub fn answer_topic(&self, held: &Evidence, id: &str, topic: &str) -> Answer<'a> {
        if held.holds(id) {
            return self.own(id);
        }
        let rows = self.steps_to(id).iter().filter(|step| step.to_topic() == topic);
        let (mut found, mut stopped) = (Vec::new(), Vec::new());
        for step in rows {
            // Such a row never chains.
            let chain = Chain::of(*step, self.atlas, &self.composition, true);
            self.take(chain, held, &mut Vec::new(), &mut found, &mut stopped);
        }
        Answer { stopped, ..best(found) }
    }

    /// Keeps a chain that begins at something held; a chain that ends in the open goes on.
    fn take(
        &self,
        chain: Result<Chain<'a>, Guard>,
        held: &Evidence,
        open: &mut Vec<Chain<'a>>,
        found: &mut Vec<Chain<'a>>,
        stopped: &mut Vec<Guard>,
    ) {
        let is_at_evidence = |chain: &Chain<'_>| chain.from().is_some_and(|id| held.holds(id) || held.holds_part(id));
        match chain {
            Ok(chain) if chain.crosses_stages(self.atlas) => stopped.push(Guard::Stage),
            Ok(chain) if is_at_evidence(&chain) && !chain.begins_in_present_edition(self.atlas) => {
                stopped.push(Guard::Edition);
                self.go_on(chain, open);
            }
            Ok(chain) if chain.from().is_some_and(|id| held.holds(id)) => found.push(chain),
            Ok(chain) if chain.from().is_some_and(|id| held.holds_part(id)) => {
                found.push(chain.clone().of_part(&self.composition, held));
                self.go_on(chain, open);
            }
            Ok(chain) => self.go_on(chain, open),
            Err(guard) => stopped.push(guard),
        }
    }

    /// Follows a chain further, unless nothing can be learned any more.
    fn go_on(&self, chain: Chain<'a>, open: &mut Vec<Chain<'a>>) {
        if chain.possible != Possible::ANY && chain.steps.len() < LONGEST_OF_ALL {
            open.push(chain);
        }
    }

    /// What is held does where `id` asks.
    pub fn answer(&self, held: &Evidence, id: &str) -> Answer<'a> {
        let mut answer = self.by_chains(held, id);
        if answer.content == Content::Covers {
            return answer;
        }
        let bundle = self.atlas.library.bundles().iter().find(|bundle| *bundle.required == *id && bundle.is_complete);
        if let Some((bundle, certainty)) = bundle.and_then(|bundle| Some((bundle, self.carries(bundle, held)?))) {
            answer.content = Content::Covers;
            answer.certainty = certainty.min(self.atlas.certainty(id));
            answer.bundle = Some(bundle);
        }
        answer
    }

    /// The answer where the clause itself is held.
    fn own(&self, id: &str) -> Answer<'a> {
        let certainty = self.atlas.certainty(id);
        Answer { certainty, ..Answer::of(Content::Covers, Possible::only(Relation::Equal)) }
    }

    /// The answer without bundles.
    fn by_chains(&self, held: &Evidence, id: &str) -> Answer<'a> {
        if held.holds(id) {
            return self.own(id);
        }
        let (chains, stopped) = self.chains(held, id);
        Answer { stopped, ..best(chains) }
    }

    /// How sure it is that all parts of a bundle are shown; nothing if they are not.
    fn carries(&self, bundle: &Bundle, held: &Evidence) -> Option<Certainty> {
        let mut certainty = bundle.certainty;
        for part in &bundle.parts {
            let answer = self.by_chains(held, part);
            if answer.content != Content::Covers {
                return None;
            }
            certainty = certainty.min(answer.certainty);
        }
        (!bundle.parts.is_empty()).then_some(certainty)
    }
}

impl<'a> Answer<'a> {
    /// True if no row leads to the clause: nobody looked, which is not to say that there is nothing.
    pub fn is_unmapped(&self) -> bool {
        self.chains.is_empty() && self.content == Content::Unknown
    }

    /// How sure the answer is as readers are told: nothing is sure of what nobody looked at.
    pub fn sureness(&self) -> Certainty {
        if self.is_unmapped() { Certainty::Recalled } else { self.certainty }
    }

    fn of(content: Content, possible: Possible) -> Answer<'a> {
        Answer {
            content,
            possible,
            certainty: Certainty::Verified,
            chains: Vec::new(),
            further: Vec::new(),
            bundle: None,
            stopped: Vec::new(),
            contradiction: None,
        }
    }
}

/// The answer of the clause that helps most; several chains from one clause must agree.
fn best(chains: Vec<Chain<'_>>) -> Answer<'_> {
    let mut by_start: BTreeMap<&str, Vec<Chain<'_>>> = BTreeMap::new();
    for chain in chains {
        if let Some(from) = chain.from() {
            by_start.entry(from).or_default().push(chain);
        }
    }
    let mut answers: Vec<Answer<'_>> = by_start.into_values().map(agreed).collect();
    answers.sort_by_key(|answer| (rank(answer), std::cmp::Reverse(answer.certainty), shortest(answer)));
    let mut answers = answers.into_iter();
    let Some(mut best) = answers.next() else { return Answer::of(Content::Unknown, Possible::ANY) };
    best.further = answers.flat_map(|answer| answer.chains.into_iter().take(1)).collect();
    best
}

fn rank(answer: &Answer<'_>) -> u8 {
    match answer.content {
        Content::Covers => 0,
        Content::Contained => 1,
        Content::Overlaps => 2,
        Content::Unknown => 3,
        Content::None => 4,
    }
}

fn shortest(answer: &Answer<'_>) -> usize {
    answer.chains.first().map_or(0, |chain| chain.steps.len())
}

/// What the chains from one clause say together.
fn agreed(mut chains: Vec<Chain<'_>>) -> Answer<'_> {
    chains.sort_by_key(|chain| (chain.steps.len(), std::cmp::Reverse(chain.certainty)));
    let mut possible = Possible::ANY;
    let mut contradiction = None;
    let mut used = Vec::new();
    let mut certainty = Certainty::Verified;
    if chains.iter().any(|chain| chain.is_of_part) {
        chains.retain(|chain| chain.is_of_part);
        chains.sort_by_key(|chain| (chain.content(), chain.steps.len()));
        chains.truncate(1);
        let content = chains.first().map_or(Content::Unknown, Chain::content);
        let first = chains.first().map(|chain| (chain.possible, chain.certainty));
        let (possible, certainty) = first.unwrap_or((Possible::ANY, Certainty::Recalled));
        return Answer { certainty, chains, ..Answer::of(content, possible) };
    }
    for chain in &chains {
        let both = possible.and(chain.possible);
        if both == Possible::NONE {
            let other = used.last().cloned().unwrap_or_else(|| chain.clone());
            contradiction.get_or_insert((other, chain.clone()));
        } else if both != possible || used.is_empty() {
            (possible, certainty) = (both, certainty.min(chain.certainty));
            used.push(chain.clone());
        }
    }
    // Tables that contradict each other show nothing.
    let content = if contradiction.is_some() { Content::Unknown } else { possible.content() };
    Answer { certainty, chains: used, contradiction, ..Answer::of(content, possible) }
}
