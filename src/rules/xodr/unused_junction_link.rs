use rustc_hash::{FxHashMap, FxHashSet};

use crate::opendrive::{Connection, Junction, JunctionKind, LinkTarget, Network, Road, RoadLink};
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};

use super::road_not_linked_to_junction::{ends_at, roads_of};
use super::self_link::is_wrong;
use super::shared::{hit, network, place};

rule! {
    /// A road is linked with a junction through which no way leads for it.
    ///
    /// ## Why it matters
    /// The road ends there: nobody comes in from it or goes out by it. Mostly the id of the junction
    /// is that of another one, or the connections were forgotten.
    ///
    /// ## Example
    /// ```xml
    /// <road id="7" …><link><successor elementType="junction" elementId="9"/></link></road>
    /// <junction id="9"><connection id="0" incomingRoad="1" connectingRoad="5" contactPoint="start"/></junction>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <connection id="1" incomingRoad="7" connectingRoad="6" contactPoint="start"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, junctions: connections tell which roads a junction connects. Junctions without
    /// any connection, virtual ones and crossings are not judged.
    "xodr/unused-junction-link" {
        severity: Warning,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

/// A link of a road with a junction that does not name the road.
pub(super) struct Stray<'n> {
    pub(super) road: &'n Road,
    pub(super) link: &'n RoadLink,
    junction: &'n Junction,
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    stray_links(network)
        .map(|Stray { road, link, junction }| {
            let message = format!("junction {} connects road {} with nothing", quoted(&junction.id), quoted(&road.id));
            let draft = Draft::new(message).help("correct the id of the junction, or add the connections");
            let related = Some(place(document, junction.element, "id"));
            Hit { related, ..hit(document, link.element, "elementId", draft.related("the junction")) }
        })
        .collect()
}

/// All such links, in document order.
pub(super) fn stray_links(network: &Network) -> impl Iterator<Item = Stray<'_>> {
    let judged = network.junctions.iter().filter(|junction| is_judged(network, junction));
    let known: FxHashMap<&str, (&Junction, FxHashSet<&str>)> =
        judged.map(|junction| (junction.id.as_str(), (junction, named(network, junction)))).collect();
    let roads = network.roads.iter().filter(|road| road.junction.is_none());
    let links = roads.flat_map(|road| road.links.iter().map(move |link| (road, link)));
    links.filter(|(_, link)| link.target == Some(LinkTarget::Junction)).filter_map(move |(road, link)| {
        let (junction, named) = known.get(link.id.as_str())?;
        (!named.contains(road.id.as_str())).then_some(Stray { road, link, junction })
    })
}

/// True if all connections of the junction can be followed, so that none may have meant
/// another road than it says.
fn is_judged(network: &Network, junction: &Junction) -> bool {
    let is_usual = matches!(junction.kind, Some(JunctionKind::Common | JunctionKind::Direct));
    let is_known = |id: &Option<String>| id.as_deref().is_none_or(|id| network.sole_road(id).is_some());
    let can_be_followed = |it: &Connection| {
        let connecting = it.connecting_road.as_deref().and_then(|id| network.sole_road(id));
        it.next_road().is_some()
            && [&it.incoming_road, &it.connecting_road, &it.linked_road].into_iter().all(is_known)
            // A connecting road that ends in the junction, or leads back to itself, may have been meant to go on there.
            && connecting.is_none_or(|road| road.links.len() > 1 && !road.links.iter().any(|link| is_wrong(road, link)))
    };
    // A road that a connection names and that is not linked has a finding.
    let is_linked = |road: &Road| road.junction.is_some() || ends_at(road, junction).next().is_some();
    is_usual
        && !junction.connections.is_empty()
        && junction.connections.iter().all(can_be_followed)
        && roads_of(network, junction).all(|(_, _, road)| is_linked(road))
}

/// The ids of the roads that a connection, or a connecting road, leads from or to.
fn named<'n>(network: &'n Network, junction: &'n Junction) -> FxHashSet<&'n str> {
    let mut named = FxHashSet::default();
    for connection in &junction.connections {
        named.extend(connection.incoming_road.as_deref());
        named.extend(connection.linked_road.as_deref());
        let road = connection.connecting_road.as_deref().and_then(|id| network.sole_road(id));
        let links = road.into_iter().flat_map(|road| &road.links);
        named.extend(links.filter(|link| link.target == Some(LinkTarget::Road)).map(|link| link.id.as_str()));
    }
    named
}
