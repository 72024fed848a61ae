use crate::opendrive::JunctionKind;
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};

use super::shared::{hit, network};

rule! {
    /// A connection names a connecting road in a direct junction, or a linked road in another one.
    ///
    /// ## Why it matters
    /// Direct junctions have no roads inside them, common ones have: a reader looks for the road
    /// in the one place that the kind of junction allows, and finds nothing.
    ///
    /// ## Example
    /// ```xml
    /// <junction id="9" type="direct"><connection id="0" incomingRoad="1" connectingRoad="5" contactPoint="start"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <junction id="9" type="direct"><connection id="0" incomingRoad="1" linkedRoad="5" contactPoint="start"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE from 1.7, junctions and direct junctions.
    "xodr/connection-kind" {
        severity: Error,
        aliases: [
            "asam.net:xodr:1.7.0:junctions.type_direct_no_conn_road",
            "asam.net:xodr:1.7.0:junctions.type_default_no_linked_road",
            "asam.net:xodr:1.7.0:junctions.direct.connecting_road_attribute_usage",
            "asam.net:xodr:1.7.0:junctions.direct.correct_type_linked_road_usage",
        ],
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document).filter(|(_, minor)| *minor >= 7) else { return Vec::new() };
    let connections = network.connections();
    connections
        .filter_map(|(junction, connection)| {
            let is_direct = junction.kind? == JunctionKind::Direct;
            let (wrong, right) =
                if is_direct { ("connectingRoad", "linkedRoad") } else { ("linkedRoad", "connectingRoad") };
            document.attribute_index(connection.element, wrong)?;
            let kind = match junction.kind? {
                JunctionKind::Common => "common",
                JunctionKind::Virtual => "virtual",
                JunctionKind::Direct => "direct",
                JunctionKind::Crossing => "crossing",
            };
            let draft = Draft::new(format!("{} in a {kind} junction, expected {}", quoted(wrong), quoted(right)))
                .help("use the other attribute, or correct the type of the junction");
            Some(hit(document, connection.element, wrong, draft))
        })
        .collect()
}
