use crate::opendrive::{LinkTarget, Road, RoadLink};
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};

use super::one_sided_road_link::end_of;
use super::shared::{hit, network};

rule! {
    /// A road is linked with itself.
    ///
    /// ## Why it matters
    /// A vehicle that reaches the end of the road comes back onto it, and never to the road that lies
    /// behind.
    ///
    /// ## Example
    /// ```xml
    /// <road id="5" junction="9" …><link><successor elementType="road" elementId="5" contactPoint="start"/></link></road>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <road id="5" junction="9" …><link><successor elementType="road" elementId="2" contactPoint="start"/></link></road>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, road linkage and connecting roads: connecting roads link the roads that meet in
    /// the junction, and a link leads from one end to another. A ring that ends where it begins is let
    /// pass.
    "xodr/self-link" {
        severity: Error,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let roads = network.roads.iter().filter(|road| network.sole_road(&road.id).is_some());
    let links = roads.flat_map(|road| road.links.iter().map(move |link| (road, link)));
    links
        .filter(|(road, link)| is_wrong(road, link))
        .map(|(road, link)| {
            let message = format!("the {} of road {} is linked with itself", end_of(link).name(), quoted(&road.id));
            hit(document, link.element, "elementId", Draft::new(message).help("name the road that lies behind"))
        })
        .collect()
}

/// True for a connecting road that is linked with itself, and for an end that is linked
/// with the same end. Other roads may be rings.
pub(super) fn is_wrong(road: &Road, link: &RoadLink) -> bool {
    let is_self = link.target == Some(LinkTarget::Road) && link.id == road.id;
    is_self && (road.junction.is_some() || link.contact_point == Some(end_of(link)))
}
