use crate::openscenario::{Body, Object, Objects, names_in};
use crate::rules::{At, Check, Document, Draft, Hit, quoted, quoted_path, rule};
use crate::xml::NodeId;

use super::acting::actors;
use super::assignments::assignments;

rule! {
    /// A vehicle is to drive faster than it can.
    ///
    /// ## Why it matters
    /// A simulator that keeps to the vehicle's performance never reaches the speed: the action
    /// does not end, and what waits for its end never starts. One that does not tests
    /// with a vehicle that does not exist. Often the speed is in km/h.
    ///
    /// ## Example
    /// ```xml
    /// <Performance maxSpeed="60" maxAcceleration="5" maxDeceleration="10"/>
    /// …
    /// <AbsoluteTargetSpeed value="90"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <AbsoluteTargetSpeed value="25"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `Performance` of a vehicle and `SpeedAction`, all editions;
    /// `SpeedProfileAction` from 1.2, whose own constraints go before the performance, and
    /// `SynchronizeAction` with a final speed. Speeds relative to another entity, and vehicles
    /// whose performance the file does not tell, are not judged.
    "xosc/speed-above-maximum" {
        severity: Warning,
        aliases: [
            "asam.net:xosc:1.2.0:scenario_logic.targetspeed_maxspeed_general",
            "asam.net:xosc:1.2.0:scenario_logic.targetspeed_maxspeed_speedprofileaction",
        ],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// The elements that say how fast an actor is to be, and in which attribute.
const SPEEDS: [(&str, &str); 3] =
    [("AbsoluteTargetSpeed", "value"), ("SpeedProfileEntry", "speed"), ("AbsoluteSpeed", "value")];

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(objects) = document.objects() else { return Vec::new() };
    let speeds = SPEEDS.iter().flat_map(|(element, attribute)| {
        document
            .elements(element)
            .filter_map(|element| hit(document, objects, element, attribute).map(|hit| (element, hit)))
    });
    let mut hits: Vec<(NodeId, Hit)> = speeds.collect();
    hits.sort_by_key(|(element, _)| *element);
    hits.into_iter().map(|(_, hit)| hit).collect()
}

fn hit(document: &Document<'_>, objects: &Objects<'_>, element: NodeId, attribute: &str) -> Option<Hit> {
    let speed = document.number(element, attribute)?;
    let profile = document.around(element, "SpeedProfileAction");
    if profile.is_some_and(|profile| is_relative_or_constrained(document, profile, speed)) {
        return None;
    }
    actors(document, objects, element).find_map(|object| {
        let body = document.body_of(object)?;
        // A negative maximum is out of range and has that finding.
        let most = body.performance?.max_speed.filter(|&most| most >= 0.0 && speed > most)?;
        let message = format!("{} is to drive at {speed} m/s and can drive at {most} m/s", quoted(&object.name));
        let help = "lower the speed, or correct the vehicle; speeds are in m/s";
        let draft = Draft::new(message).help(help);
        Some(beyond(document, object, draft, document.value_at(element, attribute)?, "maxSpeed"))
    })
}

/// A finding with the place of the figure that is exceeded, or of the value assigned to it.
pub(super) fn beyond(document: &Document<'_>, object: &Object<'_>, draft: Draft, at: At, attribute: &str) -> Hit {
    let body = document.body_of(object);
    if let Some(place) = body.and_then(|body| body.place.as_ref()) {
        let message = format!("{}, as {} says", draft.message, quoted_path(place));
        let related = assigned(document, object, attribute);
        return Hit { draft: Draft { message, ..draft }.related("the value assigned to its maximum"), at, related };
    }
    let performance = body.and_then(|body| body.performance);
    let related = performance.and_then(|performance| document.value_at(performance.element, attribute));
    Hit { draft: draft.related("its maximum"), at, related }
}

/// The value that the scenario assigns to what a catalog says of the performance of `object`.
fn assigned(document: &Document<'_>, object: &Object<'_>, attribute: &str) -> Option<At> {
    let Body::Catalog(reference) = object.body else { return None };
    let tree = &document.companions?.entry(reference)?.file.tree;
    let element = document.body_of(object)?.performance?.element;
    let language = document.scenario?.language;
    let names = names_in(tree.value_of(element, tree.find_name(attribute)?)?, language);
    let assigned = assignments(document, reference).into_iter().find(|assigned| names.contains(&assigned.name))?;
    document.value_at(assigned.element, "value")
}

/// True if the speeds of a profile are differences, or the profile admits `speed`
/// by constraints of its own or by some that are not known.
fn is_relative_or_constrained(document: &Document<'_>, profile: NodeId, speed: f64) -> bool {
    if document.text(profile, "entityRef").is_some() {
        return true;
    }
    let constraints = document.child(profile, "DynamicConstraints");
    let own = constraints.filter(|&constraints| document.text(constraints, "maxSpeed").is_some());
    own.is_some_and(|own| document.number(own, "maxSpeed").is_none_or(|most| speed <= most))
}
