use rustc_hash::FxHashSet;

use crate::opendrive::JunctionKind;
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};

use super::shared::{hit, network, place};

rule! {
    /// The connecting road of a junction belongs to another junction, or to none.
    ///
    /// ## Why it matters
    /// The road counts as a road of its own: it may not overlap with others, and whoever drives on
    /// it is not in the junction.
    ///
    /// ## Example
    /// ```xml
    /// <road id="5" length="20" junction="-1">…</road>
    /// <junction id="9"><connection id="0" incomingRoad="1" connectingRoad="5" contactPoint="start"/></junction>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <road id="5" length="20" junction="9">…</road>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, element `road`: `junction` is the id of the junction to which the road
    /// belongs as a connecting road.
    "xodr/foreign-connecting-road" {
        severity: Error,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let connections = network.connections().filter(|(junction, _)| junction.kind == Some(JunctionKind::Common));
    let mut told: FxHashSet<(&str, &str)> = FxHashSet::default();
    connections
        .filter_map(|(junction, connection)| {
            let road = network.sole_road(connection.connecting_road.as_deref()?)?;
            let found = match road.junction.as_deref() {
                Some(id) if id == junction.id => return None,
                // A junction that does not exist has a finding already.
                Some(id) => network.junction(id).map(|_| format!("belongs to junction {}", quoted(id)))?,
                None => "belongs to no junction".to_owned(),
            };
            if !told.insert((&junction.id, &road.id)) {
                return None;
            }
            let message = format!("road {} {found}, expected {}", quoted(&road.id), quoted(&junction.id));
            let draft = Draft::new(message).help("correct `junction` of the road, or the connection");
            // A road that is linked as the connection says is the right one.
            let link = connection.contact_point.and_then(|contact| road.link(contact));
            let fits = link.is_some_and(|link| Some(&link.id) == connection.incoming_road.as_ref());
            let (road, connection) = ((road.element, "junction"), (connection.element, "connectingRoad"));
            let (at, other) = if fits { (road, connection) } else { (connection, road) };
            let draft = draft.related(if fits { "the connection" } else { "the road" });
            let related = Some(place(document, other.0, other.1));
            Some(Hit { related, ..hit(document, at.0, at.1, draft) })
        })
        .collect()
}
