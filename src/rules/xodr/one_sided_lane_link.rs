use crate::opendrive::{Lane, LaneJoin, LinkTarget, Network};
use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};

use super::lane_ends::{LaneEnd, joins, lane_ends};
use super::one_sided_road_link::leads_back;
use super::shared::{hit, is_well_numbered, network};

rule! {
    /// A lane goes on as another, which does not know of it.
    ///
    /// ## Why it matters
    /// Along the road the lanes are connected, against it they are not: whether a route exists
    /// depends on the direction in which a tool reads the links.
    ///
    /// ## Example
    /// ```xml
    /// <laneSection s="0">… <lane id="-1" …><link><successor id="-1"/></link>…
    /// <laneSection s="50">… <lane id="-1" …><link/>…
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <laneSection s="50">… <lane id="-1" …><link><predecessor id="-1"/></link>…
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, lane linkage: lanes that go on across sections are connected in both
    /// directions. Between roads only where both are outside junctions and linked with each other.
    "xodr/one-sided-lane-link" {
        severity: Error,
        aliases: [
            "asam.net:xodr:1.4.0:road.lane.link.lanes_across_laneSections",
            "asam.net:xodr:1.4.0:road.lane.link.lanes_across_lane_sections",
        ],
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

/// Lanes at one end of a lane, above which nothing is compared.
const MOST_LINKS: usize = 64;

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    lane_ends(network)
        .filter_map(|end| {
            let lane = not_back(network, &end)?;
            // Where the other lane names a third one instead, which is well linked itself,
            // that link is the fault.
            let is_misled = |other: &LaneEnd<'_>| {
                not_back(network, other).is_some()
                    && other.links_behind(network).iter().all(|third| not_back(network, third).is_none())
            };
            if end.links_behind(network).iter().any(is_misled) {
                return None;
            }
            let message = format!("lane {} does not link back to lane {}", quoted(&lane.id), quoted(&end.lane.id));
            let draft = Draft::new(message).help("add the link back, or correct this one").related("the other lane");
            let hit = hit(document, end.join.element, "id", draft);
            Some(Hit { related: Some(At::Node(lane.element, Spot::Name)), ..hit })
        })
        .collect()
}

/// The lane that a link names, if it has no link back.
fn not_back<'n>(network: &'n Network, end: &LaneEnd<'n>) -> Option<&'n Lane> {
    let number = end.join.lane.filter(|number| *number != 0)?;
    // The centre lane goes on by itself.
    let own = end.lane.number.filter(|own| *own != 0)?;
    let beyond = end.beyond(network, number)?;
    if let Some(other) = beyond.road {
        let link = end.road.link(end.end)?;
        let back = other.link(beyond.touches).filter(|back| back.target == Some(LinkTarget::Road));
        let is_plain = end.road.junction.is_none() && other.junction.is_none() && back.is_some();
        if !is_plain || !leads_back(network, end.road, link, other) {
            return None;
        }
    }
    let lane = beyond.section.lane(number)?;
    // With wrong numbers, links lead elsewhere; a lane with so many links is none.
    if joins(lane, beyond.touches).len() > MOST_LINKS {
        return None;
    }
    if !is_well_numbered(end.section) || !is_well_numbered(beyond.section) {
        return None;
    }
    // A link that leads to no lane has a finding, and may be the one back.
    let mut behind = end.links_behind(network).into_iter();
    if behind.any(|other| other.is_broken(network)) {
        return None;
    }
    // A link that cannot be read may be the one back.
    let is_back = |join: &LaneJoin| join.lane.is_none_or(|back| back == own);
    (!joins(lane, beyond.touches).iter().any(is_back)).then_some(lane)
}
