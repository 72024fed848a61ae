use rustc_hash::{FxHashMap, FxHashSet};

use crate::openscenario::{Object, Objects, Spot};
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::acting::{members, owner, references, selections};
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
    /// them. What another entity is put relative to in `Init` has to have its place there.
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
    ["ObjectController", "ParameterAssignments", "ExternalObjectReference", "Trailer", "TrailerCoupler"];

/// The first of them do not help who has to have a place from the beginning: a controller takes
/// over later, and few parameters of a body tell of a place.
const LATER: usize = 2;

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(objects) = document.objects() else { return Vec::new() };
    let ever = placed(document, objects, |_| true);
    let init = document.elements("Init").next();
    let anchors = init.map(|init| anchors(document, objects, init)).unwrap_or_default();
    // Only who others are put relative to has to have a place from the beginning.
    let at_start = init.filter(|_| !anchors.is_empty());
    let at_start = at_start.and_then(|init| placed(document, objects, |action| document.tree.is_within(action, init)));
    let lacks = |placed: &Option<FxHashSet<NodeId>>, object: &Object<'_>| {
        placed.as_ref().is_some_and(|all| !all.contains(&object.element))
    };
    if !objects.all().iter().any(|object| lacks(&ever, object) || lacks(&at_start, object)) {
        return Vec::new();
    }
    let acting = acting(document, objects);
    let hits = objects.all().iter().filter_map(|object| {
        let has = |part: &&str| document.below(object.element, part).next().is_some();
        let action = acting.get(&object.element).copied();
        let anchor = anchors.get(&object.element).copied().filter(|_| lacks(&at_start, object));
        if let Some(anchor) = anchor
            && !PARTS[LATER..].iter().any(has)
            && !names_another(document, objects, object)
        {
            return anchored(document, object, anchor, action.is_some());
        }
        let unplaced = lacks(&ever, object) && !PARTS.iter().any(has);
        unplaced.then(|| hit(document, object, action?)).flatten()
    });
    unless_misspelt(document, &["Members", "Private", "PrivateAction", "TeleportAction"], hits.collect())
}

/// True if a parameter of the entity's body names an entity: they may be coupled.
fn names_another(document: &Document<'_>, objects: &Objects<'_>, object: &Object<'_>) -> bool {
    let mut values = document.below(object.element, "ParameterAssignment");
    values.any(|assignment| document.known(assignment, "value").is_none_or(|value| objects.find(&value).is_some()))
}

/// The entities that others are put relative to in `Init`, each with the first such position.
fn anchors(document: &Document<'_>, objects: &Objects<'_>, init: NodeId) -> FxHashMap<NodeId, NodeId> {
    let mut anchors = FxHashMap::default();
    for teleport in document.below(init, "TeleportAction") {
        let position =
            document.child(teleport, "Position").and_then(|position| document.tree.children(position).next());
        let Some(position) = position else { continue };
        let named = document.known(position, "entityRef").and_then(|name| objects.find(&name));
        let Some(named) = named else { continue };
        // An entity that is put relative to itself is another rule's.
        let own = owner(document, teleport).and_then(|owner| document.known(owner, "entityRef"));
        if own.is_none_or(|own| own != named.name) {
            anchors.entry(named.element).or_insert(position);
        }
    }
    anchors
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

/// The entities that may come to a place by actions that are `wanted`; none if any may.
fn placed(
    document: &Document<'_>,
    objects: &Objects<'_>,
    wanted: impl Fn(NodeId) -> bool,
) -> Option<FxHashSet<NodeId>> {
    let actions = PLACED_BY.iter().flat_map(|name| document.elements(name)).filter(|&action| wanted(action));
    let mut owners: Vec<NodeId> = actions.filter_map(|action| owner(document, action)).collect();
    owners.sort_unstable();
    owners.dedup();
    owners.extend(document.elements("EntityAction").filter(|&action| wanted(action)));
    let selections = selections(document);
    let (mut placed, mut opened) = (FxHashSet::default(), FxHashSet::default());
    for owner in owners {
        // Whoever triggers an event may be anybody.
        if let Some(group) = document.child(owner, "Actors")
            && document.known(group, "selectTriggeringEntities").is_none_or(|selects| matches!(&*selects, "true" | "1"))
        {
            return None;
        }
        for reference in references(document, owner) {
            let name = document.known(reference, "entityRef")?;
            match objects.find(&name) {
                Some(object) => _ = placed.insert(object.element),
                None => {
                    let selection = *selections.get(&name)?;
                    if opened.insert(selection) {
                        placed.extend(members(document, objects, selection)?);
                    }
                }
            }
        }
    }
    let towed = document.elements("TrailerRef").filter_map(|reference| document.known(reference, "entityRef"));
    placed.extend(towed.filter_map(|name| objects.find(&name)).map(|object| object.element));
    Some(placed)
}

/// A finding on an entity that another is put relative to: at its name if it acts, as this is
/// where the other kind is reported, else at the position.
fn anchored(document: &Document<'_>, object: &Object<'_>, position: NodeId, acts: bool) -> Option<Hit> {
    let message = format!("{} is put nowhere in `Init`, and another entity relative to it", quoted(&object.name));
    let draft = Draft::new(message).help("put it somewhere by a `TeleportAction` in `Init`");
    let (name, position) = (document.value_at(object.element, "name")?, document.value_at(position, "entityRef")?);
    let (at, related, words) =
        if acts { (name, position, "put relative to it") } else { (position, name, "the entity") };
    Some(Hit { draft: draft.related(words), at, related: Some(related) })
}

fn hit(document: &Document<'_>, object: &Object<'_>, action: NodeId) -> Option<Hit> {
    let draft = Draft::new(format!("{} acts and is put nowhere", quoted(&object.name)))
        .help("put it somewhere by a `TeleportAction` in `Init`")
        .related("its first action");
    Some(Hit { draft, at: document.value_at(object.element, "name")?, related: Some(At::Node(action, Spot::Name)) })
}
