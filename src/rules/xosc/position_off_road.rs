use crate::rules::{Check, Document, Draft, Hit, quoted_path, rounded, rule};
use crate::xml::NodeId;

use super::road_places::{Fault, faulty, network};

rule! {
    /// A position lies beyond the end of its road.
    ///
    /// ## Why it matters
    /// The position is nowhere: the simulator stops, or takes the end of the road instead.
    ///
    /// ## Example
    /// ```xml
    /// <LanePosition roadId="2" laneId="-1" s="550"/>   <!-- the road is 500 m long -->
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <LanePosition roadId="2" laneId="-1" s="450"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `LanePosition` and `RoadPosition` (all editions), `RoadCursor` (from
    /// 1.3): `s` is measured along the road, whose length ASAM OpenDRIVE states. A centimetre
    /// is allowed for rounding. `pathS` of a place on a route is measured along the route: no
    /// way from one waypoint to the next is longer than all roads together in both
    /// directions, unless it is a random one.
    "xosc/position-off-road" {
        severity: Error,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let mut hits = faulty(document, Fault::BeyondRoad, |_| "s");
    hits.extend(beyond_route(document));
    hits
}

/// Places behind the end of a route.
fn beyond_route(document: &Document<'_>) -> Vec<Hit> {
    let Some((path, network)) = network(document) else { return Vec::new() };
    let lengths: Option<Vec<f64>> = network.roads.iter().map(|road| road.length_m).collect();
    let Some(all_m) = lengths.map(|lengths| lengths.iter().sum::<f64>()) else { return Vec::new() };
    let places = ["FromLaneCoordinates", "FromRoadCoordinates"];
    let hit = |place| {
        let (along, legs) = (document.number(place, "pathS")?, legs(document, place)?);
        #[expect(clippy::cast_precision_loss, reason = "as many waypoints as a file holds")]
        let most = legs as f64 * all_m * 2.0;
        if along <= most {
            return None;
        }
        let message = format!(
            "{} m is beyond any route from waypoint to waypoint over the roads of {}, which are {} m long together",
            rounded(along, 3),
            quoted_path(path),
            rounded(all_m, 3)
        );
        let draft = Draft::new(message).help("correct `pathS`: it counts from the start of the route");
        Some(Hit { draft, at: document.value_at(place, "pathS")?, related: None })
    };
    places.into_iter().flat_map(|name| document.elements(name)).filter_map(hit).collect()
}

/// How many ways from waypoint to waypoint the route of a place has; none if it is
/// not known, or one of them is random.
fn legs(document: &Document<'_>, place: NodeId) -> Option<usize> {
    let position = document.around(place, "RoutePosition")?;
    let holder = document.child(position, "RouteRef")?;
    let (tree, route) = match document.child(holder, "Route") {
        Some(route) => (document.tree, route),
        None => {
            let entry = document.companions?.entry(document.child(holder, "CatalogReference")?)?;
            (&entry.file.tree, entry.entry.element)
        }
    };
    let waypoints = tree.named_within(route, tree.find_name("Waypoint")?);
    let strategy = tree.find_name("routeStrategy")?;
    let is_direct = |&waypoint: &NodeId| matches!(tree.value_of(waypoint, strategy), Some("shortest" | "fastest"));
    waypoints.iter().all(is_direct).then(|| waypoints.len().saturating_sub(1))
}
