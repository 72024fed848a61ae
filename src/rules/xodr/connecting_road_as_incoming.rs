use rustc_hash::FxHashSet;

use crate::opendrive::JunctionKind;
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};

use super::shared::{hit, network};
use super::unused_connecting_road::unused;

rule! {
    /// A connecting road of a junction is named as an incoming road of it.
    ///
    /// ## Why it matters
    /// A junction is entered from outside. A way that starts in its middle can be reached on
    /// roads that a route planner does not combine.
    ///
    /// ## Example
    /// ```xml
    /// <road id="5" length="20" junction="9">…</road>
    /// <junction id="9"><connection id="0" incomingRoad="5" connectingRoad="6" contactPoint="start"/></junction>
    /// ```
    ///
    /// ## Instead
    /// Name the road from which the junction is entered.
    ///
    /// ## Source
    /// ASAM OpenDRIVE, incoming roads: connecting roads are no incoming roads.
    "xodr/connecting-road-as-incoming" {
        severity: Error,
        aliases: [
            "asam.net:xodr:1.4.0:junctions.connection.connect_road_no_incoming_road",
        ],
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    // A road that the junction does not connect has a finding that it does not belong there.
    let unused: FxHashSet<&str> = unused(network).map(|(road, _)| road.id.as_str()).collect();
    let connections = network.connections().filter(|(junction, _)| junction.kind == Some(JunctionKind::Common));
    connections
        .filter_map(|(junction, connection)| {
            let road = network.sole_road(connection.incoming_road.as_deref()?)?;
            if road.junction.as_ref() != Some(&junction.id) || unused.contains(road.id.as_str()) {
                return None;
            }
            let message = format!("incoming road {} is a connecting road of the same junction", quoted(&road.id));
            let draft = Draft::new(message).help("name the road outside the junction");
            Some(hit(document, connection.element, "incomingRoad", draft))
        })
        .collect()
}
