use crate::opendrive::{Connection, Junction, JunctionKind, LinkTarget, Network};
use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::shared::{network, opposite, place};

rule! {
    /// A connecting road has no link at one of its ends.
    ///
    /// ## Why it matters
    /// The road leads into the junction from nowhere, or out of it to nowhere: routes that are
    /// followed along the links end in the junction.
    ///
    /// ## Example
    /// ```xml
    /// <road id="5" … junction="9"><link/>…</road>
    /// <junction id="9"><connection id="0" incomingRoad="1" connectingRoad="5" contactPoint="start"/></junction>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <road id="5" … junction="9">
    ///   <link><predecessor elementType="road" elementId="1" contactPoint="end"/></link>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, connecting roads: they link the roads that meet in the junction. The schema
    /// asks for neither link; the checker of OpenMSL warns of either (its bundle for simulation,
    /// `junction_connection_road_linkage`).
    "xodr/connecting-road-not-linked" {
        severity: Warning,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let connections = network.connections().filter(|(junction, _)| junction.kind == Some(JunctionKind::Common));
    let hits = connections.filter_map(|(junction, it)| of_connection(document, network, junction, it));
    let mut hits: Vec<(NodeId, Hit)> = hits.collect();
    hits.sort_by_key(|(element, _)| *element);
    hits.dedup_by_key(|(element, _)| *element);
    hits.into_iter().map(|(_, hit)| hit).collect()
}

fn of_connection(
    document: &Document<'_>,
    network: &Network,
    junction: &Junction,
    connection: &Connection,
) -> Option<(NodeId, Hit)> {
    let (incoming, contact) = (connection.incoming_road.as_deref()?, connection.contact_point?);
    // A road of another junction, or of none, has a finding for that.
    let road = network.sole_road(connection.connecting_road.as_deref()?);
    let road = road.filter(|road| road.junction.as_ref() == Some(&junction.id))?;
    network.sole_road(incoming)?;
    let (near, far) = (road.link(contact), road.link(opposite(contact)));
    // Linked with its incoming road at the other end, the contact point is wrong.
    let is_turned = far.is_some_and(|link| link.target == Some(LinkTarget::Road) && link.id == incoming);
    let (end, help) = match (near, far) {
        (None, _) if !is_turned => (contact, format!("link it with road {}, which comes in there", quoted(incoming))),
        (Some(_), None) => (opposite(contact), "link it with the road that it leads to".to_owned()),
        _ => return None,
    };
    let message = format!("the {} of connecting road {} is not linked", end.name(), quoted(&road.id));
    let draft = Draft::new(message).help(help).related("the connection");
    let element = document.child(road.element, "link").unwrap_or(road.element);
    let related = Some(place(document, connection.element, "connectingRoad"));
    Some((element, Hit { draft, at: At::Node(element, Spot::Name), related }))
}
