//! Links between goals, events, requirements and elements, as rules follow them.

use rustc_hash::FxHashMap;

use super::quoted;
use crate::applicability::determined;
use crate::dossier::status::Status;
use crate::dossier::values::{Asil, StatedAsil};
use crate::dossier::{Dossier, RecordId, RecordRef, Schema};
use crate::standard::Library;

/// How many identifiers a message lists.
const LISTED: usize = 6;

/// How many records of one id are looked at together.
const COPIES: usize = 16;

/// `a, b and c`.
pub(super) fn listing<T: AsRef<str>>(parts: &[T]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [firsts @ .., last] => {
            let firsts: Vec<&str> = firsts.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", firsts.join(", "), last.as_ref())
        }
    }
}

/// Identifiers for a message: `` `A`, `B` and 3 more ``.
pub(super) fn quoted_all(ids: &[&str]) -> String {
    let mut parts: Vec<String> = ids.iter().take(LISTED).map(|id| quoted(id)).collect();
    if ids.len() > LISTED {
        parts.push(format!("{} more", ids.len() - LISTED));
    }
    listing(&parts)
}

/// The identifiers in a field that lead nowhere. If the dossier holds no
/// record at all that they could lead to, that list was not supplied, and
/// nothing is missed.
pub(super) fn dead<'d>(dossier: &Dossier, record: RecordRef<'d>, field: &str) -> Vec<&'d str> {
    let schema = Schema::built_in();
    let Some(kind) = record.kind.map(|kind| schema.kind(kind)) else { return Vec::new() };
    let links = kind.field(field).map(|id| kind.get(id).links.as_slice()).unwrap_or_default();
    if !links.iter().any(|kind| dossier.has(kind)) {
        return Vec::new();
    }
    let (found, dead) = record.linked(field);
    // Words instead of identifiers are one thing, not many.
    let text = record.words(field).trim();
    let is_prose = found.is_empty() && dead.len() > 2 && !text.contains([',', ';', '\n', '|']);
    if is_prose { vec![text] } else { dead }
}

/// The records of the same kind and id, `record` itself if it has no id: a
/// list may stand in several files, each with some of the fields.
pub(super) fn all_of<'d>(dossier: &'d Dossier, record: RecordRef<'d>) -> Vec<RecordRef<'d>> {
    if record.identifier().is_empty() {
        return vec![record];
    }
    dossier.find_all(record.kind_name(), record.identifier()).take(COPIES).collect()
}

/// The record that stands for all of its kind and id.
pub(super) fn first_of<'d>(dossier: &'d Dossier, record: RecordRef<'d>) -> RecordRef<'d> {
    dossier.find(record.kind_name(), record.identifier()).unwrap_or(record)
}

/// True if no record of the same kind and id stands before it.
pub(super) fn is_first(dossier: &Dossier, record: RecordRef<'_>) -> bool {
    first_of(dossier, record).number == record.number
}

/// The fields that hold nothing in any of these records.
pub(super) fn absent_in<'n>(records: &[RecordRef<'_>], names: &[&'n str]) -> Vec<&'n str> {
    let is_absent = |name: &&'n str| records.iter().all(|record| record.text(name).is_absent());
    names.iter().copied().filter(is_absent).collect()
}

/// The ASIL of a requirement or safety goal, with the one before
/// decomposition if that stands in a field of its own.
pub(super) fn level(dossier: &Dossier, record: RecordRef<'_>) -> Option<StatedAsil> {
    let records = all_of(dossier, record);
    let stated = records.iter().find_map(|record| record.asil("asil").present())?;
    if stated.initial.is_some() || record.kind_name() != "requirement" {
        return Some(stated);
    }
    let initial = records.iter().find_map(|record| record.asil("initial_asil").present());
    // The same level twice says that nothing was decomposed.
    let initial = initial.map(StatedAsil::initial).filter(|initial| *initial != stated.asil);
    Some(StatedAsil { initial, ..stated })
}

/// True if records of one id state several ASILs: which of them holds, their
/// order does not tell.
pub(super) fn contradicts_itself(dossier: &Dossier, record: RecordRef<'_>) -> bool {
    let counts = |one: &RecordRef<'_>| one.kind_name() != "requirement" || !is_withdrawn(*one);
    let all = all_of(dossier, record).into_iter().filter(counts);
    let mut asils = all.filter_map(|one| one.asil("asil").present()).map(|stated| stated.asil);
    asils.next().is_some_and(|first| asils.any(|other| other != first))
}

/// The fields in which records of one id say different things: which of them
/// holds, their order does not tell. What one leaves out is no difference.
pub(super) fn differing<'n>(dossier: &Dossier, record: RecordRef<'_>, names: &[&'n str]) -> Vec<&'n str> {
    let all = all_of(dossier, record);
    let differs = |name: &&'n str| {
        let mut said = all.iter().filter_map(|one| one.canonical(name));
        said.next().is_some_and(|first| said.any(|other| other != first))
    };
    names.iter().copied().filter(differs).collect()
}

/// True for a requirement that no longer counts.
pub(super) fn is_withdrawn(requirement: RecordRef<'_>) -> bool {
    let is_rejected = requirement.words("status").trim().to_lowercase().starts_with("rejected");
    is_rejected || requirement.status() == Status::Ended
}

/// True for a functional safety requirement: it says so, or it says nothing
/// and derives from a safety goal.
pub(super) fn is_functional(requirement: RecordRef<'_>) -> bool {
    match requirement.choice("level").present() {
        Some(level) => level == "FSR",
        None => requirement.linked("parents").0.iter().any(|parent| parent.kind_name() == "safety-goal"),
    }
}

/// Which hazardous event leads to which safety goal, whichever of them says so.
pub(super) struct GoalLinks<'d> {
    goals: FxHashMap<RecordId, Vec<RecordRef<'d>>>,
    events: FxHashMap<RecordId, Vec<RecordRef<'d>>>,
}

