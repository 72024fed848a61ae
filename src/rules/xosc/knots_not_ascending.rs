use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::trajectories::children;

rule! {
    /// A knot of a NURBS is below the one before it.
    ///
    /// ## Why it matters
    /// The knots say in which order the control points take effect. With one out of order
    /// the curve is not defined, and simulators draw different ones.
    ///
    /// ## Example
    /// ```xml
    /// <Knot value="0"/> <Knot value="0"/> <Knot value="2"/> <Knot value="1"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Knot value="0"/> <Knot value="0"/> <Knot value="1"/> <Knot value="2"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, class `Nurbs`, all editions: the values of the knots ascend;
    /// equal ones are usual at both ends.
    "xosc/knots-not-ascending" {
        severity: Error,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    document.elements("Nurbs").filter_map(|nurbs| hit(document, nurbs)).collect()
}

/// The first knot of `nurbs` that is below the one before.
fn hit(document: &Document<'_>, nurbs: NodeId) -> Option<Hit> {
    let knots = children(document, nurbs, "Knot");
    let falls = |pair: &&[NodeId]| match (document.number(pair[0], "value"), document.number(pair[1], "value")) {
        (Some(before), Some(after)) => after < before,
        _ => false,
    };
    let pair = knots.windows(2).find(falls)?;
    let shown = |knot| quoted(document.text(knot, "value").unwrap_or_default());
    let draft = Draft::new(format!("knot {} follows {}, expected ascending values", shown(pair[1]), shown(pair[0])))
        .help("put the knots in ascending order")
        .related("the knot before");
    Some(Hit { draft, at: document.value_at(pair[1], "value")?, related: document.value_at(pair[0], "value") })
}
