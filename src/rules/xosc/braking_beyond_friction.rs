use crate::rules::{Check, Document, Draft, Hit, rule};
use crate::xml::NodeId;

use super::acceleration_above_maximum::rate;
use super::friction::{Friction, friction};
use super::references::scenario;

rule! {
    /// A vehicle is to brake or accelerate harder than the stated friction allows.
    ///
    /// ## Why it matters
    /// No tyre holds on that road: a simulator with vehicle dynamics slides, one without
    /// tests a manoeuvre that nobody can drive.
    ///
    /// ## Example
    /// ```xml
    /// <RoadCondition frictionScaleFactor="0.3"/>
    /// …
    /// <SpeedActionDynamics dynamicsShape="linear" dynamicsDimension="rate" value="8"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <SpeedActionDynamics dynamicsShape="linear" dynamicsDimension="rate" value="3"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `RoadCondition` and `SpeedAction` with a rate, all editions.
    /// The factor scales the friction of the road, which is taken to be the highest that
    /// road tyres find, 1.2 (`plausible.csv`), so that the limit is factor × 1.2 × 9.81 m/s².
    /// Judged are factors up to 1 that are stated in `Init`; of several, the highest.
    "xosc/braking-beyond-friction" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(friction) = scenario(document).and_then(|_| friction(document)) else { return Vec::new() };
    document.elements("SpeedActionDynamics").filter_map(|dynamics| hit(document, &friction, dynamics)).collect()
}

fn hit(document: &Document<'_>, friction: &Friction, dynamics: NodeId) -> Option<Hit> {
    let rate = rate(document, dynamics).filter(|&rate| rate > friction.most)?;
    let Friction { most, scale, at } = friction;
    let draft = Draft::new(format!("{rate} m/s² needs more friction than a factor of {scale} gives: {most:.1} m/s²"))
        .help("lower the rate, or correct the friction")
        .related("the friction");
    Some(Hit { draft, at: document.value_at(dynamics, "value")?, related: Some(*at) })
}
