use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, rule};
use crate::xml::NodeId;

use super::trajectories::children;

rule! {
    /// A NURBS has too few control points for its order, or not the knots that go with them.
    ///
    /// ## Why it matters
    /// The curve is not defined. Simulators refuse the file, pad the list of knots, or read
    /// past its end.
    ///
    /// ## Example
    /// ```xml
    /// <Nurbs order="3">
    ///   <ControlPoint>…</ControlPoint> <ControlPoint>…</ControlPoint>
    ///   <Knot value="0"/> <Knot value="0"/> <Knot value="1"/> <Knot value="1"/>
    /// </Nurbs>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Nurbs order="2">
    ///   <ControlPoint>…</ControlPoint> <ControlPoint>…</ControlPoint>
    ///   <Knot value="0"/> <Knot value="0"/> <Knot value="1"/> <Knot value="1"/>
    /// </Nurbs>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, class `Nurbs`, all editions: at least as many control points
    /// as the order, and as many knots as control points and order together. The checker
    /// rules annexed to the standard stamp it 1.0.0.
    "xosc/nurbs-cardinality" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:routing.cardinality_of_control_points_in_nurbs"],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    document.elements("Nurbs").filter_map(|nurbs| hit(document, nurbs)).collect()
}

fn hit(document: &Document<'_>, nurbs: NodeId) -> Option<Hit> {
    let order = document.number(nurbs, "order").filter(|order| *order >= 2.0 && order.fract() == 0.0)?;
    let points = children(document, nurbs, "ControlPoint").len();
    let knots = children(document, nurbs, "Knot").len();
    // Fewer than two are a matter of the schema, and so is a misspelt one.
    let others = document.tree.children(nurbs).count() - points - knots;
    if points < 2 || knots < 2 || others > 0 {
        return None;
    }
    // Both are far below the numbers that a float cannot tell apart.
    let (points, knots) = (points as f64, knots as f64);
    if points < order {
        let message = format!("a curve of order {order} has {points} control points, expected at least {order}");
        let draft = Draft::new(message).help("add control points, or lower the order");
        return Some(Hit { draft, at: document.value_at(nurbs, "order")?, related: None });
    }
    if knots == points + order {
        return None;
    }
    let message =
        format!("a curve of order {order} with {points} control points has {knots} knots, expected {}", points + order);
    let draft = Draft::new(message).help("give as many knots as control points and order together");
    Some(Hit { draft, at: At::Node(nurbs, Spot::Name), related: None })
}
