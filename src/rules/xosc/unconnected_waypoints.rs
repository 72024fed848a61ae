use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, quoted, quoted_path, rule};
use crate::xml::NodeId;

use super::road_places::{RoadPlace, network, places};

rule! {
    /// No lane leads from one waypoint of a route to the next.
    ///
    /// ## Why it matters
    /// The vehicle stops half-way, or the simulator drops the route and follows the road.
    ///
    /// ## Example
    /// ```xml
    /// <Route name="out and back" closed="false">
    ///   <Waypoint …><Position><LanePosition roadId="1" laneId="-1" s="400"/></Position></Waypoint>
    ///   <Waypoint …><Position><LanePosition roadId="1" laneId="1" s="10"/></Position></Waypoint>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    ///   <Waypoint …><Position><LanePosition roadId="1" laneId="-1" s="10"/></Position></Waypoint>
    ///   <Waypoint …><Position><LanePosition roadId="1" laneId="-1" s="400"/></Position></Waypoint>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `Route` and `Waypoint`, all editions; links of lanes and
    /// junctions are those of the road network, in the direction of travel of its lanes.
    /// Changes between lanes that lead the same way are taken as possible.
    "xosc/unconnected-waypoints" {
        severity: Warning,
        confidence: Likely,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let mut steps = MOST_STEPS;
    document.elements("Route").flat_map(|route| hits(document, route, &mut steps)).collect()
}

/// So many lanes are looked at for the routes of a file; what is left then is not judged.
const MOST_STEPS: usize = 500_000;

fn hits(document: &Document<'_>, route: NodeId, steps: &mut usize) -> Vec<Hit> {
    let (Some((path, network)), Some(scenario)) = (network(document), document.scenario) else { return Vec::new() };
    let waypoints: Vec<NodeId> =
        document.tree.children(route).filter(|&child| document.tree.name(child) == "Waypoint").collect();
    let place = |waypoint: NodeId| places(scenario, waypoint).into_iter().next();
    let pairs = waypoints.windows(2).filter_map(|pair| match pair {
        [from, to] => Some((*to, place(*from)?, place(*to)?)),
        _ => None,
    });
    let unconnected = pairs.filter(|(_, from, to)| {
        spot(from).zip(spot(to)).is_some_and(|(from, to)| network.leads(from, to, steps) == Some(false))
    });
    let hit = |(waypoint, from, to): (NodeId, RoadPlace, RoadPlace)| {
        let message =
            format!("no lane of {} leads from {} to this waypoint on {}", quoted_path(path), named(&from), named(&to));
        let draft =
            Draft::new(message).help("correct the waypoint, or add those between that the road network connects");
        Hit { draft, at: At::Node(waypoint, Spot::Name), related: None }
    };
    unconnected.map(hit).collect()
}

fn spot(place: &RoadPlace) -> Option<crate::opendrive::Spot<'_>> {
    let lane = match &place.lane {
        Some(lane) => Some(lane.parse().ok()?),
        None => None,
    };
    Some(crate::opendrive::Spot { road: place.road.as_deref()?, s_m: place.s_m, lane })
}

fn named(place: &RoadPlace) -> String {
    let road = quoted(place.road.as_deref().unwrap_or_default());
    match &place.lane {
        Some(lane) => format!("lane {} of road {road}", quoted(lane)),
        None => format!("road {road}"),
    }
}