impl<'d> GoalLinks<'d> {
    /// Reads the links of a dossier.
    pub(super) fn new(dossier: &'d Dossier) -> GoalLinks<'d> {
        let mut links = GoalLinks { goals: FxHashMap::default(), events: FxHashMap::default() };
        for event in dossier.records("hazardous-event") {
            for goal in event.linked("goals").0 {
                links.add(event, goal);
            }
        }
        for goal in dossier.records("safety-goal") {
            let goal_of_id = first_of(dossier, goal);
            for event in goal.linked("events").0 {
                links.add(event, goal_of_id);
            }
        }
        links
    }

    fn add(&mut self, event: RecordRef<'d>, goal: RecordRef<'d>) {
        self.goals.entry(event.number).or_default().push(goal);
        self.events.entry(goal.number).or_default().push(event);
    }

    /// The safety goals of an event.
    pub(super) fn goals(&self, event: RecordRef<'_>) -> &[RecordRef<'d>] {
        self.goals.get(&event.number).map_or(&[], Vec::as_slice)
    }

    /// The ASIL of a goal: as stated, and no lower than what its events state
    /// or their classes give. That it is rated too low is another rule's matter.
    pub(super) fn asil(&self, library: &Library, goal: RecordRef<'_>) -> Option<Asil> {
        let stated = goal.asil("asil").present()?.initial();
        let of_event = |event: &RecordRef<'_>| {
            event.asil("asil").present().map(StatedAsil::initial).max(determined(*event, library))
        };
        self.events(goal).iter().filter_map(of_event).chain([stated]).max()
    }

    /// The events of a safety goal.
    pub(super) fn events(&self, goal: RecordRef<'_>) -> &[RecordRef<'d>] {
        self.events.get(&goal.number).map_or(&[], Vec::as_slice)
    }
}

/// What derives from what: requirements and safety goals, by their own links
/// and by those of decompositions. Records of one id count as one.
#[derive(Debug)]
pub(super) struct Derivation<'d> {
    /// The requirements that count, one per id, in the order of the files.
    pub(super) requirements: Vec<RecordRef<'d>>,
    parents: FxHashMap<RecordId, Vec<RecordRef<'d>>>,
    children: FxHashMap<RecordId, Vec<RecordRef<'d>>>,
}

impl<'d> Derivation<'d> {
    /// Reads the links of a dossier.
    pub(super) fn new(dossier: &'d Dossier) -> Derivation<'d> {
        let is_one = |one: &RecordRef<'d>| is_first(dossier, *one) && !is_withdrawn(*one);
        let mut derivation = Derivation {
            requirements: dossier.records("requirement").filter(is_one).collect(),
            parents: FxHashMap::default(),
            children: FxHashMap::default(),
        };
        for requirement in dossier.records("requirement").filter(|one| !is_withdrawn(*one)) {
            let child = first_of(dossier, requirement);
            for parent in requirement.linked("parents").0 {
                derivation.add(parent, child);
            }
        }
        for decomposition in dossier.records("decomposition") {
            // One requirement is decomposed at a time.
            let Some(parent) = decomposition.linked("parent").0.first().copied() else { continue };
            for child in decomposition.linked("children").0 {
                derivation.add(parent, child);
            }
        }
        derivation
    }

    fn add(&mut self, parent: RecordRef<'d>, child: RecordRef<'d>) {
        self.parents.entry(child.number).or_default().push(parent);
        self.children.entry(parent.number).or_default().push(child);
    }

    /// What a requirement derives from.
    pub(super) fn parents(&self, requirement: RecordRef<'_>) -> &[RecordRef<'d>] {
        self.parents.get(&requirement.number).map_or(&[], Vec::as_slice)
    }

    /// What derives from a requirement or safety goal.
    pub(super) fn children(&self, record: RecordRef<'_>) -> &[RecordRef<'d>] {
        self.children.get(&record.number).map_or(&[], Vec::as_slice)
    }
}
