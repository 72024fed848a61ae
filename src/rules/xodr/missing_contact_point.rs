use crate::opendrive::{JunctionKind, LinkTarget};
use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::shared::network;

rule! {
    /// A link to a road does not say at which end.
    ///
    /// ## Why it matters
    /// The link may mean the start or the end of the road. Lanes then go on as others, or against
    /// their direction.
    ///
    /// ## Example
    /// ```xml
    /// <successor elementType="road" elementId="2"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <successor elementType="road" elementId="2" contactPoint="start"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, road linkage, and element `connection`: required for all junctions but
    /// virtual ones. Links with `elementS`, which virtual junctions use, need none.
    "xodr/missing-contact-point" {
        severity: Error,
        aliases: [
            "asam.net:xodr:1.4.0:road.linkage.road_link_attribute_usage",
        ],
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let links = network.roads.iter().flat_map(|road| &road.links);
    let to_roads = links.filter(|link| link.target == Some(LinkTarget::Road));
    let plain = to_roads.filter(|link| document.attribute_index(link.element, "elementS").is_none());
    let links = plain.map(|link| (link.element, link.id.as_str()));
    let is_usual = |kind| matches!(kind, Some(JunctionKind::Common | JunctionKind::Direct));
    let junctions = network.junctions.iter().filter(|junction| is_usual(junction.kind));
    let connections = junctions.flat_map(|junction| &junction.connections);
    let connections = connections.filter_map(|connection| Some((connection.element, connection.next_road()?)));
    let hit = |(element, road): (NodeId, &str)| {
        let draft = Draft::new(format!("the link to road {} lacks `contactPoint`", quoted(road)))
            .help("add `contactPoint` with `start` or `end`");
        Hit { draft, at: At::Node(element, Spot::Name), related: None }
    };
    // A road that does not exist has a finding for that.
    let lacks = |(element, road): &(NodeId, &str)| {
        document.attribute_index(*element, "contactPoint").is_none()
            && !document.has_misspelt(*element, "contactPoint")
            && network.sole_road(road).is_some()
    };
    links.chain(connections).filter(lacks).map(hit).collect()
}
