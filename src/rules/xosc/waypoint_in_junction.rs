use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};

use super::road_places::{network, places};

rule! {
    /// A waypoint of a route lies inside a junction.
    ///
    /// ## Why it matters
    /// The roads of a junction lie on top of each other: which one is driven on may be
    /// another than the route means.
    ///
    /// ## Example
    /// ```xml
    /// <!-- road 12 belongs to junction 4 -->
    /// <Waypoint …><Position><LanePosition roadId="12" laneId="-1" s="3"/></Position></Waypoint>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Waypoint …><Position><LanePosition roadId="2" laneId="-1" s="5"/></Position></Waypoint>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, the checker rules annexed to the standard, stamped 1.0.0: a
    /// recommendation.
    "xosc/waypoint-in-junction" {
        severity: Warning,
        aliases: ["asam.net:xosc:1.0.0:routing.route_waypoints_locations"],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let (Some((_, network)), Some(scenario)) = (network(document), document.scenario) else { return Vec::new() };
    let hit = |waypoint| {
        let place = places(scenario, waypoint).into_iter().next()?;
        let road = network.road(place.road.as_deref()?)?;
        let junction = road.junction.as_deref()?;
        let draft =
            Draft::new(format!("road {} of this waypoint is inside junction {}", quoted(&road.id), quoted(junction)))
                .help("put the waypoint on a road before or behind the junction");
        Some(Hit { draft, at: At::Node(waypoint, Spot::Name), related: None })
    };
    document.elements("Waypoint").filter_map(hit).collect()
}
