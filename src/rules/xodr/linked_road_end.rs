use crate::opendrive::{Connection, ContactPoint, Junction, JunctionKind, Network};
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};

use super::road_not_linked_to_junction::ends_at;
use super::shared::{hit, network};

rule! {
    /// A direct junction names the wrong end of a linked road.
    ///
    /// ## Why it matters
    /// The lanes of the incoming road go on at the far end of the linked road: a vehicle jumps over the
    /// whole of it, or drives against its direction.
    ///
    /// ## Example
    /// ```xml
    /// <road id="2" …><link><predecessor elementType="junction" elementId="4"/></link></road>
    /// <junction id="4" type="direct"><connection id="0" incomingRoad="1" linkedRoad="2" contactPoint="end"/></junction>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <connection id="0" incomingRoad="1" linkedRoad="2" contactPoint="start"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE from 1.7, direct junctions: `contactPoint` is the end of the linked road that
    /// touches, and that end has the junction as its predecessor or successor.
    "xodr/linked-road-end" {
        severity: Error,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let connections = network.connections();
    connections
        .filter_map(|(junction, connection)| {
            let (wrong, right) = wrong_contact(network, junction, connection)?;
            let road = quoted(connection.linked_road.as_deref()?);
            let junction = quoted(&junction.id);
            let message = format!("the {} of road {road} is not linked with junction {junction}", wrong.name());
            let draft = Draft::new(message).help(format!("its {} is: correct `contactPoint`", right.name()));
            Some(hit(document, connection.element, "contactPoint", draft))
        })
        .collect()
}

/// The end of a linked road that a connection names, and the one that lies in the junction,
/// if it is the other one.
pub(super) fn wrong_contact(
    network: &Network,
    junction: &Junction,
    connection: &Connection,
) -> Option<(ContactPoint, ContactPoint)> {
    let is_direct = junction.kind == Some(JunctionKind::Direct);
    let contact = connection.contact_point.filter(|_| is_direct)?;
    let road = network.sole_road(connection.linked_road.as_deref()?)?;
    let mut ends: Vec<ContactPoint> = ends_at(road, junction).collect();
    if ends.contains(&contact) {
        return None;
    }
    Some((contact, ends.pop()?))
}
