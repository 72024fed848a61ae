use crate::opendrive::{LinkTarget, Network};
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::shared::{SAME_PLACE_M, hit, metres, network};

rule! {
    /// A junction or a link names a place behind the end of another road.
    ///
    /// ## Why it matters
    /// There is no road at that place: the branch, the crossing or the connection is nowhere,
    /// and no way over it can be found.
    ///
    /// ## Example
    /// ```xml
    /// <!-- road 1 is 100 m long -->
    /// <junction id="60" type="virtual" mainRoad="1" sStart="50" sEnd="600" orientation="+">
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <junction id="60" type="virtual" mainRoad="1" sStart="50" sEnd="60" orientation="+">
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE: `sStart` and `sEnd` of virtual junctions (from 1.7) lie on the main road,
    /// those of a `roadSection` of a crossing (from 1.8) on its road; `s` of the lane links of
    /// a cross path (from 1.8) on the road at its start or end; `elementS` of a link (from 1.5) on
    /// the road that is linked. Up to 1 cm is taken for rounding.
    "xodr/place-beyond-road" {
        severity: Error,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

/// The editions since which the schemas have the attributes of virtual junctions and of links.
const JUNCTIONS_SINCE: u16 = 7;
const LINKS_SINCE: u16 = 5;

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, minor)) = network(document) else { return Vec::new() };
    let mut hits: Vec<(NodeId, Hit)> = Vec::new();
    let mut look = |element: NodeId, attribute: &str, road: &str| {
        hits.extend(beyond(document, network, element, attribute, road).map(|hit| (element, hit)));
    };
    if minor >= LINKS_SINCE {
        let links = network.roads.iter().flat_map(|road| &road.links);
        let to_roads = links.filter(|link| link.target == Some(LinkTarget::Road) && link.element_s_m.is_some());
        to_roads.for_each(|link| look(link.element, "elementS", &link.id));
    }
    for junction in network.junctions.iter().filter(|_| minor >= JUNCTIONS_SINCE) {
        for named in &junction.road_references {
            match named.attribute {
                "mainRoad" | "roadId" => {
                    look(named.element, "sStart", &named.road);
                    look(named.element, "sEnd", &named.road);
                }
                "roadAtStart" | "roadAtEnd" => {
                    let link = if named.attribute == "roadAtEnd" { "endLaneLink" } else { "startLaneLink" };
                    document.below(named.element, link).for_each(|link| look(link, "s", &named.road));
                }
                _ => {}
            }
        }
    }
    hits.sort_by_key(|(element, _)| *element);
    hits.into_iter().map(|(_, hit)| hit).collect()
}

fn beyond(document: &Document<'_>, network: &Network, element: NodeId, attribute: &str, road: &str) -> Option<Hit> {
    let length_m = network.sole_road(road)?.length_m.filter(|length| *length > 0.0)?;
    let s_m: f64 = document.text(element, attribute)?.trim().parse().ok()?;
    if !s_m.is_finite() || s_m <= length_m + SAME_PLACE_M {
        return None;
    }
    let message =
        format!("{} is behind the end of road {}, which is {} long", metres(s_m), quoted(road), metres(length_m));
    let draft = Draft::new(message).help(format!("correct {}, or name the road that is meant", quoted(attribute)));
    Some(hit(document, element, attribute, draft))
}
