//! What changed between two assessments.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::outcome::Outcome;
use super::report::{Assessment, DocumentState, Requirement, VehicleReport};
use crate::standard::clause::words;

words! {
    /// How a requirement changed.
    ChangeKind {
        /// It is worse than before.
        Worse = "worse",
        /// Its evidence went stale.
        Stale = "stale",
        /// It is assessed now and was not before.
        New = "new",
        /// It was assessed before and is not now.
        Gone = "gone",
        /// It is better than before.
        Better = "better",
    }
}

/// A requirement that changed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Change {
    /// How.
    pub change: ChangeKind,
    /// The clause.
    pub id: String,
    /// Its outcome before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Outcome>,
    /// Its outcome now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<Outcome>,
    /// Why it has this outcome now.
    pub reason: String,
}

/// What changed between two assessments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Difference {
    /// `roadworthy/assess-diff/1`
    pub schema: String,
    /// The day of the older one.
    pub old_as_of: String,
    /// The day of the newer one.
    pub new_as_of: String,
    /// That they are of different vehicles, if they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_vehicle: Option<String>,
    /// The changes, worst first.
    pub changes: Vec<Change>,
    /// How many requirements are as they were.
    pub unchanged: usize,
}

/// Compares two assessments requirement by requirement.
pub fn difference(old: &Assessment, new: &Assessment) -> Difference {
    let before: BTreeMap<&str, &Requirement> = by_id(old);
    let now: BTreeMap<&str, &Requirement> = by_id(new);
    let mut changes: Vec<Change> = Vec::new();
    let mut unchanged = 0;
    for (id, requirement) in &now {
        match before.get(id).map(|old| (change(old, requirement), old.outcome)) {
            None => changes.push(entry(ChangeKind::New, id, None, Some(requirement))),
            Some((None, _)) => unchanged += 1,
            Some((Some(kind), old)) => changes.push(entry(kind, id, Some(old), Some(requirement))),
        }
    }
    let gone = before.iter().filter(|(id, _)| !now.contains_key(*id));
    changes.extend(gone.map(|(id, old)| entry(ChangeKind::Gone, id, Some(old.outcome), None)));
    changes.sort();
    Difference {
        schema: "roadworthy/assess-diff/1".to_owned(),
        old_as_of: old.as_of.clone(),
        new_as_of: new.as_of.clone(),
        other_vehicle: other_vehicle(&old.vehicle, &new.vehicle),
        changes,
        unchanged,
    }
}

/// What tells the vehicles apart, if they are not the same type.
fn other_vehicle(old: &VehicleReport, new: &VehicleReport) -> Option<String> {
    let is_same = old.of_type == new.of_type && old.manufacturer == new.manufacturer;
    let is_same = is_same && (!old.of_type.is_empty() || old.name == new.name);
    let name = |vehicle: &VehicleReport| match vehicle.of_type.as_str() {
        "" => format!("`{}`", vehicle.name),
        of_type => format!("`{}`, type `{of_type}`", vehicle.name),
    };
    (!is_same).then(|| format!("the older result is of {}, the newer one of {}", name(old), name(new)))
}

fn by_id(assessment: &Assessment) -> BTreeMap<&str, &Requirement> {
    assessment.requirements.iter().map(|requirement| (requirement.id.as_str(), requirement)).collect()
}

fn change(old: &Requirement, new: &Requirement) -> Option<ChangeKind> {
    let is_stale =
        |requirement: &Requirement| requirement.evidence.iter().any(|item| item.state == DocumentState::Stale);
    if !is_stale(old) && is_stale(new) {
        return Some(ChangeKind::Stale);
    }
    // A requirement that stops or starts to apply is neither better nor worse.
    match (old.outcome, new.outcome) {
        (a, b) if a == b => None,
        (Outcome::Inapplicable, _) => Some(ChangeKind::New),
        // A failure that is declared away is no improvement.
        (Outcome::Failed, Outcome::Inapplicable) => Some(ChangeKind::Worse),
        (_, Outcome::Inapplicable) => Some(ChangeKind::Gone),
        // What failed and is no longer supplied is not repaired, and less is shown.
        (Outcome::Failed, Outcome::Untested) => Some(ChangeKind::Worse),
        (a, b) if quality(b) > quality(a) => Some(ChangeKind::Better),
        _ => Some(ChangeKind::Worse),
    }
}

/// How far a requirement is on its way to being met.
fn quality(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Failed => 0,
        Outcome::Untested => 1,
        Outcome::CantTell => 2,
        Outcome::Passed | Outcome::Inapplicable => 3,
    }
}

fn entry(change: ChangeKind, id: &str, before: Option<Outcome>, now: Option<&Requirement>) -> Change {
    Change {
        change,
        id: id.to_owned(),
        before,
        now: now.map(|requirement| requirement.outcome),
        reason: now.map_or_else(|| "no longer assessed".to_owned(), |requirement| requirement.reason.clone()),
    }
}
