use crate::rules::{Check, Document, Draft, Hit, quoted, rule};

use super::shared::{hit, network};

rule! {
    /// A junction leads from or to a center lane.
    ///
    /// ## Why it matters
    /// The center lane has no width, so nobody drives on it: the way through the junction is lost.
    ///
    /// ## Example
    /// ```xml
    /// <connection id="0" incomingRoad="1" connectingRoad="5" contactPoint="start"><laneLink from="0" to="-1"/></connection>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <connection id="0" incomingRoad="1" connectingRoad="5" contactPoint="start"><laneLink from="-1" to="-1"/></connection>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, junctions and lanes: lane links lead from lanes of the incoming road to lanes of
    /// the connecting or linked road; the center lane, id 0, has no width.
    "xodr/center-lane-link" {
        severity: Error,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let connections = network.junctions.iter().flat_map(|junction| &junction.connections);
    let links = connections.flat_map(|connection| &connection.lane_links);
    links
        .filter_map(|link| {
            let (name, _) = [("from", link.from), ("to", link.to)].into_iter().find(|(_, lane)| *lane == Some(0))?;
            let message = format!("{} is the center lane `0`, expected a lane with a width", quoted(name));
            Some(hit(document, link.element, name, Draft::new(message).help("correct the id of the lane")))
        })
        .collect()
}
