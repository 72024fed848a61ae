use crate::opendrive::{LinkTarget, Road};
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};

use super::geometry_start::excess_m;
use super::one_sided_road_link::{end_of, leads_back};
use super::shared::{SAME_PLACE_M, hit, is_plausibly_bent, metres, network};

rule! {
    /// Two linked roads do not meet.
    ///
    /// ## Why it matters
    /// A vehicle that drives from one road onto the other jumps over the gap.
    ///
    /// ## Example
    /// ```xml
    /// <road id="1" …><link><successor elementType="road" elementId="2" contactPoint="start"/></link>
    ///   … <geometry s="0" x="0" y="0" hdg="0" length="200"><line/></geometry>
    /// <road id="2" …> … <geometry s="0" x="205" y="0" hdg="0" length="100"><line/></geometry>
    /// ```
    ///
    /// ## Instead
    /// Let the reference lines touch, or name the end that does touch.
    ///
    /// ## Source
    /// ASAM OpenDRIVE, road reference line and road linkage: outside junctions a road begins at
    /// the contact point of the road that it is linked with (stated from 1.7). Distances up to 1 cm
    /// are taken for rounding.
    "xodr/road-link-gap" {
        severity: Error,
        aliases: [
            "asam.net:xodr:1.7.0:road.geometry.contact_point",
        ],
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let roads = network.roads.iter().filter(|road| road.junction.is_none());
    let links = roads.flat_map(|road| road.links.iter().map(move |link| (road, link)));
    links
        .filter_map(|(road, link)| {
            let contact = link.contact_point.filter(|_| link.target == Some(LinkTarget::Road))?;
            let other = network.sole_road(&link.id).filter(|other| other.junction.is_none())?;
            // Told once for both, and not where the links themselves disagree.
            let is_first = road.element < other.element || road.element == other.element && link.is_successor;
            if !is_first || !leads_back(network, road, link, other) {
                return None;
            }
            // A wrong length or bend has a finding, and the end lies elsewhere by it.
            let is_sound = |road: &Road| {
                excess_m(road).is_some_and(|excess| excess.abs() <= SAME_PLACE_M)
                    && road.plan_view.records().iter().all(is_plausibly_bent)
            };
            if !is_sound(road) || !is_sound(other) {
                return None;
            }
            let (here, there) = (road.end_pose(end_of(link))?, other.end_pose(contact)?);
            let gap = (here.x_m - there.x_m).hypot(here.y_m - there.y_m);
            if gap <= SAME_PLACE_M {
                return None;
            }
            let (end, id, gap) = (contact.name(), quoted(&other.id), metres(gap));
            let message = format!("the {end} of road {id} is {gap} away from the {} of this road", end_of(link).name());
            let draft = Draft::new(message).help("let the reference lines touch, or correct `contactPoint`");
            Some(hit(document, link.element, "contactPoint", draft))
        })
        .collect()
}
