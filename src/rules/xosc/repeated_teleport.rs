use rustc_hash::FxHashMap;

use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::acting::actors;

rule! {
    /// An entity is put to two places at the beginning.
    ///
    /// ## Why it matters
    /// All actions of `Init` take place at once: which of the two places counts is up to the
    /// simulator. Often the second was meant for another entity.
    ///
    /// ## Example
    /// ```xml
    /// <Private entityRef="Ego">… <LanePosition roadId="1" laneId="-1" s="50"/> …</Private>
    /// <Private entityRef="Ego">… <LanePosition roadId="1" laneId="-1" s="90"/> …</Private>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Private entityRef="Lead">… <LanePosition roadId="1" laneId="-1" s="90"/> …</Private>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `Init` and `TeleportAction`, all editions. A second place that is
    /// relative to the entity itself corrects the first, and is not reported.
    "xosc/repeated-teleport" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(objects) = document.objects() else { return Vec::new() };
    let init = document.elements("Init").next().and_then(|init| document.child(init, "Actions"));
    let Some(init) = init else { return Vec::new() };
    let mut first: FxHashMap<NodeId, NodeId> = FxHashMap::default();
    let mut hits = Vec::new();
    for action in document.below(init, "TeleportAction") {
        // A second one of the same action is a matter of the schema.
        let parent = document.tree.parent(action);
        if parent.is_some_and(|parent| document.child(parent, "TeleportAction") != Some(action)) {
            continue;
        }
        let Some(object) = actors(document, objects, action).next() else { continue };
        let Some(&before) = first.get(&object.element) else {
            first.insert(object.element, action);
            continue;
        };
        if is_relative_to(document, action, &object.name) {
            continue;
        }
        let draft = Draft::new(format!("{} is put to a second place", quoted(&object.name)))
            .help("put another entity there, or delete one of the two")
            .related("the first place");
        let related = Some(At::Node(before, Spot::Name));
        hits.push(Hit { draft, at: At::Node(action, Spot::Name), related });
    }
    hits
}

/// True if a position is relative to the entity called `name`, or may be.
fn is_relative_to(document: &Document<'_>, action: NodeId, name: &str) -> bool {
    let position = document.child(action, "Position").and_then(|position| document.tree.children(position).next());
    position.is_some_and(|position| {
        document.text(position, "entityRef").is_some()
            && document.known(position, "entityRef").is_none_or(|reference| reference == name)
    })
}
