use crate::openscenario::Object;
use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, quoted, quoted_path, rule};
use crate::xml::NodeId;

use super::acting::{owner, references};

rule! {
    /// An action is carried out by something that cannot.
    ///
    /// ## Why it matters
    /// A car does not wave, a pedestrian has no indicators, a crate no driver. Simulators
    /// skip the action without a word, or stop.
    ///
    /// ## Example
    /// ```xml
    /// <Private entityRef="Truck">
    ///   …<PedestrianAnimation motion="walking" userDefinedPedestrianAnimation=""/>…
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Private entityRef="Walker">
    ///   …<PedestrianAnimation motion="walking" userDefinedPedestrianAnimation=""/>…
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `VehicleLight`, `VehicleComponent` and `PedestrianAnimation` (from
    /// 1.2) and `TrailerAction` (from 1.3), whose class pages name who has or does that; section
    /// 6.6 for controllers, which vehicles and pedestrians have. Actors that are selected, that
    /// trigger or whose description is not known are left out.
    "xosc/wrong-actor" {
        severity: Error,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// What belongs to a kind of actor: the element, what it is in words, the kinds.
const DONE_BY: [(&str, &str, &[&str]); 7] = [
    ("PedestrianAnimation", "an animation of a pedestrian", &["Pedestrian"]),
    ("VehicleComponent", "a part of a vehicle", &["Vehicle"]),
    ("VehicleLight", "a light of a vehicle", &["Vehicle"]),
    ("TrailerAction", "an action of a towing vehicle", &["Vehicle"]),
    ("ActivateControllerAction", "an action on a controller", &CONTROLLED),
    ("AssignControllerAction", "an action on a controller", &CONTROLLED),
    ("OverrideControllerValueAction", "an action on a controller", &CONTROLLED),
];

const CONTROLLED: [&str; 2] = ["Vehicle", "Pedestrian"];

/// Of more actors than this, the first are looked at.
const MANY: usize = 100;

fn check(document: &Document<'_>) -> Vec<Hit> {
    let mut hits: Vec<(NodeId, NodeId, Hit)> = Vec::new();
    for (name, words, kinds) in DONE_BY {
        for action in document.elements(name) {
            let Some(owner) = owner(document, action) else { continue };
            let faulty = references(document, owner).take(MANY);
            let faulty = faulty.filter_map(|actor| Some((actor, action, hit(document, actor, action, words, kinds)?)));
            hits.extend(faulty);
        }
    }
    // One finding for an actor, at the first action that it cannot carry out.
    hits.sort_by_key(|(actor, action, _)| (*actor, *action));
    hits.dedup_by_key(|(actor, ..)| *actor);
    hits.into_iter().map(|(_, _, hit)| hit).collect()
}

fn hit(document: &Document<'_>, actor: NodeId, action: NodeId, words: &str, kinds: &[&str]) -> Option<Hit> {
    let object: &Object<'_> = document.objects()?.find(&document.known(actor, "entityRef")?)?;
    let body = document.body_of(object)?;
    let kind = body.kind.as_deref().filter(|kind| !kinds.contains(kind))?;
    let place = body.place.as_ref().map(|place| format!(" in {}", quoted_path(place))).unwrap_or_default();
    let expected: Vec<String> = kinds.iter().map(|kind| quoted(kind)).collect();
    let message = format!(
        "{} is {words}, and its actor {} is a {}{place}, expected {}",
        quoted(document.tree.name(action)),
        quoted(&object.name),
        quoted(kind),
        expected.join(" or ")
    );
    let draft = Draft::new(message).help("name another actor, or another action").related("the actor");
    Some(Hit { draft, at: At::Node(action, Spot::Name), related: document.value_at(actor, "entityRef") })
}
