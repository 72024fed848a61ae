use crate::opendrive::Network;
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::shared::{SAME_PLACE_M, hit, metres, network};

rule! {
    /// The part of a road that a junction takes up ends before it begins.
    ///
    /// ## Why it matters
    /// It is no part of the road: tools take it as empty, or exchange the two places and with
    /// them where vehicles enter and leave.
    ///
    /// ## Example
    /// ```xml
    /// <junction id="60" type="virtual" mainRoad="1" sStart="70" sEnd="50" orientation="+">
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <junction id="60" type="virtual" mainRoad="1" sStart="50" sEnd="70" orientation="+">
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, start and end position of virtual junctions (from 1.7) and of the
    /// `roadSection` of a crossing (from 1.8), both along the reference line; for which
    /// direction a virtual junction counts, `orientation` says. No clause forbids the other
    /// order in so many words.
    "xodr/inverted-section" {
        severity: Warning,
        confidence: Likely,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

/// The edition since which the schemas have the attributes.
const SINCE: u16 = 7;

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document).filter(|(_, minor)| *minor >= SINCE) else { return Vec::new() };
    let named = network.junctions.iter().flat_map(|junction| &junction.road_references);
    let sections = named.filter(|named| matches!(named.attribute, "mainRoad" | "roadId"));
    sections.filter_map(|section| inverted(document, network, section.element, &section.road)).collect()
}

fn inverted(document: &Document<'_>, network: &Network, element: NodeId, road: &str) -> Option<Hit> {
    let place = |name| document.text(element, name)?.trim().parse::<f64>().ok().filter(|s| s.is_finite() && *s >= 0.0);
    let (start_m, end_m) = (place("sStart")?, place("sEnd")?);
    // A place behind the end of the road has a finding of its own.
    let length_m = network.road(road).and_then(|road| road.length_m);
    if start_m <= end_m + SAME_PLACE_M || length_m.is_some_and(|length| start_m > length + SAME_PLACE_M) {
        return None;
    }
    let message = format!(
        "the section of road {} ends at {}, before it begins at {}",
        quoted(road),
        metres(end_m),
        metres(start_m)
    );
    Some(hit(document, element, "sEnd", Draft::new(message).help("exchange `sStart` and `sEnd`")))
}
