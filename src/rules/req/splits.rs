//! Which requirements a decomposition excuses from the ASIL above them.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::dossier::values::Asil;
use crate::dossier::{RecordId, RecordRef};
use crate::iso26262::permits;
use crate::rules::Examination;
use crate::rules::trace::{first_of, level};

/// A decomposition that a requirement is part of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Split<'d> {
    pub(super) decomposition: RecordRef<'d>,
    /// What was decomposed.
    parent: Option<RecordId>,
    /// Why it excuses nothing.
    pub(super) fault: Option<&'static str>,
}

/// The decompositions by the requirements that are part of them.
pub(super) type Splits<'d> = FxHashMap<RecordId, Vec<Split<'d>>>;

/// Decompositions name their children, or the children name them.
pub(super) fn splits<'d>(exam: &Examination<'d>) -> Splits<'d> {
    let mut children: FxHashMap<RecordId, Vec<RecordRef<'d>>> = FxHashMap::default();
    for requirement in exam.records("requirement") {
        for decomposition in requirement.linked("decomposition").0 {
            children.entry(decomposition.number).or_default().push(first_of(exam.dossier, requirement));
        }
    }
    let mut splits = Splits::default();
    for decomposition in exam.records("decomposition") {
        let parent = decomposition.linked("parent").0.first().copied();
        let mut parts = decomposition.linked("children").0;
        parts.extend(children.remove(&decomposition.number).unwrap_or_default());
        // The requirement that is decomposed may name the decomposition too.
        parts.retain(|part| parent.is_none_or(|parent| parent.number != part.number));
        parts.sort_by_key(|part| part.number);
        parts.dedup_by_key(|part| part.number);
        let fault = match decomposition {
            one if !exam.holds(one) => Some("is not released"),
            one if names_twice(one) => Some("names a requirement twice"),
            _ => fault(exam, parent, &parts),
        };
        let split = Split { decomposition, parent: parent.map(|parent| parent.number), fault };
        for part in parts {
            splits.entry(part.number).or_default().push(split);
        }
    }
    splits
}

/// Why a decomposition excuses nothing; what else is wrong with it, other rules say.
fn fault(exam: &Examination<'_>, parent: Option<RecordRef<'_>>, parts: &[RecordRef<'_>]) -> Option<&'static str> {
    let Some(parent) = parent else { return Some("does not name what is decomposed") };
    if parts.len() < 2 {
        return Some("names fewer than two requirements");
    }
    if parts.iter().any(|part| is_of_another(*part, parent)) {
        return Some("names a requirement that derives from another one");
    }
    let asil = |record: &RecordRef<'_>| level(exam.dossier, *record).map(|stated| stated.asil);
    let levels: Option<Vec<Asil>> = parts.iter().map(asil).collect();
    let Some((initial, levels)) = asil(&parent).zip(levels) else { return Some("has a requirement without ASIL") };
    match permits(exam.library, initial, &levels) {
        Some((false, _)) => Some("is none of those permitted"),
        _ => None,
    }
}

/// What is split is one requirement, into several that derive from it. What
/// else is said of them, a person has to look at.
pub(super) fn leave_strangers_open<'d>(
    exam: &mut Examination<'d>,
    decomposition: RecordRef<'d>,
    children: &[RecordRef<'d>],
    table: &str,
) {
    let name = decomposition.name();
    let parent = decomposition.linked("parent").0.first().copied();
    for at in children.iter().copied().chain(parent) {
        exam.saw_for(table, at);
    }
    if names_twice(decomposition) {
        exam.leave_open(&[table], decomposition, format!("{name} names a requirement twice"));
    }
    let stranger = parent.and_then(|parent| children.iter().find(|child| is_of_another(**child, parent)));
    if let Some(stranger) = stranger {
        let why = format!("{} of {name} derives from another requirement", stranger.name());
        exam.leave_open(&[table], decomposition, why);
    }
}

/// True if a requirement stands among the children of a decomposition twice.
fn names_twice(decomposition: RecordRef<'_>) -> bool {
    let mut met = FxHashSet::default();
    decomposition.linked("children").0.iter().any(|child| !met.insert(child.number))
}

/// True if a requirement says what it derives from, and that is not what was decomposed.
fn is_of_another(part: RecordRef<'_>, parent: RecordRef<'_>) -> bool {
    let stated = part.linked("parents").0;
    let is_parent =
        |one: &RecordRef<'_>| one.kind_name() == parent.kind_name() && one.identifier() == parent.identifier();
    !stated.is_empty() && !stated.iter().any(is_parent)
}

/// The decompositions that a requirement is part of, by what was decomposed.
pub(super) struct Excuses<'s, 'd> {
    by_parent: FxHashMap<RecordId, &'s Split<'d>>,
    /// One of none of its parents, which may be meant for any of them.
    elsewhere: Option<&'s Split<'d>>,
}

impl<'s, 'd> Excuses<'s, 'd> {
    pub(super) fn of(splits: &'s [Split<'d>], parents: &[RecordRef<'_>]) -> Excuses<'s, 'd> {
        let mut excuses = Excuses { by_parent: FxHashMap::default(), elsewhere: None };
        if splits.is_empty() {
            return excuses;
        }
        let parents: FxHashSet<RecordId> = parents.iter().map(|parent| parent.number).collect();
        for split in splits {
            match split.parent.filter(|parent| parents.contains(parent)) {
                Some(parent) => {
                    let known = excuses.by_parent.entry(parent).or_insert(split);
                    if split.fault.is_none() {
                        *known = split;
                    }
                }
                None => excuses.elsewhere = excuses.elsewhere.or(Some(split)),
            }
        }
        excuses
    }

    /// True if `parent` was decomposed into the requirement.
    pub(super) fn hold(&self, parent: RecordRef<'_>) -> bool {
        self.by_parent.get(&parent.number).is_some_and(|split| split.fault.is_none())
    }

    /// What may be meant to excuse it from `parent`, and does not show that it may.
    pub(super) fn doubt(&self, parent: RecordRef<'_>) -> Option<&'s Split<'d>> {
        self.by_parent.get(&parent.number).copied().or(self.elsewhere)
    }
}
