use rustc_hash::{FxHashMap, FxHashSet};

use crate::openscenario::{Object, Objects, Spot};
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::acting::{owner, references};
use super::misspelt::unless_misspelt;

rule! {
    /// An entity acts and is put nowhere.
    ///
    /// ## Why it matters
    /// Simulators put it at the origin, leave it out, or stop: its manoeuvre takes place off the
    /// road, or not at all.
    ///
    /// ## Example
    /// ```xml
    /// <Private entityRef="Lead">
    ///   <PrivateAction><LongitudinalAction>…</LongitudinalAction></PrivateAction>
    /// </Private>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Private entityRef="Lead">
    ///   <PrivateAction>
    ///     <TeleportAction><Position><LanePosition roadId="1" laneId="-1" s="90"/></Position></TeleportAction>
    ///   </PrivateAction>
    ///   <PrivateAction><LongitudinalAction>…</LongitudinalAction></PrivateAction>
    /// </Private>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `Init` and `TeleportAction`, all editions. An entity has a place
    /// by being teleported, added, put onto a trajectory, or towed, at any time; one with a
    /// controller may be placed by that, and one whose manoeuvres come out of a catalog by
    /// them.
    "xosc/entity-without-position" {
        severity: Warning,
        confidence: Likely,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// Elements in the actions of an entity by which it may come to a place.
const PLACED_BY: [&str; 7] = [
    "TeleportAction",
    "FollowTrajectoryAction",
    "SynchronizeAction",
    "ConnectTrailerAction",
    "AssignControllerAction",
    "ActivateControllerAction",
    "CatalogReference",
];

/// Parts of an entity by which it comes to a place.
const PARTS: [&str; 5] =
    ["ObjectController", "ExternalObjectReference", "Trailer", "TrailerCoupler", "ParameterAssignments"];

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(objects) = document.objects() else { return Vec::new() };
    let Some(placed) = placed(document, objects) else { return Vec::new() };
    let acting = acting(document, objects);
    let unplaced = objects.all().iter().filter(|object| {
        let by_part = PARTS.iter().any(|part| document.below(object.element, part).next().is_some());
        !by_part && !placed.contains(&object.element)
    });
    let hits = unplaced.filter_map(|object| hit(document, object, *acting.get(&object.element)?)).collect();
    unless_misspelt(document, &["Members", "Private", "PrivateAction", "TeleportAction"], hits)
}

/// The entities that act, each with its first action.
fn acting(document: &Document<'_>, objects: &Objects<'_>) -> FxHashMap<NodeId, NodeId> {
    let mut acting = FxHashMap::default();
    for owner in ["Private", "ManeuverGroup"].iter().flat_map(|name| document.elements(name)) {
        let Some(action) = document.below(owner, "PrivateAction").next() else { continue };
        for reference in references(document, owner) {
            let object = document.known(reference, "entityRef").and_then(|name| objects.find(&name));
            object.into_iter().for_each(|object| _ = acting.entry(object.element).or_insert(action));
        }
    }
    acting
}

/// The entities that may come to a place; none if any may.
fn placed(document: &Document<'_>, objects: &Objects<'_>) -> Option<FxHashSet<NodeId>> {
    let actions = PLACED_BY.iter().flat_map(|name| document.elements(name));
    let mut owners: Vec<NodeId> = actions.filter_map(|action| owner(document, action)).collect();
    owners.sort_unstable();
    owners.dedup();
    owners.extend(document.elements("EntityAction"));
    let mut placed = FxHashSet::default();
    for owner in owners {
        // Whoever triggers an event may be anybody, and so may who is in a selection.
        if let Some(group) = document.child(owner, "Actors")
            && document.known(group, "selectTriggeringEntities").is_none_or(|selects| matches!(&*selects, "true" | "1"))
        {
            return None;
        }
        for reference in references(document, owner) {
            placed.insert(objects.find(&document.known(reference, "entityRef")?)?.element);
        }
    }
    let towed = document.elements("TrailerRef").filter_map(|reference| document.known(reference, "entityRef"));
    placed.extend(towed.filter_map(|name| objects.find(&name)).map(|object| object.element));
    Some(placed)
}

fn hit(document: &Document<'_>, object: &Object<'_>, action: NodeId) -> Option<Hit> {
    let draft = Draft::new(format!("{} acts and is put nowhere", quoted(&object.name)))
        .help("put it somewhere by a `TeleportAction` in `Init`")
        .related("its first action");
    Some(Hit { draft, at: document.value_at(object.element, "name")?, related: Some(At::Node(action, Spot::Name)) })
}
