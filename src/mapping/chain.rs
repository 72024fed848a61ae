//! A chain of relations from a clause with evidence to a clause that asks.

use std::sync::Arc;

use super::atlas::Atlas;
use super::evidence::Evidence;
use super::relation::{Composition, Content, Possible};
use crate::standard::{Basis, Certainty, Degree, Mapping, Relation};

/// More steps than this are followed only where each is `equal` and verified.
const LONGEST: usize = 3;

/// Why a chain goes no further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Guard {
    /// The steps speak about different editions of the clause between them.
    Edition,
    /// The steps have no vehicle category in common.
    Scope,
    /// One step rests on equal words, the other on equal results.
    Basis,
    /// A step speaks about a topic instead of a clause.
    Topic,
    /// Evidence from the type stage for duties in service, or the reverse.
    Stage,
    /// More than three steps that are not all equal and verified.
    Length,
}

impl Guard {
    /// The reason in words.
    pub fn reason(self) -> &'static str {
        match self {
            Guard::Edition => "the steps speak about different editions",
            Guard::Scope => "the steps have no vehicle category in common",
            Guard::Basis => "one step rests on equal words, another on equal results",
            Guard::Topic => "a step speaks about a topic and not about a clause",
            Guard::Stage => "one end speaks about the type, the other about vehicles in service",
            Guard::Length => "more than three steps that are not all equal and verified",
        }
    }
}

/// A row of a table, read in one direction.
#[derive(Debug, Clone, Copy)]
pub struct Step<'a> {
    /// The row.
    pub mapping: &'a Mapping,
    /// True if it is read from its second end to its first.
    pub is_turned: bool,
}

impl<'a> Step<'a> {
    /// Where the step begins.
    pub fn from(self) -> &'a Arc<str> {
        if self.is_turned { &self.mapping.to } else { &self.mapping.from }
    }

    /// Where the step ends.
    pub fn to(self) -> &'a Arc<str> {
        if self.is_turned { &self.mapping.from } else { &self.mapping.to }
    }

    /// The part of its beginning that is meant; empty for the whole.
    pub fn from_topic(self) -> &'a str {
        if self.is_turned { &self.mapping.to_topic } else { &self.mapping.from_topic }
    }

    /// The part of its end that is meant; empty for the whole.
    pub fn to_topic(self) -> &'a str {
        if self.is_turned { &self.mapping.from_topic } else { &self.mapping.to_topic }
    }

    fn edition_before(self) -> &'a str {
        if self.is_turned { &self.mapping.to_edition } else { &self.mapping.from_edition }
    }

    fn edition_after(self) -> &'a str {
        if self.is_turned { &self.mapping.from_edition } else { &self.mapping.to_edition }
    }

    /// The relation in the direction of the step.
    pub fn relation(self) -> Relation {
        if self.is_turned { self.mapping.relation.inverse() } else { self.mapping.relation }
    }

    /// What the row lets us say of its ends, or of its first end and the topic that is asked of its second.
    ///
    /// A topic is a part of its document. A document that is not equivalent to another says nothing of it; a
    /// row about a part of what both ask says that they share something.
    fn possible(self, composition: &Composition, asks_topic: bool) -> Possible {
        let relation = self.relation();
        if self.mapping.degree == Some(Degree::NotEquivalent) {
            return Possible::ANY;
        }
        let mut possible = Possible::only(relation);
        if !self.mapping.scope.is_empty() && relation != Relation::NoRelation {
            let sharing = Relation::ALL.iter().copied().filter(|one| *one != Relation::NoRelation);
            possible = sharing.map(Possible::only).fold(Possible::NONE, Possible::or);
        }
        if !self.from_topic().is_empty() {
            possible = composition.compose(Possible::only(Relation::SupersetOf), possible);
        }
        if !self.to_topic().is_empty() && !asks_topic {
            possible = composition.compose(possible, Possible::only(Relation::SubsetOf));
        }
        possible
    }

    fn is_equal_and_verified(self) -> bool {
        self.mapping.relation == Relation::Equal && self.mapping.certainty == Certainty::Verified
    }
}

/// Steps that follow each other, and what may be said of their ends.
#[derive(Debug, Clone)]
pub struct Chain<'a> {
    /// The steps, from the evidence to what is asked. None if both are the same clause.
    pub steps: Vec<Step<'a>>,
    /// The relations that are possible between the ends.
    pub possible: Possible,
    /// How sure that is: as the weakest step, one word less if more than one step is not `equal`.
    pub certainty: Certainty,
    /// True if evidence is held for a part of the first clause or document only.
    pub is_of_part: bool,
    /// True if that part lies inside the clauses that the first row names, and those share something with the end.
    pub part_shares: bool,
}

