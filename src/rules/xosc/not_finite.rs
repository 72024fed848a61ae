use rustc_hash::FxHashSet;

use crate::openscenario::{Meaning, Scenario, Spot, is_not_finite, is_parameter, takes_double};
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

rule! {
    /// A number is `NaN`, `INF` or `-INF`.
    ///
    /// ## Why it matters
    /// The schema lets these pass wherever a decimal number stands. No place, speed or time is
    /// infinite or no number: simulators stop, or calculate on and lose the vehicle.
    ///
    /// ## Example
    /// ```xml
    /// <WorldPosition x="NaN" y="0"/>
    /// <Performance maxSpeed="INF" maxAcceleration="5" maxDeceleration="9"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <WorldPosition x="12.5" y="0"/>
    /// <Performance maxSpeed="60" maxAcceleration="5" maxDeceleration="9"/>
    /// ```
    ///
    /// ## Source
    /// XML Schema, type `double`; the ranges on the class pages of ASAM OpenSCENARIO XML exclude
    /// infinity. `INF` is let pass for limits that are infinite where they are left out: those of
    /// `DynamicConstraints`, `maxLateralAcc` of `LaneOffsetActionDynamics` and the rates of
    /// `Performance`. What a stated range refuses is `xosc/value-out-of-range`.
    "xosc/not-finite" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// The limits that may be infinite: element, and how their attributes begin.
const UNLIMITED: [(&str, &str); 4] = [
    ("DynamicConstraints", "max"),
    ("LaneOffsetActionDynamics", "maxLateralAcc"),
    ("Performance", "maxAccelerationRate"),
    ("Performance", "maxDecelerationRate"),
];

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(scenario) = document.scenario else { return Vec::new() };
    let written = scenario.not_finite.iter().map(|&(element, attribute)| (element, attribute));
    // What an expression gives is finite.
    let by_parameter =
        scenario.parameter_uses.iter().filter(|used| is_parameter(used.text) && takes_double(used.expects));
    let by_parameter = by_parameter.filter(
        |used| matches!(scenario.meaning(used.element, used.text), Meaning::Text(text) if is_not_finite(&text)),
    );
    let mut places: Vec<(NodeId, usize)> =
        written.chain(by_parameter.map(|used| (used.element, used.attribute))).collect();
    if places.is_empty() {
        return Vec::new();
    }
    let refused = refused(scenario);
    places.retain(|place| !refused.contains(place));
    places.sort_unstable();
    places.into_iter().filter_map(|place| hit(document, scenario, place)).collect()
}

/// The values that have a finding because they are out of range.
fn refused(scenario: &Scenario<'_>) -> FxHashSet<(NodeId, usize)> {
    let out_of_range = scenario.bounded.iter().filter(|value| {
        let Meaning::Text(text) = scenario.meaning(value.element, value.text) else { return false };
        text.trim().parse().is_ok_and(|number: f64| !number.is_nan() && !value.bounds.admit(number))
    });
    out_of_range.map(|value| (value.element, value.attribute)).collect()
}

fn hit(document: &Document<'_>, scenario: &Scenario<'_>, (element, index): (NodeId, usize)) -> Option<Hit> {
    let tree = document.tree;
    let attribute = tree.attributes(element).get(index)?;
    let (owner, name, written) = (tree.name(element), tree.name_of(attribute.name), tree.value(attribute));
    let Meaning::Text(text) = scenario.meaning(element, written) else { return None };
    let may_be_infinite = UNLIMITED.iter().any(|(of, start)| *of == owner && name.starts_with(start));
    if text == "INF" && may_be_infinite {
        return None;
    }
    let origin = if text == written { String::new() } else { format!(", the value of {}", quoted(written)) };
    let message = format!("`{name}` of `{owner}` is {}{origin}, expected a number", quoted(&text));
    let draft = Draft::new(message).help("give a finite number");
    Some(Hit { draft, at: At::Node(element, Spot::AttributeValue(index)), related: None })
}
