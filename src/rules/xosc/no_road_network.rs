use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, rule};
use crate::xml::NodeId;

use super::misspelt::unless_misspelt;

rule! {
    /// A scenario uses roads, lanes or traffic signals, and links no road network.
    ///
    /// ## Why it matters
    /// The ids of roads and lanes mean nothing, so that entities stand nowhere and no
    /// signal is found.
    ///
    /// ## Example
    /// ```xml
    /// <RoadNetwork/>
    /// …
    /// <LanePosition roadId="1" laneId="-1" s="50"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <RoadNetwork><LogicFile filepath="road.xodr"/></RoadNetwork>
    /// ```
    ///
    /// ## Source
    /// The checker rules annexed to ASAM OpenSCENARIO XML list the elements that need a
    /// `LogicFile`, and stamp the rule 1.0.0. A scenario without any of them needs none.
    "xosc/no-road-network" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:scenario_logic.invalid_elements_if_no_road_network"],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// The elements that the annex lists.
const NEED_ROADS: [&str; 11] = [
    "EndOfRoadCondition",
    "GeoPosition",
    "InfrastructureAction",
    "LaneChangeAction",
    "LanePosition",
    "OffroadCondition",
    "RoadPosition",
    "TrafficSignalAction",
    "TrafficSignalCondition",
    "TrafficSignalController",
    "TrafficSignalControllerCondition",
];

/// One finding for the one thing that is missing, at the network.
fn check(document: &Document<'_>) -> Vec<Hit> {
    // A catalog or a distribution links no network; without the element the schema speaks.
    let Some(network) = document.child(document.root, "RoadNetwork") else { return Vec::new() };
    if document.child(network, "LogicFile").is_some() {
        return Vec::new();
    }
    let mut needy: Vec<NodeId> = NEED_ROADS.iter().flat_map(|name| document.elements(name)).collect();
    needy.sort_unstable();
    let Some(first) = needy.first() else { return Vec::new() };
    let others = match needy.len() - 1 {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = format!("no `LogicFile` is linked, and `{}`{others} need one", document.tree.name(*first));
    let message = if others.is_empty() { message.replace(" need one", " needs one") } else { message };
    let draft = Draft::new(message)
        .help("link the road network, or use positions and actions that need none")
        .related("the first that needs roads");
    let hit = Hit { draft, at: At::Node(network, Spot::Name), related: Some(At::Node(*first, Spot::Name)) };
    unless_misspelt(document, &["LogicFile"], vec![hit])
}
