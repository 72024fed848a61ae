use rustc_hash::FxHashMap;

use crate::opendrive::{ContactPoint, LinkTarget, Network, Road, RoadLink};
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};

use super::one_sided_road_link::{end_of, leads_back};
use super::shared::{hit, network, place};

rule! {
    /// Several roads link to the same end of a road without a junction.
    ///
    /// ## Why it matters
    /// The road can name one of them only. From there the others cannot be reached, and which one
    /// is taken depends on the tool.
    ///
    /// ## Example
    /// ```xml
    /// <road id="1" …><link><successor elementType="road" elementId="3" contactPoint="start"/></link></road>
    /// <road id="2" …><link><successor elementType="road" elementId="3" contactPoint="start"/></link></road>
    /// ```
    ///
    /// ## Instead
    /// Let the roads meet in a junction.
    ///
    /// ## Source
    /// ASAM OpenDRIVE, road linkage: where predecessor or successor is ambiguous, junctions are
    /// used. Roads inside junctions may share an end.
    "xodr/ambiguous-road-link" {
        severity: Error,
        aliases: [
            "asam.net:xodr:1.4.0:road.linkage.is_junction_needed",
        ],
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

/// The links of roads outside junctions, by the end of the road that they name.
pub(super) fn claims(network: &Network) -> FxHashMap<(&str, ContactPoint), Vec<(&Road, &RoadLink)>> {
    let mut claims: FxHashMap<(&str, ContactPoint), Vec<(&Road, &RoadLink)>> = FxHashMap::default();
    for road in network.roads.iter().filter(|road| road.junction.is_none()) {
        for link in single_links(road).filter(|link| link.target == Some(LinkTarget::Road)) {
            if let Some(contact) = link.contact_point {
                claims.entry((link.id.as_str(), contact)).or_default().push((road, link));
            }
        }
    }
    claims
}

/// The links of a road that are the only ones at their end; several have a finding for that.
pub(super) fn single_links(road: &Road) -> impl Iterator<Item = &RoadLink> {
    let count = |is_successor| road.links.iter().filter(|link| link.is_successor == is_successor).count();
    let is_single = [false, true].map(|is_successor| count(is_successor) == 1);
    road.links.iter().filter(move |link| is_single[usize::from(link.is_successor)])
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let claims = claims(network);
    let mut hits = Vec::new();
    for road in &network.roads {
        for end in [ContactPoint::Start, ContactPoint::End] {
            // An end with several links of its own has a finding for that.
            if road.links.iter().filter(|link| end_of(link) == end).count() > 1 {
                continue;
            }
            let Some(claims) = claims.get(&(road.id.as_str(), end)).filter(|claims| claims.len() > 1) else { continue };
            // The one that the road links back to is right.
            let right = claims.iter().position(|(other, link)| leads_back(network, other, link, road)).unwrap_or(0);
            let Some((_, kept)) = claims.get(right) else { continue };
            let others = claims.iter().enumerate().filter(|(index, _)| *index != right);
            for (_, (_, link)) in others {
                let message =
                    format!("the {} of road {} is linked with another road too", end.name(), quoted(&road.id));
                let draft = Draft::new(message).help("let the roads meet in a junction").related("the other link");
                let at = place(document, kept.element, "elementId");
                hits.push(Hit { related: Some(at), ..hit(document, link.element, "elementId", draft) });
            }
        }
    }
    hits
}
