use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

rule! {
    /// Swarm traffic is to fill an ellipse that a circle kept free covers.
    ///
    /// ## Why it matters
    /// There is no place where a vehicle could appear: the road stays empty, and the test
    /// runs without its traffic.
    ///
    /// ## Example
    /// ```xml
    /// <TrafficSwarmAction innerRadius="500" semiMajorAxis="200" semiMinorAxis="100" offset="0" …>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <TrafficSwarmAction innerRadius="50" semiMajorAxis="200" semiMinorAxis="100" offset="0" …>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, class `TrafficSwarmAction`, all editions: vehicles are set up
    /// outside the circle and inside the ellipse, whose centre `offset` may move.
    "xosc/swarm-without-room" {
        severity: Error,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    document.elements("TrafficSwarmAction").filter_map(|swarm| hit(document, swarm)).collect()
}

fn hit(document: &Document<'_>, swarm: NodeId) -> Option<Hit> {
    let number = |name| document.number(swarm, name);
    let inner = number("innerRadius")?;
    let offset = match document.text(swarm, "offset") {
        Some(_) => number("offset")?,
        None => 0.0,
    };
    let reach = number("semiMajorAxis")?.max(number("semiMinorAxis")?) + offset.abs();
    if inner < reach || inner <= 0.0 {
        return None;
    }
    let written = quoted(document.text(swarm, "innerRadius").unwrap_or_default());
    let message = format!("`innerRadius` {written} leaves no room: the ellipse reaches {reach} m from the entity");
    let draft = Draft::new(message).help("let the circle be smaller than the ellipse").related("the ellipse");
    Some(Hit {
        draft,
        at: document.value_at(swarm, "innerRadius")?,
        related: document.value_at(swarm, "semiMajorAxis"),
    })
}
