use rustc_hash::FxHashSet;

use crate::opendrive::{ContactPoint, Junction, JunctionKind, LinkTarget, Network, Road, RoadLink};
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::shared::{hit, network};
use super::unused_junction_link::stray_links;

rule! {
    /// A road leads into a junction, but is not linked with it.
    ///
    /// ## Why it matters
    /// The junction knows the road, the road does not know the junction: vehicles on it come to
    /// the end of the network instead of the junction.
    ///
    /// ## Example
    /// ```xml
    /// <road id="1" …><link/></road>
    /// <junction id="9"><connection id="0" incomingRoad="1" connectingRoad="5" contactPoint="start"/></junction>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <road id="1" …><link><successor elementType="junction" elementId="9"/></link></road>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, road linkage and junctions: a road whose end lies at a common or direct
    /// junction has it as predecessor or successor. Virtual junctions interrupt no road.
    "xodr/road-not-linked-to-junction" {
        severity: Error,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    // A road that is linked with a junction which does not know it has a finding there.
    let stray: FxHashSet<&str> = stray_links(network).map(|stray| stray.road.id.as_str()).collect();
    let mut hits = Vec::new();
    for junction in &network.junctions {
        let mut told: FxHashSet<&str> = FxHashSet::default();
        for (element, attribute, road) in roads_of(network, junction) {
            let is_told = road.junction.is_some() || stray.contains(road.id.as_str());
            if is_told || leads_into(network, road, junction) || !told.insert(&road.id) {
                continue;
            }
            let message = format!("road {} is not linked with junction {}", quoted(&road.id), quoted(&junction.id));
            let draft = Draft::new(message).help("link the road with the junction, or correct the connection");
            hits.push(hit(document, element, attribute, draft));
        }
    }
    hits
}

/// The roads that meet in a junction, with the places that say so.
pub(super) fn roads_of<'n>(
    network: &'n Network,
    junction: &'n Junction,
) -> impl Iterator<Item = (NodeId, &'static str, &'n Road)> {
    let is_usual = matches!(junction.kind, Some(JunctionKind::Common | JunctionKind::Direct));
    let connections = junction.connections.iter().filter(move |_| is_usual);
    connections.flat_map(move |connection| {
        let named = [("incomingRoad", &connection.incoming_road), ("linkedRoad", &connection.linked_road)];
        named.into_iter().filter_map(move |(attribute, road)| {
            Some((connection.element, attribute, network.sole_road(road.as_deref()?)?))
        })
    })
}

/// True if an end of the road is linked with the junction. A link that leads nowhere
/// has a finding already, and may have meant it.
fn leads_into(network: &Network, road: &Road, junction: &Junction) -> bool {
    let is_broken = |link: &RoadLink| match link.target {
        Some(LinkTarget::Road) => network.sole_road(&link.id).is_none() || link.contact_point.is_none(),
        Some(LinkTarget::Junction) => network.junction(&link.id).is_none(),
        None => true,
    };
    ends_at(road, junction).next().is_some() || road.links.iter().any(is_broken)
}

/// The ends of a road that are linked with a junction.
pub(super) fn ends_at<'n>(road: &'n Road, junction: &'n Junction) -> impl Iterator<Item = ContactPoint> + 'n {
    let to_junction = |link: &&RoadLink| link.target == Some(LinkTarget::Junction);
    let links = road.links.iter().filter(to_junction).filter(|link| link.id == junction.id);
    links.map(super::one_sided_road_link::end_of)
}
