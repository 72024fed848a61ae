use crate::openscenario::{Named, Spot};
use crate::rules::{At, Check, Document, Draft, Hit, rule};
use crate::xml::NodeId;

rule! {
    /// A maneuver group has actions for an entity, and no entity to act.
    ///
    /// ## Why it matters
    /// Nobody carries the action out. Simulators skip it without a word, and the test
    /// runs without its manoeuvre.
    ///
    /// ## Example
    /// ```xml
    /// <ManeuverGroup name="cut in" maximumExecutionCount="1">
    ///   <Actors selectTriggeringEntities="false"/>
    ///   <Maneuver name="left">…<PrivateAction>…</PrivateAction>…</Maneuver>
    /// </ManeuverGroup>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    ///   <Actors selectTriggeringEntities="false">
    ///     <EntityRef entityRef="Target"/>
    ///   </Actors>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `Actors` and `PrivateAction`, all editions. Entities that
    /// trigger an event are its actors if `selectTriggeringEntities` is true, which needs
    /// a condition on entities. The official checker applies its rule from 1.2 on only.
    "xosc/private-action-without-actor" {
        severity: Error,
        aliases: ["asam.net:xosc:1.2.0:reference_control.valid_actor_reference_in_private_actions"],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let groups = document.elements("ManeuverGroup");
    groups.filter_map(|group| hit(document, group)).collect()
}

fn hit(document: &Document<'_>, group: NodeId) -> Option<Hit> {
    let actors = document.child(group, "Actors")?;
    let in_catalog = |id| in_catalog(document, group, id);
    // An unknown child is a misspelt actor.
    if document.tree.children(actors).next().is_some()
        || !(has(document, group, "PrivateAction") || in_catalog("PrivateAction"))
    {
        return None;
    }
    let selects = match document.scenario?.resolve(actors, document.text(actors, "selectTriggeringEntities")?) {
        Named::Plain(text) => matches!(text, "true" | "1"),
        Named::ByParameter(text) => matches!(&*text, "true" | "1"),
        Named::Open => return None,
    };
    // Entities trigger through conditions on entities, of the event or around it.
    let around = document.tree.parent(group).and_then(|act| document.child(act, "StartTrigger"));
    let by_entity = |id| has(document, id, "ByEntityCondition");
    let triggers = by_entity(group) || around.is_some_and(by_entity) || in_catalog("ByEntityCondition");
    if selects && triggers {
        return None;
    }
    let draft = Draft::new("the group has actions for an entity, and no actor")
        .help("add an `EntityRef` for each entity that is to act");
    Some(Hit { draft, at: At::Node(actors, Spot::Name), related: None })
}

/// True if a maneuver that the group takes from a catalog holds an element called `name`.
fn in_catalog(document: &Document<'_>, group: NodeId, name: &str) -> bool {
    let Some(companions) = document.companions else { return false };
    let references = document.tree.children(group).filter_map(|child| companions.entry(child));
    references.into_iter().any(|found| {
        let tree = &found.file.tree;
        let name = tree.find_name(name);
        tree.subtree(found.entry.element).any(|id| Some(tree.element(id).name) == name)
    })
}

/// True if an element called `name` stands somewhere below `id`.
fn has(document: &Document<'_>, id: NodeId, name: &str) -> bool {
    let name = document.tree.find_name(name);
    name.is_some_and(|name| document.tree.subtree(id).any(|inner| document.tree.element(inner).name == name))
}
