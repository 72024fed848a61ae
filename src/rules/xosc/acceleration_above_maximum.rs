use crate::openscenario::{Objects, Performance};
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::acting::actors;
use super::speed_above_maximum::beyond;

rule! {
    /// A vehicle is to brake or accelerate harder than it can.
    ///
    /// ## Why it matters
    /// A simulator that keeps to the vehicle's performance drives another manoeuvre than the
    /// one that was written: the braking of a test is weaker, and the test easier.
    ///
    /// ## Example
    /// ```xml
    /// <Performance maxSpeed="60" maxAcceleration="4" maxDeceleration="8"/>
    /// …
    /// <SpeedActionDynamics dynamicsShape="linear" dynamicsDimension="rate" value="9"/>
    /// <SpeedActionTarget><AbsoluteTargetSpeed value="0"/></SpeedActionTarget>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <SpeedActionDynamics dynamicsShape="linear" dynamicsDimension="rate" value="6"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `Performance` of a vehicle and `SpeedAction` with a rate, all
    /// editions. Whether an action brakes or accelerates is known where the vehicle is to
    /// stop; elsewhere a rate has to be above both limits. Rates of a step mean nothing.
    "xosc/acceleration-above-maximum" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(objects) = document.objects() else { return Vec::new() };
    document.elements("SpeedAction").filter_map(|action| hit(document, objects, action)).collect()
}

fn hit(document: &Document<'_>, objects: &Objects<'_>, action: NodeId) -> Option<Hit> {
    let dynamics = document.child(action, "SpeedActionDynamics")?;
    let rate = rate(document, dynamics)?;
    let stops = is_to_stop(document, action);
    actors(document, objects, action).find_map(|object| {
        let body = document.body_of(object)?;
        let (attribute, most) = limit(&body.performance?, stops).filter(|&(_, most)| most >= 0.0 && rate > most)?;
        let verb = if stops { "brake" } else { "change its speed" };
        let message = format!("{} is to {verb} by {rate} m/s² and can by {most} m/s²", quoted(&object.name));
        let draft = Draft::new(message).help("lower the rate, or correct the vehicle");
        Some(beyond(document, object, draft, document.value_at(dynamics, "value")?, attribute))
    })
}

/// The acceleration that dynamics state, in m/s².
pub(super) fn rate(document: &Document<'_>, dynamics: NodeId) -> Option<f64> {
    let is_rate = document.known(dynamics, "dynamicsDimension")? == "rate";
    let is_step = || Some(document.known(dynamics, "dynamicsShape")? == "step");
    if is_rate && !is_step()? { document.number(dynamics, "value") } else { None }
}

/// True if a speed action ends at rest, so that it brakes.
pub(super) fn is_to_stop(document: &Document<'_>, action: NodeId) -> bool {
    let target = document.child(action, "SpeedActionTarget");
    let absolute = target.and_then(|target| document.child(target, "AbsoluteTargetSpeed"));
    absolute.and_then(|absolute| document.number(absolute, "value")).is_some_and(|speed| speed == 0.0)
}

/// The limit that surely applies, with the attribute that holds it.
fn limit(performance: &Performance, stops: bool) -> Option<(&'static str, f64)> {
    let (acceleration, deceleration) = (performance.max_acceleration, performance.max_deceleration?);
    if stops || acceleration? <= deceleration {
        return Some(("maxDeceleration", deceleration));
    }
    Some(("maxAcceleration", acceleration?))
}
