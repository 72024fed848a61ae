use crate::opendrive::Road;
use crate::rules::{Check, Document, Draft, Hit, rule};
use crate::xml::NodeId;

use super::shared::{SAME_PLACE_M, hit, metres, network, stretches};

rule! {
    /// The lane sections of a road do not cover it from its start, or one has no length.
    ///
    /// ## Why it matters
    /// Before the first section the road has no lanes. A section that ends where it begins, or
    /// begins behind the end of the road, is never in force, whatever lanes it has.
    ///
    /// ## Example
    /// ```xml
    /// <laneSection s="10">…</laneSection>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <laneSection s="0">…</laneSection>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, lane sections: the first one is at 0 (stated from 1.8 on), each is longer
    /// than 0. Sections for one side are judged side by side.
    "xodr/lane-section-placement" {
        severity: Error,
        aliases: [
            "asam.net:xodr:1.4.0:road.lane_section.valid_length",
            "asam.net:xodr:1.9.0:road.lane.lane_sect_first",
        ],
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    network.roads.iter().flat_map(|road| of_road(document, road)).collect()
}

fn of_road(document: &Document<'_>, road: &Road) -> Vec<Hit> {
    let mut hits = Vec::new();
    let first = road.sections.sorted().next().and_then(|section| Some((section.element, section.s_m?)));
    let first = first.filter(|(_, start)| *start > SAME_PLACE_M);
    if let Some((element, start)) = first {
        let message = format!("the first lane section begins at {}, expected 0", metres(start));
        hits.push(hit(document, element, "s", Draft::new(message).help("correct `s`, or add a section from 0 on")));
    }
    // A section of both sides without length is one fault, and so is a late first one.
    let mut seen: Vec<NodeId> = first.iter().map(|(element, _)| *element).collect();
    for stretch in [1, -1].into_iter().flat_map(|side| stretches(road, side)) {
        let (section, length) = (stretch.section, stretch.length_m);
        if length > 0.0 || seen.contains(&section.element) || road.length_m.is_some_and(|length| length <= 0.0) {
            continue;
        }
        seen.push(section.element);
        let (start, end) = (section.s_m.unwrap_or_default(), road.length_m);
        let message = match end.filter(|end| start >= *end) {
            Some(end) => format!("lane section begins at {}, the road ends at {}", metres(start), metres(end)),
            None => format!("lane section at {} has no length, the next one begins there too", metres(start)),
        };
        hits.push(hit(document, section.element, "s", Draft::new(message).help("correct `s`, or remove the section")));
    }
    hits
}
