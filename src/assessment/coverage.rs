//! How evidence for one clause bears on another: the crosswalks.
//!
//! A relation is read from the evidence's clause to the required one, turned
//! round first where the table has it the other way. Only `equal` and
//! `superset-of` cover. Evidence for a clause that asks less is `contained`:
//! it helps, and it is not enough. The words of the relations are judgements,
//! often about a topic: a single relation never lets a clause pass. A bundle
//! that is marked complete does, where every part of it passed.

use std::collections::BTreeMap;

use super::evidence::asks_for_test;
use super::outcome::{Outcome, WaitsFor};
use super::report::{ChainLink, Requirement};
use crate::applicability::Applies;
use crate::rules::Docket;
use crate::standard::{Bundle, Certainty, Mapping, ReadIn, Relation};

/// Looks for clauses whose evidence bears on requirements without their own.
pub(super) fn apply(requirements: &mut [Requirement], docket: &Docket<'_>) {
    let outcomes: BTreeMap<String, Outcome> =
        requirements.iter().map(|requirement| (requirement.id.clone(), requirement.outcome)).collect();
    let mut by_clause: BTreeMap<&str, Vec<(&Mapping, bool)>> = BTreeMap::new();
    for mapping in docket.library.mappings() {
        by_clause.entry(&mapping.to).or_default().push((mapping, false));
        by_clause.entry(&mapping.from).or_default().push((mapping, true));
    }
    for requirement in requirements.iter_mut().filter(|requirement| requirement.outcome == Outcome::Untested) {
        let rows = by_clause.get(requirement.id.as_str()).map_or(&[][..], Vec::as_slice);
        let mut chain: Vec<ChainLink> = rows.iter().filter_map(|(mapping, turned)| link(mapping, *turned)).collect();
        // What has failed, or was never shown, shows nothing of another clause.
        chain.retain(|link| matches!(outcomes.get(&link.from), Some(Outcome::Passed | Outcome::CantTell)));
        let has_passed = |link: &ChainLink| outcomes.get(&link.from) == Some(&Outcome::Passed);
        chain.sort_by_key(|link| (rank(&link.means), !has_passed(link), link.from.clone()));
        if let Some(best) = chain.first() {
            let passed = has_passed(best);
            conclude(requirement, best, passed);
            requirement.chain = chain;
        }
        let bundle = docket.library.bundles().iter().find(|bundle| *bundle.required == *requirement.id);
        if let Some(bundle) = bundle.filter(|bundle| is_complete(bundle, &outcomes) && may_stand(requirement, docket)) {
            requirement.outcome = Outcome::Passed;
            requirement.waits_for = None;
            requirement.certainty = requirement.certainty.min(bundle.certainty);
            requirement.reason =
                format!("{} passed on evidence; together they are all that is asked", bundle.parts.join(", "));
        }
    }
}

/// One step, read from the evidence's clause to the required one.
fn link(mapping: &Mapping, turned: bool) -> Option<ChainLink> {
    let (from, to) = if turned { (&mapping.to, &mapping.from) } else { (&mapping.from, &mapping.to) };
    let relation = if turned { mapping.relation.inverse() } else { mapping.relation };
    // A row about a part of the clause covers a part of it.
    let is_whole = mapping.scope.is_empty();
    let means = match relation {
        Relation::Equal | Relation::SupersetOf if is_whole => "covers",
        Relation::SubsetOf if is_whole => "contained",
        Relation::NoRelation => return None,
        _ => "overlaps",
    };
    Some(ChainLink {
        from: from.to_string(),
        relation: relation.name().to_owned(),
        to: to.to_string(),
        means: means.to_owned(),
        certainty: mapping.certainty,
        rationale: mapping.rationale.clone(),
    })
}

fn rank(means: &str) -> u8 {
    match means {
        "covers" => 0,
        "contained" => 1,
        _ => 2,
    }
}

fn conclude(requirement: &mut Requirement, best: &ChainLink, passed: bool) {
    let from = &best.from;
    requirement.outcome = Outcome::CantTell;
    requirement.waits_for = Some(WaitsFor::Person);
    requirement.certainty = requirement.certainty.min(best.certainty);
    requirement.reason = match best.means.as_str() {
        "covers" if passed => {
            format!("{from} passed on evidence and covers it by a relation that a person must confirm")
        }
        "covers" => format!("evidence for {from} may cover it; a person must judge"),
        "contained" => format!("evidence for {from} helps and is not enough: this clause asks more"),
        _ => format!("evidence for {from} overlaps with it; what it does not share is still to show"),
    };
}

/// True if the bundle is all that is asked, and every part of it passed.
fn is_complete(bundle: &Bundle, outcomes: &BTreeMap<String, Outcome>) -> bool {
    let passed = |part: &String| outcomes.get(part) == Some(&Outcome::Passed);
    bundle.is_complete
        && bundle.certainty == Certainty::Verified
        && !bundle.parts.is_empty()
        && bundle.parts.iter().all(passed)
}

/// True if a pass may stand: the clause is known well enough, it applies, and
/// it asks for no test of its own.
fn may_stand(requirement: &Requirement, docket: &Docket<'_>) -> bool {
    let is_known = requirement.certainty == Certainty::Verified
        && !matches!(requirement.read_in, ReadIn::None | ReadIn::OtherEdition);
    let clause = docket.library.clause(&requirement.id);
    let applies = clause.is_some_and(|clause| docket.scope.applies(clause) == Applies::Yes);
    is_known && applies && !asks_for_test(&requirement.expected)
}
