use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::shared::{hit, network};

rule! {
    /// A junction names a road that does not exist.
    ///
    /// ## Why it matters
    /// The way through the junction is not there: routes over it cannot be found.
    ///
    /// ## Example
    /// ```xml
    /// <connection id="0" incomingRoad="1" connectingRoad="99" contactPoint="start"/>
    /// ```
    ///
    /// ## Instead
    /// Correct the id, or remove the connection.
    ///
    /// ## Source
    /// ASAM OpenDRIVE, junctions: connections, cross paths, priorities, road sections and the
    /// main road name roads by their ids.
    "xodr/unresolved-junction-road" {
        severity: Error,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let mut named: Vec<(NodeId, &str, &str)> = Vec::new();
    for junction in &network.junctions {
        for connection in &junction.connections {
            let roads = [
                ("incomingRoad", &connection.incoming_road),
                ("connectingRoad", &connection.connecting_road),
                ("linkedRoad", &connection.linked_road),
            ];
            named.extend(roads.iter().filter_map(|(name, road)| Some((connection.element, *name, road.as_deref()?))));
        }
        let others = junction.road_references.iter();
        named.extend(others.map(|other| (other.element, other.attribute, other.road.as_str())));
    }
    let broken = named.into_iter().filter(|(_, _, road)| network.lacks_road(road));
    broken
        .map(|(element, name, road)| {
            let draft = Draft::new(format!("road {} does not exist", quoted(road))).help("correct the id");
            hit(document, element, name, draft)
        })
        .collect()
}
