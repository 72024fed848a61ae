use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::trajectories::{Shape, children, shape_of, trajectory_of};

rule! {
    /// A place on a trajectory lies behind its end.
    ///
    /// ## Why it matters
    /// There is nothing left to follow: the action ends as soon as it starts, or the
    /// position is one that no simulator agrees on with another.
    ///
    /// ## Example
    /// ```xml
    /// <FollowTrajectoryAction initialDistanceOffset="200">
    ///   …<Clothoid curvature="0.01" curvaturePrime="0" length="120">…
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <FollowTrajectoryAction initialDistanceOffset="20">
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML from 1.1, `initialDistanceOffset` of `FollowTrajectoryAction`
    /// and `s` of `TrajectoryPosition`: from 0 to the length of the trajectory. The checker
    /// rules annexed to the standard stamp the first 1.1.0, as a recommendation. The length
    /// is known for clothoids and for polylines between world positions; without heights, a
    /// tenth is added for slopes.
    "xosc/offset-beyond-trajectory" {
        severity: Warning,
        aliases: ["asam.net:xosc:1.1.0:routing.offset_should_be_less_than_trajectory_length"],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// What a path may be longer than it is in the plane.
const SLOPE: f64 = 1.1;

/// Lengths are sums of roots: below this nothing is wrong.
const ROUNDING: f64 = 1e-6;

fn check(document: &Document<'_>) -> Vec<Hit> {
    let owners = [("FollowTrajectoryAction", "initialDistanceOffset"), ("TrajectoryPosition", "s")];
    let places = owners.iter().flat_map(|(owner, name)| document.elements(owner).map(move |element| (element, *name)));
    let mut hits: Vec<(NodeId, Hit)> =
        places.filter_map(|(element, name)| Some((element, hit(document, element, name)?))).collect();
    hits.sort_by_key(|(element, _)| *element);
    hits.into_iter().map(|(_, hit)| hit).collect()
}

fn hit(document: &Document<'_>, element: NodeId, name: &str) -> Option<Hit> {
    let offset = document.number(element, name)?;
    let trajectory = trajectory_of(document, element)?;
    // A closed one is driven round and round.
    if !matches!(document.text(trajectory, "closed"), Some("false" | "0")) {
        return None;
    }
    let length = length(document, shape_of(document, trajectory)?)?;
    if offset <= length + ROUNDING {
        return None;
    }
    let written = quoted(document.text(element, name).unwrap_or_default());
    let message = format!("`{name}` {written} is beyond the trajectory, which is at most {length:.1} m long");
    let draft = Draft::new(message).help("take a place on the trajectory, or lengthen it");
    Some(Hit { draft, at: document.value_at(element, name)?, related: None })
}

/// The most that the path can measure, in m; none if that is not known.
fn length(document: &Document<'_>, shape: Shape) -> Option<f64> {
    match shape {
        Shape::Clothoid(clothoid) => document.number(clothoid, "length"),
        Shape::ClothoidSpline(spline) => {
            let segments = children(document, spline, "ClothoidSplineSegment");
            segments.iter().map(|segment| document.number(*segment, "length")).sum()
        }
        Shape::Polyline(polyline) => polyline_length(document, polyline),
        Shape::Nurbs(_) => None,
    }
}

fn polyline_length(document: &Document<'_>, polyline: NodeId) -> Option<f64> {
    // From 1.4 the lines may be bent.
    if document.child(polyline, "Interpolation").is_some() {
        return None;
    }
    let vertices = children(document, polyline, "Vertex");
    let points: Vec<(f64, f64, Option<f64>)> =
        vertices.iter().map(|vertex| world(document, *vertex)).collect::<Option<_>>()?;
    let mut length = 0.0;
    for pair in points.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let plane = (to.0 - from.0).hypot(to.1 - from.1);
        length += match (from.2, to.2) {
            (Some(from), Some(to)) => plane.hypot(to - from),
            _ => plane * SLOPE,
        };
    }
    Some(length)
}

/// x, y and, where given, z of a vertex.
fn world(document: &Document<'_>, vertex: NodeId) -> Option<(f64, f64, Option<f64>)> {
    let position = document.child(document.child(vertex, "Position")?, "WorldPosition")?;
    let z = match document.text(position, "z") {
        Some(_) => Some(document.number(position, "z")?),
        None => None,
    };
    Some((document.number(position, "x")?, document.number(position, "y")?, z))
}