impl<'a> Chain<'a> {
    /// A chain of one step, to what its second end asks or to the topic of it.
    pub(super) fn of(
        step: Step<'a>,
        atlas: &Atlas<'_>,
        composition: &Composition,
        asks_topic: bool,
    ) -> Result<Chain<'a>, Guard> {
        let possible = step.possible(composition, asks_topic);
        let chain = Chain {
            steps: vec![step],
            possible,
            certainty: Certainty::Verified,
            is_of_part: false,
            part_shares: false,
        };
        if !has_common_vehicles(atlas, &chain.steps) {
            return Err(Guard::Scope);
        }
        Ok(chain.judged(atlas))
    }

    /// The chain with a further step before its first one.
    pub(super) fn with_first(
        &self,
        step: Step<'a>,
        atlas: &Atlas<'_>,
        composition: &Composition,
    ) -> Result<Chain<'a>, Guard> {
        let Some(next) = self.steps.first() else { return Chain::of(step, atlas, composition, false) };
        if !step.mapping.is_whole() || self.steps.iter().any(|step| !step.mapping.is_whole()) {
            return Err(Guard::Topic);
        }
        let middle = next.from();
        if !same_edition(atlas, middle, step.edition_after(), next.edition_before()) {
            return Err(Guard::Edition);
        }
        let mut steps = vec![step];
        steps.extend_from_slice(&self.steps);
        if steps.len() > LONGEST && !steps.iter().all(|step| step.is_equal_and_verified()) {
            return Err(Guard::Length);
        }
        let bases = || steps.iter().filter_map(|step| step.mapping.basis);
        if bases().any(|one| one == Basis::Syntactic) && bases().any(|one| one == Basis::Functional) {
            return Err(Guard::Basis);
        }
        if !has_common_vehicles(atlas, &steps) {
            return Err(Guard::Scope);
        }
        let possible = composition.compose(step.possible(composition, false), self.possible);
        Ok(Chain { steps, possible, certainty: Certainty::Verified, is_of_part: false, part_shares: false }
            .judged(atlas))
    }

    /// The chain with how sure it is.
    fn judged(mut self, atlas: &Atlas<'_>) -> Chain<'a> {
        let rows = self.steps.iter().map(|step| step.mapping.certainty);
        let ends = self.steps.iter().flat_map(|step| [step.from(), step.to()]).map(|id| atlas.certainty(id));
        let weakest = rows.chain(ends).min().unwrap_or(Certainty::Verified);
        let bent = self.steps.iter().filter(|step| step.mapping.relation != Relation::Equal).count();
        self.certainty = if bent > 1 { one_less(weakest) } else { weakest };
        self
    }

    /// True if the first row speaks about the present edition, for which evidence is.
    pub(super) fn begins_in_present_edition(&self, atlas: &Atlas<'_>) -> bool {
        self.steps.first().is_none_or(|step| same_edition(atlas, step.from(), step.edition_before(), ""))
    }

    /// The clause or document that the evidence is for.
    pub fn from(&self) -> Option<&'a Arc<str>> {
        self.steps.first().map(|step| step.from())
    }

    /// The clause or document that asks.
    pub fn to(&self) -> Option<&'a Arc<str>> {
        self.steps.last().map(|step| step.to())
    }

    /// The chain where evidence is held for a part of its first clause only.
    pub(super) fn of_part(self, composition: &Composition, held: &Evidence) -> Chain<'a> {
        let part = Possible::only(Relation::SubsetOf);
        let lies_inside = self.steps.first().is_some_and(|step| held.lies_inside(step.from(), step.from_topic()));
        let shares = matches!(self.possible.content(), Content::Covers | Content::Contained | Content::Overlaps);
        let possible = composition.compose(part, self.possible);
        Chain { possible, is_of_part: true, part_shares: lies_inside && shares, ..self }
    }

    /// What the evidence does there. Where the clauses that a row names share something with what is asked, so
    /// does evidence inside them as far as anybody can say: it overlaps, and how much is not recorded.
    pub fn content(&self) -> Content {
        match self.possible.content() {
            Content::Unknown if self.part_shares => Content::Overlaps,
            Content::Covers if self.is_of_part => Content::Overlaps,
            content => content,
        }
    }

    /// The lifecycle guard: what a type shows says nothing of duties in service.
    pub(super) fn crosses_stages(&self, atlas: &Atlas<'_>) -> bool {
        use super::atlas::Stage::{InService, Type};
        let stage = |id: Option<&Arc<str>>| id.and_then(|id| atlas.stage(id));
        matches!((stage(self.from()), stage(self.to())), (Some(Type), Some(InService)) | (Some(InService), Some(Type)))
    }
}

fn one_less(certainty: Certainty) -> Certainty {
    let at = Certainty::ALL.iter().position(|one| *one == certainty).unwrap_or(0);
    Certainty::ALL.get(at.saturating_sub(1)).copied().unwrap_or(certainty)
}

/// True if two steps may meet at `clause` in these editions; an empty one is the present one. A row of a
/// catalogue that holds in both editions joins them.
fn same_edition(atlas: &Atlas<'_>, clause: &str, one: &str, two: &str) -> bool {
    let standard = atlas.library.standard(clause.split(':').next().unwrap_or(clause));
    let present =
        standard.and_then(|standard| standard.header.edition.last()).map_or("", |edition| edition.id.as_str());
    let or_present = |edition: &'_ str| if edition.is_empty() { present.to_owned() } else { edition.to_owned() };
    let (one, two) = (or_present(one), or_present(two));
    let holds = |edition: &String| atlas.library.clause(clause).is_some_and(|row| row.editions.contains(edition));
    one == two || (holds(&one) && holds(&two))
}

/// True if the documents of all steps have a vehicle category in common, as far as they tell theirs.
fn has_common_vehicles(atlas: &Atlas<'_>, steps: &[Step<'_>]) -> bool {
    let mut common: Option<Vec<String>> = None;
    for id in steps.iter().flat_map(|step| [step.from(), step.to()]) {
        let vehicles = atlas.vehicles(atlas.document_of(id));
        if vehicles.is_empty() {
            continue;
        }
        common = Some(match common {
            None => vehicles.to_vec(),
            Some(before) => {
                before.iter().flat_map(|one| vehicles.iter().filter_map(|two| narrower(one, two))).collect()
            }
        });
    }
    common.is_none_or(|common| !common.is_empty())
}

/// The narrower of two categories if one covers the other: `M` covers `M1`.
fn narrower(one: &str, two: &str) -> Option<String> {
    if one.starts_with(two) { Some(one.to_owned()) } else { two.starts_with(one).then(|| two.to_owned()) }
}
