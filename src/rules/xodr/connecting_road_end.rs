use rustc_hash::FxHashSet;

use crate::opendrive::{JunctionKind, LinkTarget};
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};

use super::road_not_linked_to_junction::ends_at;
use super::shared::{hit, network};

rule! {
    /// A connecting road is linked with an end of a road that does not lie at the junction.
    ///
    /// ## Why it matters
    /// Vehicles leave the junction at the far end of the road, or against its direction.
    ///
    /// ## Example
    /// ```xml
    /// <road id="2" …><link><predecessor elementType="junction" elementId="9"/></link>…
    /// <road id="5" … junction="9"><link><successor elementType="road" elementId="2" contactPoint="end"/></link>…
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <successor elementType="road" elementId="2" contactPoint="start"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, road linkage (both sides of a link agree, stated from 1.8) and connecting
    /// roads: the roads that they link have the junction as predecessor or successor.
    "xodr/connecting-road-end" {
        severity: Error,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let connections = network.connections();
    let incoming: FxHashSet<(&str, &str)> = connections
        .filter_map(|(junction, connection)| Some((junction.id.as_str(), connection.incoming_road.as_deref()?)))
        .collect();
    let links = network.roads.iter().flat_map(|road| road.links.iter().map(move |link| (road, link)));
    links
        .filter_map(|(road, link)| {
            let junction = network.junction(road.junction.as_deref()?)?;
            let contact = link.contact_point.filter(|_| link.target == Some(LinkTarget::Road))?;
            let other = network.sole_road(&link.id).filter(|other| other.junction.is_none())?;
            let ends: Vec<_> = ends_at(other, junction).collect();
            // An incoming road without link to the junction has a finding for that.
            let is_told = ends.is_empty() && incoming.contains(&(&junction.id, &other.id));
            let is_usual = junction.kind == Some(JunctionKind::Common) && network.is_connecting(&junction.id, &road.id);
            if !is_usual || is_told || ends.contains(&contact) {
                return None;
            }
            let (id, junction, at) = (quoted(&other.id), quoted(&junction.id), contact.name());
            let draft = Draft::new(format!("the {at} of road {id} is not linked with junction {junction}"));
            Some(match ends.first() {
                Some(end) => {
                    let draft = draft.help(format!("its {} is: correct `contactPoint`", end.name()));
                    hit(document, link.element, "contactPoint", draft)
                }
                None => hit(document, link.element, "elementId", draft.help("link that road with the junction")),
            })
        })
        .collect()
}
