use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, rule};
use crate::xml::NodeId;

use super::friction::{Friction, friction};
use super::references::scenario;

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
    let Some(friction) = scenario(document).and_then(|_| friction(document)) else { return Vec::new() };
    document.elements("Clothoid").filter_map(|clothoid| hit(document, &friction, clothoid)).collect()
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
