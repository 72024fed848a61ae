//! How evidence for one clause bears on another: the crosswalks.
//!
//! A relation is read from the evidence's clause to the required one, turned
//! round first where the table has it the other way. Only `equal` and
//! `superset-of` cover. Evidence for a clause that asks less is `contained`:
//! it helps, and it is not enough. No relation makes a clause pass unless the
//! evidence's clause passed itself, the relation was read in a source, and it
//! speaks of the whole clause.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::evidence::Evidence;
use super::outcome::{Outcome, WaitsFor};
use super::report::{ChainLink, Requirement};
use crate::standard::{Certainty, Library, Mapping, Relation};

/// Looks for clauses whose evidence bears on requirements without their own.
pub(super) fn apply(requirements: &mut [Requirement], evidence: &Evidence, library: &Library) {
    let supplied = evidence.clauses();
    let outcomes: BTreeMap<String, Outcome> =
        requirements.iter().map(|requirement| (requirement.id.clone(), requirement.outcome)).collect();
    let mut by_clause: BTreeMap<&str, Vec<(&Mapping, bool)>> = BTreeMap::new();
    for mapping in library.mappings() {
        by_clause.entry(&mapping.to).or_default().push((mapping, false));
        by_clause.entry(&mapping.from).or_default().push((mapping, true));
    }
    let has_evidence = |id: &Arc<str>| supplied.contains(id) || is_tested(&outcomes, id);
    for requirement in requirements.iter_mut().filter(|requirement| requirement.outcome == Outcome::Untested) {
        let rows = by_clause.get(requirement.id.as_str()).map_or(&[][..], Vec::as_slice);
        let links = rows.iter().filter(|(mapping, turned)| has_evidence(other(mapping, *turned)));
        let mut chain: Vec<ChainLink> = links.filter_map(|(mapping, turned)| link(mapping, *turned)).collect();
        chain.sort_by_key(|link| (rank(&link.means), link.from.clone()));
        if !chain.is_empty() {
            conclude(requirement, chain, &outcomes, library);
        }
    }
}

/// The clause with the evidence.
fn other(mapping: &Mapping, turned: bool) -> &Arc<str> {
    if turned { &mapping.to } else { &mapping.from }
}

fn is_tested(outcomes: &BTreeMap<String, Outcome>, id: &str) -> bool {
    matches!(outcomes.get(id), Some(Outcome::Passed | Outcome::CantTell))
}

/// One step, read from the evidence's clause to the required one.
fn link(mapping: &Mapping, turned: bool) -> Option<ChainLink> {
    let (from, to) = if turned { (&mapping.to, &mapping.from) } else { (&mapping.from, &mapping.to) };
    let relation = if turned { mapping.relation.inverse() } else { mapping.relation };
    let means = match relation {
        Relation::Equal | Relation::SupersetOf => "covers",
        Relation::SubsetOf => "contained",
        Relation::Intersects => "overlaps",
        Relation::NoRelation => return None,
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

fn conclude(
    requirement: &mut Requirement,
    chain: Vec<ChainLink>,
    outcomes: &BTreeMap<String, Outcome>,
    library: &Library,
) {
    let best = &chain[0];
    let from = &best.from;
    requirement.outcome = Outcome::CantTell;
    requirement.waits_for = Some(WaitsFor::Person);
    requirement.certainty = requirement.certainty.min(best.certainty);
    requirement.reason = match best.means.as_str() {
        "covers" => format!("evidence for {from} covers it; no check of its own ran"),
        "contained" => format!("evidence for {from} helps and is not enough: this clause asks more"),
        _ => format!("evidence for {from} overlaps with it; what it does not share is still to show"),
    };
    let carries = best.means == "covers"
        && best.certainty == Certainty::Verified
        && outcomes.get(from.as_str()) == Some(&Outcome::Passed)
        && asks_no_more(from, &requirement.id, library);
    if carries {
        requirement.outcome = Outcome::Passed;
        requirement.waits_for = None;
        requirement.reason = format!("{from} passed on evidence and covers it");
    }
    requirement.chain = chain;
}

/// A clause that sets a figure is not covered by one that sets none, whatever
/// the row says: tables of relations often speak of the topic.
fn asks_no_more(from: &str, to: &str, library: &Library) -> bool {
    let has_limit = |id: &str| library.clause(id).is_some_and(|clause| clause.limit.is_some());
    let is_clause = |id: &str| library.clause(id).is_some_and(crate::standard::Clause::is_requirement);
    is_clause(from) && is_clause(to) && (has_limit(from) || !has_limit(to))
}
