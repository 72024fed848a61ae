use crate::opendrive::{Connection, ContactPoint, Junction, JunctionKind, LinkTarget, Network, Road};
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};

use super::linked_road_end::wrong_contact;
use super::road_not_linked_to_junction::ends_at;
use super::shared::{hit, is_well_numbered, network};

rule! {
    /// A connection of a junction links a lane that does not exist.
    ///
    /// ## Why it matters
    /// The lane cannot be driven through the junction, or the way ends in it.
    ///
    /// ## Example
    /// ```xml
    /// <connection id="0" incomingRoad="1" connectingRoad="5" contactPoint="start">
    ///   <laneLink from="-7" to="-1"/>
    /// </connection>
    /// ```
    ///
    /// ## Instead
    /// Name a lane that the incoming road has at the junction, and one that the connecting road
    /// has at its contact point.
    ///
    /// ## Source
    /// ASAM OpenDRIVE, element `laneLink`: `from` is a lane of the incoming road, `to` one of the
    /// connecting or linked road.
    "xodr/unresolved-junction-lane" {
        severity: Error,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let connections = network.connections();
    connections.flat_map(|(junction, connection)| of_connection(document, network, junction, connection)).collect()
}

fn of_connection(document: &Document<'_>, network: &Network, junction: &Junction, connection: &Connection) -> Vec<Hit> {
    let incoming = connection.incoming_road.as_deref().and_then(|id| network.sole_road(id));
    // A virtual junction does not end the road that it leaves.
    let incoming = incoming.filter(|_| junction.kind != Some(JunctionKind::Virtual));
    let from_ends: Vec<ContactPoint> = incoming.into_iter().flat_map(|road| ends_at(road, junction)).collect();
    let next = connection.next_road().and_then(|id| network.sole_road(id));
    // At an end that does not lie in a direct junction, the contact point is wrong.
    let contact = connection.contact_point.filter(|_| wrong_contact(network, junction, connection).is_none());
    let to_ends: Vec<ContactPoint> = contact.into_iter().collect();
    // A connecting road that belongs to another incoming road has a finding for that.
    let link = next.zip(connection.contact_point).and_then(|(road, contact)| road.link(contact));
    let is_common = junction.kind == Some(JunctionKind::Common);
    let to_road = link.filter(|link| is_common && link.target == Some(LinkTarget::Road));
    if to_road.is_some_and(|link| Some(&link.id) != connection.incoming_road.as_ref()) {
        return Vec::new();
    }
    let mut hits = Vec::new();
    for link in &connection.lane_links {
        let sides = [("from", link.from, incoming, &from_ends), ("to", link.to, next, &to_ends)];
        for (attribute, number, road, ends) in sides {
            let (Some(number), Some(road)) = (number, road) else { continue };
            // The center lane has a finding for that, wherever it is.
            if number == 0 || ends.is_empty() || ends.iter().any(|&end| may_have(road, end, number)) {
                continue;
            }
            let message =
                format!("lane {} does not exist there on road {}", quoted(&number.to_string()), quoted(&road.id));
            hits.push(hit(document, link.element, attribute, Draft::new(message).help("correct the id of the lane")));
        }
    }
    hits
}

/// True if the road has the lane at its end, or if that cannot be told.
fn may_have(road: &Road, end: ContactPoint, number: i32) -> bool {
    // Without lanes or their places in order, that is the fault.
    if road.sections.is_empty() || !road.sections.is_placed() || !road.has_clear_sections {
        return true;
    }
    let section = road.section_at_end(end, number);
    section.is_some_and(|section| section.lane(number).is_some() || !is_well_numbered(section))
}
