use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::friction::{Friction, friction, highest_grip};
use super::references::scenario;
use super::starts::{Start, starts};

rule! {
    /// A vehicle is to go through a bend faster than the stated friction allows.
    ///
    /// ## Why it matters
    /// No tyre holds in that bend: a simulator with vehicle dynamics slides off the
    /// trajectory, one without tests a manoeuvre that nobody can drive.
    ///
    /// ## Example
    /// ```xml
    /// <RoadCondition frictionScaleFactor="0.3"/>
    /// …
    /// <Clothoid curvature="0.02" curvaturePrime="0" length="100" startTime="0" stopTime="4">
    /// ```
    /// 25 m/s in a bend of 50 m are 12.5 m/s².
    ///
    /// ## Instead
    /// ```xml
    /// <Clothoid curvature="0.02" curvaturePrime="0" length="100" startTime="0" stopTime="10">
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `Clothoid`, `Timing` and `RoadCondition`, all editions. The
    /// mean speed is reached somewhere on the clothoid, so that its square times the least
    /// curvature is needed at least. The limit is factor × 1.2 × 9.81 m/s², as for
    /// `xosc/braking-beyond-friction`.
    "xosc/curve-beyond-friction" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(friction) = scenario(document).and_then(|_| friction(document)) else { return on_roads(document, None) };
    let mut hits: Vec<Hit> =
        document.elements("Clothoid").filter_map(|clothoid| hit(document, &friction, clothoid)).collect();
    hits.extend(on_roads(document, Some(&friction)));
    hits
}

/// Vehicles that begin in a bend of their road faster than any tyre holds.
fn on_roads(document: &Document<'_>, friction: Option<&Friction>) -> Vec<Hit> {
    starts(document).iter().filter_map(|start| on_road(document, friction, start)).collect()
}

fn on_road(document: &Document<'_>, friction: Option<&Friction>, start: &Start<'_>) -> Option<Hit> {
    let target = document.below(start.private, "AbsoluteTargetSpeed").next()?;
    let speed = document.number(target, "value")?;
    let curvature = start.road.curvature(start.s_m)?.abs();
    // The lane may be farther out than the reference line by the width of the road.
    let radius = curvature.recip() + start.road.lane_center_t(start.s_m, start.lane.unwrap_or(0))?.abs();
    let needed = speed * speed / radius;
    let most = friction.map_or_else(highest_grip, |friction| Some(friction.most))?;
    if needed <= most {
        return None;
    }
    let message = format!(
        "{} is to drive at {speed:.1} m/s in a bend of {radius:.0} m, which needs {needed:.1} m/s²; tyres hold {most:.1} m/s²",
        quoted(&start.name)
    );
    let draft = Draft::new(message).help("lower the speed, or correct the friction").related("the friction");
    Some(Hit { draft, at: document.value_at(target, "value")?, related: friction.map(|friction| friction.at) })
}

fn hit(document: &Document<'_>, friction: &Friction, clothoid: NodeId) -> Option<Hit> {
    let number = |name| document.number(clothoid, name);
    let length = number("length")?;
    let change = if document.text(clothoid, "curvaturePrime").is_some() {
        number("curvaturePrime")?
    } else {
        // What the older attribute is per is disputed; zero is zero.
        number("curvatureDot").filter(|&change| change == 0.0)?
    };
    let (first, last) = (number("curvature")?, number("curvature")? + change * length);
    let least = if first * last > 0.0 { first.abs().min(last.abs()) } else { 0.0 };
    let time = (number("stopTime")? - number("startTime")?) * scale_of_time(document, clothoid)?;
    let speed = Some(length / time).filter(|speed| time > 0.0 && speed.is_finite())?;
    let needed = Some(speed * speed * least).filter(|&needed| needed > friction.most)?;
    let Friction { most, scale, at } = friction;
    let message = format!(
        "{speed:.1} m/s in a bend of {:.0} m need {needed:.1} m/s², and a friction factor of {scale} gives {most:.1} m/s²",
        least.recip()
    );
    let draft = Draft::new(message).help("give it more time, or correct the friction").related("the friction");
    Some(Hit { draft, at: At::Node(clothoid, Spot::Name), related: Some(*at) })
}

/// By how much the action that follows a trajectory stretches its times.
fn scale_of_time(document: &Document<'_>, clothoid: NodeId) -> Option<f64> {
    let action = document.around(clothoid, "FollowTrajectoryAction")?;
    let timing = document.child(document.child(action, "TimeReference")?, "Timing")?;
    document.number(timing, "scale")
}
