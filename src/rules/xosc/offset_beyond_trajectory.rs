use crate::opendrive::{Network, Road};
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::assignments::{assignments, given, inside};
use super::road_places::network;
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
    /// is known for clothoids and for polylines between places in the world or on roads;
    /// without heights, a tenth is added for slopes, and as much again for bends of roads.
    "xosc/offset-beyond-trajectory" {
        severity: Warning,
        aliases: ["asam.net:xosc:1.1.0:routing.offset_should_be_less_than_trajectory_length"],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// What a path may be longer than it is in the plane.
const SLOPE: f64 = 1.1;

/// What a path between places on roads may be longer than the straight line, if it
/// follows the bends of the road.
const BENDS: f64 = 2.0;

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
    let roads = network(document).map(|(_, network)| network);
    let length = match trajectory_of(document, element) {
        Some(trajectory) => length(document, roads, trajectory)?,
        None => length_in_catalog(document, roads, element)?,
    };
    if offset <= length + ROUNDING {
        return None;
    }
    let written = quoted(document.text(element, name).unwrap_or_default());
    let message = format!("`{name}` {written} is beyond the trajectory, which is at most {length:.1} m long");
    let draft = Draft::new(message).help("take a place on the trajectory, or lengthen it");
    Some(Hit { draft, at: document.value_at(element, name)?, related: None })
}

/// The most that the trajectory can measure which `element` takes from a catalog, in m.
fn length_in_catalog(document: &Document<'_>, roads: Option<&Network>, element: NodeId) -> Option<f64> {
    let holder = document.child(element, "TrajectoryRef").unwrap_or(element);
    let reference = document.child(holder, "CatalogReference")?;
    let entry = document.companions?.entry(reference).filter(|entry| entry.kind() == "Trajectory")?;
    let given = given(entry.entry.element, &assignments(document, reference));
    inside(entry, &given, |trajectory| length(trajectory, roads, trajectory.root))?
}

/// The most that `trajectory` can measure, in m; none if that is not known, or if it is
/// closed and driven round and round.
fn length(document: &Document<'_>, roads: Option<&Network>, trajectory: NodeId) -> Option<f64> {
    if !matches!(document.text(trajectory, "closed"), Some("false" | "0")) {
        return None;
    }
    match shape_of(document, trajectory)? {
        Shape::Clothoid(clothoid) => document.number(clothoid, "length"),
        Shape::ClothoidSpline(spline) => {
            let segments = children(document, spline, "ClothoidSplineSegment");
            segments.iter().map(|segment| document.number(*segment, "length")).sum()
        }
        Shape::Polyline(polyline) => polyline_length(document, roads, polyline),
        Shape::Nurbs(_) => None,
    }
}

/// A place of a polyline.
struct Place<'r> {
    x: f64,
    y: f64,
    z: Option<f64>,
    /// The road that it is stated on, with s and t.
    road: Option<(&'r Road, f64, f64)>,
}

fn polyline_length(document: &Document<'_>, roads: Option<&Network>, polyline: NodeId) -> Option<f64> {
    // From 1.4 the lines may be bent.
    if document.child(polyline, "Interpolation").is_some() {
        return None;
    }
    let vertices = children(document, polyline, "Vertex");
    let places: Vec<Place<'_>> =
        vertices.iter().map(|vertex| place(document, roads, *vertex)).collect::<Option<_>>()?;
    Some(places.windows(2).map(|pair| between(&pair[0], &pair[1])).sum())
}

/// The most that the path from one place to the next can measure.
fn between(from: &Place<'_>, to: &Place<'_>) -> f64 {
    let plane = (to.x - from.x).hypot(to.y - from.y);
    match (from.z.zip(to.z), &from.road, &to.road) {
        (Some((below, above)), ..) => plane.hypot(above - below),
        (None, None, None) => plane * SLOPE,
        // A road may be longer or shorter where it is driven than its reference line.
        (None, Some((one, s, t)), Some((other, to_s, to_t))) if one.id == other.id => {
            plane.max((to_s - s).abs() + (to_t - t).abs()) * BENDS
        }
        _ => plane * BENDS,
    }
}

/// The place of a vertex; none if it is relative, or its road is not known.
fn place<'r>(document: &Document<'_>, roads: Option<&'r Network>, vertex: NodeId) -> Option<Place<'r>> {
    let position = document.child(vertex, "Position")?;
    if let Some(world) = document.child(position, "WorldPosition") {
        let z = match document.text(world, "z") {
            Some(_) => Some(document.number(world, "z")?),
            None => None,
        };
        return Some(Place { x: document.number(world, "x")?, y: document.number(world, "y")?, z, road: None });
    }
    let lane = document.child(position, "LanePosition");
    let on_road = lane.or_else(|| document.child(position, "RoadPosition"))?;
    let road = roads?.road(&document.known(on_road, "roadId")?)?;
    let s = document.number(on_road, "s")?;
    let t = match lane {
        Some(lane) => road.lane_center_t(s, lane_number(document, lane)?)? + offset(document, lane)?,
        None => document.number(on_road, "t")?,
    };
    let pose = road.pose(s, t)?;
    Some(Place { x: pose.x_m, y: pose.y_m, z: None, road: Some((road, s, t)) })
}

fn lane_number(document: &Document<'_>, lane: NodeId) -> Option<i32> {
    document.known(lane, "laneId")?.trim().parse().ok()
}

/// The offset of a position on a lane; 0 if it states none.
fn offset(document: &Document<'_>, lane: NodeId) -> Option<f64> {
    match document.text(lane, "offset") {
        Some(_) => document.number(lane, "offset"),
        None => Some(0.0),
    }
}
