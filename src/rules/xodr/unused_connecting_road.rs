use rustc_hash::FxHashSet;

use crate::opendrive::{Connection, Junction, JunctionKind, Network, Road};
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};

use super::shared::{hit, network};

rule! {
    /// A road belongs to a junction, and no connection of the junction leads onto it.
    ///
    /// ## Why it matters
    /// Nobody drives on the road: the turn that it was made for is not possible.
    ///
    /// ## Example
    /// ```xml
    /// <road id="5" … junction="9"/>
    /// <road id="6" … junction="9"/>
    /// <junction id="9"><connection id="0" incomingRoad="1" connectingRoad="5" contactPoint="start"/></junction>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <connection id="1" incomingRoad="2" connectingRoad="6" contactPoint="start"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, element `road`: `junction` is the junction to which the road belongs as a
    /// connecting road. The checker of OpenMSL warns of it too (`junction_connection_road_linkage`).
    /// Common junctions are judged only where all connections fit. Direct junctions, from 1.7, have
    /// no connecting roads at all.
    "xodr/unused-connecting-road" {
        severity: Warning,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    unused(network)
        .map(|(road, id)| {
            let junction = network.junction(id);
            let message = match junction.filter(|junction| junction.kind == Some(JunctionKind::Direct)) {
                Some(_) => format!("junction {} is direct, no road belongs to it", quoted(id)),
                None => format!("no connection of junction {} leads onto road {}", quoted(id), quoted(&road.id)),
            };
            let draft = Draft::new(message).help("add the connection, or correct `junction`");
            hit(document, road.element, "junction", draft)
        })
        .collect()
}

/// The roads that no connection leads onto, with the junctions that they belong to.
pub(super) fn unused(network: &Network) -> impl Iterator<Item = (&Road, &str)> {
    let junctions = network.junctions.iter();
    let connecting = junctions.clone().flat_map(|junction| &junction.connections);
    // In another junction it is a foreign road, and has that finding.
    let mut used: FxHashSet<&str> = connecting.filter_map(|it| it.connecting_road.as_deref()).collect();
    used.extend(junctions.clone().flat_map(|junction| &junction.road_references).map(|it| it.road.as_str()));
    let judged = junctions.filter(|it| it.kind == Some(JunctionKind::Direct) || is_sound(network, it));
    let judged: FxHashSet<&str> = judged.map(|junction| junction.id.as_str()).collect();
    let roads = network.roads.iter().filter_map(|road| Some((road, road.junction.as_deref()?)));
    roads.filter(move |(road, junction)| judged.contains(junction) && !used.contains(road.id.as_str()))
}

/// True if the connections of a common junction are what its roads say: otherwise one of
/// them may have meant the road.
fn is_sound(network: &Network, junction: &Junction) -> bool {
    let fits = |connection: &Connection| {
        let road = connection.connecting_road.as_deref().and_then(|id| network.sole_road(id));
        let link = road.zip(connection.contact_point).and_then(|(road, contact)| road.link(contact));
        link.is_some_and(|link| Some(&link.id) == connection.incoming_road.as_ref())
    };
    // Of two connections of the same roads, one may have meant the road.
    let mut pairs: FxHashSet<(&Option<String>, &Option<String>)> = FxHashSet::default();
    let mut connections = junction.connections.iter();
    junction.kind == Some(JunctionKind::Common)
        && !junction.connections.is_empty()
        && connections.all(|it| fits(it) && pairs.insert((&it.incoming_road, &it.connecting_road)))
}
