use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

rule! {
    /// A change takes place at a rate of zero.
    ///
    /// ## Why it matters
    /// Nothing changes, and the action never ends: what waits for its end never starts, and the
    /// scenario runs until somebody stops it.
    ///
    /// ## Example
    /// ```xml
    /// <SpeedActionDynamics dynamicsShape="linear" dynamicsDimension="rate" value="0"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <SpeedActionDynamics dynamicsShape="linear" dynamicsDimension="rate" value="2"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `TransitionDynamics`, all editions: with the dimension `rate` the
    /// value is the change in each second. A step takes no notice of it; a time or a
    /// distance of zero is a change at once. Rates by parameter are not judged.
    "xosc/rate-of-zero" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let dynamics = ["SpeedActionDynamics", "LaneChangeActionDynamics"].iter().flat_map(|name| document.elements(name));
    let mut hits: Vec<(NodeId, Hit)> =
        dynamics.filter_map(|element| Some((element, hit(document, element)?))).collect();
    hits.sort_by_key(|(element, _)| *element);
    hits.into_iter().map(|(_, hit)| hit).collect()
}

fn hit(document: &Document<'_>, element: NodeId) -> Option<Hit> {
    let shape = document.known(element, "dynamicsShape").filter(|shape| shape != "step")?;
    let is_rate = document.known(element, "dynamicsDimension")? == "rate";
    // A parameter of zero is to be set by whoever runs the scenario.
    let rate: f64 = document.text(element, "value")?.trim().parse().ok()?;
    (is_rate && rate == 0.0).then_some(())?;
    let message = format!("a {} change at a rate of 0 never ends", quoted(&shape));
    let draft = Draft::new(message).help("state a rate above 0, or another `dynamicsDimension`");
    Some(Hit { draft, at: document.value_at(element, "value")?, related: None })
}
