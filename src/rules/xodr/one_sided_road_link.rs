use rustc_hash::FxHashSet;

use crate::opendrive::{ContactPoint, LinkTarget, Network, Road, RoadLink};
use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::ambiguous_road_link::{claims, single_links};
use super::shared::{hit, network};
use super::unused_junction_link::stray_links;

rule! {
    /// A road links to another, which does not link back.
    ///
    /// ## Why it matters
    /// One way the roads are connected, the other way they are not, or the other road goes on
    /// elsewhere: routes depend on the direction in which a tool reads the links.
    ///
    /// ## Example
    /// ```xml
    /// <road id="1" …><link><successor elementType="road" elementId="2" contactPoint="start"/></link></road>
    /// <road id="2" …><link/></road>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <road id="2" …><link><predecessor elementType="road" elementId="1" contactPoint="end"/></link></road>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, road linkage: both sides are given and agree (stated from 1.8 on). Roads
    /// inside junctions are judged by other rules.
    "xodr/one-sided-road-link" {
        severity: Error,
        aliases: [
            "asam.net:xodr:1.9.0:road.linkage.both_sides_consistency",
        ],
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let claims = claims(network);
    // A link with a junction that does not know of the road has a finding there.
    let stray: FxHashSet<NodeId> = stray_links(network).map(|stray| stray.link.element).collect();
    let roads = network.roads.iter().filter(|road| road.junction.is_none());
    let links = roads.flat_map(|road| single_links(road).map(move |link| (road, link)));
    links
        .filter_map(|(road, link)| {
            let (other, contact) = not_back(network, road, link)?;
            // Several roads at one end have a finding of their own.
            let is_claimed_once = claims.get(&(link.id.as_str(), contact)).is_none_or(|links| links.len() == 1);
            let is_stray = other.link(contact).is_some_and(|back| stray.contains(&back.element));
            if !is_claimed_once || is_stray || is_misled(network, other, contact) {
                return None;
            }
            let (end, here) = (contact.name(), end_of(link).name());
            let (other_id, own) = (quoted(&other.id), quoted(&road.id));
            let found = match other.link(contact) {
                None => "has no link there".to_owned(),
                Some(back) => {
                    let target = back.target.map_or("something", LinkTarget::name);
                    let at = back.contact_point.map_or(String::new(), |point| format!(", {}", point.name()));
                    format!("links to {target} {}{at} there", quoted(&back.id))
                }
            };
            let message =
                format!("the {end} of road {other_id} is not linked with the {here} of road {own}, it {found}");
            let draft = Draft::new(message).help("make both links say the same").related("the other road");
            let related = other.link(contact).map_or(other.element, |back| back.element);
            let hit = hit(document, link.element, "elementId", draft);
            Some(Hit { related: Some(At::Node(related, Spot::Name)), ..hit })
        })
        .collect()
}

/// The road that a link names and the end of it, if there is no link back.
fn not_back<'n>(network: &'n Network, road: &Road, link: &RoadLink) -> Option<(&'n Road, ContactPoint)> {
    let contact = link.contact_point.filter(|_| link.target == Some(LinkTarget::Road))?;
    let other = network.sole_road(&link.id)?;
    // A link that leads nowhere has a finding already, and may have meant this one.
    let is_broken = other.link(contact).is_some_and(|back| match back.target {
        Some(LinkTarget::Road) => network.sole_road(&back.id).is_none(),
        Some(LinkTarget::Junction) => network.junction(&back.id).is_none(),
        None => true,
    });
    (!is_broken && !leads_back(network, road, link, other)).then_some((other, contact))
}

/// True if what the road links to at this end does not know of it and is well linked
/// itself: then that link is the fault.
fn is_misled(network: &Network, road: &Road, end: ContactPoint) -> bool {
    let Some(back) = road.link(end).filter(|_| road.junction.is_none()) else { return false };
    let Some((third, contact)) = not_back(network, road, back) else { return false };
    third.link(contact).is_none_or(|link| not_back(network, third, link).is_none())
}

/// The end of its road at which a link stands.
pub(super) fn end_of(link: &RoadLink) -> ContactPoint {
    if link.is_successor { ContactPoint::End } else { ContactPoint::Start }
}

/// True if `other` has a link back to where `link` of `road` comes from. What cannot
/// be read is taken for one.
pub(super) fn leads_back(network: &Network, road: &Road, link: &RoadLink, other: &Road) -> bool {
    let Some(contact) = link.contact_point else { return true };
    let mut back = other.links.iter().filter(|back| end_of(back) == contact);
    back.any(|back| match back.target {
        None => true,
        Some(LinkTarget::Road) => back.id == road.id && back.contact_point.is_none_or(|point| point == end_of(link)),
        Some(LinkTarget::Junction) => {
            road.junction.as_ref() == Some(&back.id) || network.is_connecting(&back.id, &road.id)
        }
    })
}
