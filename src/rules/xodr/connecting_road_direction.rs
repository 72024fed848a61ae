use crate::opendrive::{Junction, JunctionKind, LinkTarget, Network, RoadLink};
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};

use super::road_not_linked_to_junction::ends_at;
use super::shared::{hit, network, opposite};

rule! {
    /// A connection names the wrong end of its connecting road.
    ///
    /// ## Why it matters
    /// Vehicles enter the junction at the far end and drive against the traffic, or are put back
    /// to where they came from.
    ///
    /// ## Example
    /// ```xml
    /// <road id="5" … junction="9"><link><predecessor elementType="road" elementId="1" contactPoint="end"/>…
    /// <junction id="9"><connection id="0" incomingRoad="1" connectingRoad="5" contactPoint="end"/></junction>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <connection id="0" incomingRoad="1" connectingRoad="5" contactPoint="start"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, connecting roads: the connecting road is linked with the incoming road at
    /// the contact point; the values `start` and `end` are explained so from 1.7 on.
    "xodr/connecting-road-direction" {
        severity: Error,
        aliases: [
            "asam.net:xodr:1.7.0:junctions.connection.start_along_linkage",
            "asam.net:xodr:1.7.0:junctions.connection.end_opposite_linkage",
        ],
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let connections = network.connections().filter(|(junction, _)| junction.kind == Some(JunctionKind::Common));
    connections
        .filter_map(|(junction, connection)| {
            let (incoming, contact) = (connection.incoming_road.as_deref()?, connection.contact_point?);
            let road = network.sole_road(connection.connecting_road.as_deref()?)?;
            network.sole_road(incoming)?;
            let leads_to = |link: &RoadLink| link.target == Some(LinkTarget::Road) && link.id == incoming;
            let other = opposite(contact);
            let elsewhere = road.link(other).filter(|link| leads_to(link));
            let (id, at) = (quoted(&road.id), contact.name());
            let found = match road.link(contact) {
                None => elsewhere.map(|_| "is not linked".to_owned())?,
                // Where the link itself leads nowhere, that is the fault.
                Some(link) if link.target != Some(LinkTarget::Road) || network.sole_road(&link.id).is_none() => {
                    return None;
                }
                Some(link) if leads_to(link) => return None,
                // So has a link to a road that does not lie at the junction.
                Some(link) if !lies_at(network, link, junction) => return None,
                Some(link) => format!("is linked with road {}", quoted(&link.id)),
            };
            let message = format!("the {at} of road {id} {found}, expected road {}", quoted(incoming));
            let help = match elsewhere {
                Some(_) => format!("the incoming road is at its {}: correct `contactPoint`", other.name()),
                None => "correct the incoming road, or the link of the connecting road".to_owned(),
            };
            Some(hit(document, connection.element, "contactPoint", Draft::new(message).help(help)))
        })
        .collect()
}

/// True if a link leads to an end of a road that is linked with the junction.
fn lies_at(network: &Network, link: &RoadLink, junction: &Junction) -> bool {
    let road = network.sole_road(&link.id);
    road.is_some_and(|road| link.contact_point.is_some_and(|contact| ends_at(road, junction).any(|end| end == contact)))
}
