use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::acting::{owner, references};

rule! {
    /// Something refers to itself where it has to refer to another.
    ///
    /// ## Why it matters
    /// The distance of a vehicle to itself is zero and stays it: a condition on it is always
    /// or never true, an action on it has nothing to do. Most often another name was meant.
    ///
    /// ## Example
    /// ```xml
    /// <TriggeringEntities triggeringEntitiesRule="any"><EntityRef entityRef="Ego"/></TriggeringEntities>
    /// <EntityCondition><TimeHeadwayCondition entityRef="Ego" …/></EntityCondition>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <EntityCondition><TimeHeadwayCondition entityRef="Lead" …/></EntityCondition>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `SynchronizeAction`, `LongitudinalDistanceAction` and
    /// `LateralDistanceAction`; conditions of entities that name another entity, positions left
    /// out; in `Init`, positions relative to an entity that has no place yet; `EntitySelection`;
    /// `reference` of `TrafficSignalController`; all editions. Lanes, offsets and speeds
    /// relative to the actor itself are ordinary. Judged is who acts or triggers alone.
    "xosc/self-reference" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// Actions that need another entity, with the attribute that names it.
const ACTIONS: [(&str, &str); 3] = [
    ("SynchronizeAction", "masterEntityRef"),
    ("LongitudinalDistanceAction", "entityRef"),
    ("LateralDistanceAction", "entityRef"),
];

fn check(document: &Document<'_>) -> Vec<Hit> {
    let actions = ACTIONS.iter().flat_map(|(name, attribute)| {
        document.elements(name).filter_map(|element| action(document, element, attribute)).collect::<Vec<_>>()
    });
    let mut hits: Vec<(NodeId, Hit)> = actions.collect();
    hits.extend(document.elements("ByEntityCondition").filter_map(|element| condition(document, element)));
    hits.extend(document.elements("Init").flat_map(|init| starts(document, init)));
    hits.extend(document.elements("EntitySelection").filter_map(|element| selection(document, element)));
    hits.extend(controllers(document));
    hits.sort_by_key(|(element, _)| *element);
    hits.into_iter().map(|(_, hit)| hit).collect()
}

fn action(document: &Document<'_>, action: NodeId, attribute: &str) -> Option<(NodeId, Hit)> {
    let owner = owner(document, action)?;
    if let Some(actors) = document.child(owner, "Actors")
        && document.known(actors, "selectTriggeringEntities").is_none_or(|selects| matches!(&*selects, "true" | "1"))
    {
        return None;
    }
    let actor = only(document, references(document, owner))?;
    let message = || format!("`{}` of {} refers to that entity itself", document.tree.name(action), quoted(&actor));
    same(document, action, attribute, &actor, message)
}

/// A condition whose only triggering entity is the one that it is about.
fn condition(document: &Document<'_>, by_entity: NodeId) -> Option<(NodeId, Hit)> {
    let triggering = document.child(by_entity, "TriggeringEntities")?;
    let name = only(document, document.below(triggering, "EntityRef"))?;
    let condition = document.child(by_entity, "EntityCondition")?;
    let kind = document.tree.children(condition).next()?;
    // A position relative to the entity itself compares its orientation.
    let named = std::iter::once(kind).chain(document.tree.children(kind));
    named.into_iter().find_map(|element| {
        let message = || format!("`{}` of {} is about that entity itself", document.tree.name(kind), quoted(&name));
        same(document, element, "entityRef", &name, message)
    })
}

/// Entities that are put relative to themselves before they have a place.
fn starts(document: &Document<'_>, init: NodeId) -> Vec<(NodeId, Hit)> {
    let mut placed: FxHashSet<Cow<'_, str>> = FxHashSet::default();
    let mut hits = Vec::new();
    let actions = ["TeleportAction", "AddEntityAction"].into_iter().flat_map(|name| document.below(init, name));
    let mut actions: Vec<NodeId> = actions.collect();
    actions.sort_unstable();
    for element in actions {
        let owner = document.around(element, "Private").or_else(|| document.around(element, "EntityAction"));
        let Some(actor) = owner.and_then(|owner| document.known(owner, "entityRef")) else { continue };
        let first = placed.insert(actor.clone());
        let position = document.child(element, "Position").and_then(|position| document.tree.children(position).next());
        if let Some(position) = position.filter(|_| first) {
            let message = || format!("{} is put relative to itself and has no place yet", quoted(&actor));
            hits.extend(same(document, position, "entityRef", &actor, message));
        }
    }
    hits
}

fn selection(document: &Document<'_>, selection: NodeId) -> Option<(NodeId, Hit)> {
    let name = document.known(selection, "name")?;
    // Of two of one name, the other may be meant.
    let is_another = document.objects()?.find(&name).is_some();
    let members = document.child(selection, "Members").filter(|_| !is_another)?;
    let message = || format!("the selection {} is a member of itself", quoted(&name));
    document.below(members, "EntityRef").find_map(|member| same(document, member, "entityRef", &name, message))
}

/// Controllers that wait for themselves; where two have one name, the other may be meant.
fn controllers(document: &Document<'_>) -> Vec<(NodeId, Hit)> {
    let all = || document.elements("TrafficSignalController");
    let mut names: FxHashMap<Cow<'_, str>, usize> = FxHashMap::default();
    all().filter_map(|element| document.known(element, "name")).for_each(|name| *names.entry(name).or_default() += 1);
    let waits = |element| {
        let name = document.known(element, "name").filter(|name| names.get(name) == Some(&1))?;
        let message = || format!("the traffic signal controller {} waits for itself", quoted(&name));
        same(document, element, "reference", &name, message)
    };
    all().filter_map(waits).collect()
}

/// The name of the only one of `references`.
fn only<'d>(document: &Document<'d>, mut references: impl Iterator<Item = NodeId>) -> Option<Cow<'d, str>> {
    let (one, None) = (references.next()?, references.next()) else { return None };
    document.known(one, "entityRef")
}

/// A finding if the attribute of `element` names `name`.
fn same(
    document: &Document<'_>,
    element: NodeId,
    attribute: &str,
    name: &str,
    message: impl Fn() -> String,
) -> Option<(NodeId, Hit)> {
    if document.known(element, attribute)? != name {
        return None;
    }
    let draft = Draft::new(message()).help("name the other one that is meant");
    let at = document.value_at(element, attribute)?;
    Some((element, Hit { draft, at, related: None }))
}
