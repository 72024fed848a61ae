use rustc_hash::FxHashSet;

use crate::opendrive::{LaneSection, Road};
use crate::rules::{Check, Document, Draft, Hit, rule};
use crate::xml::NodeId;

use super::shared::{SAME_PLACE_M, hit, metres, network, place, stretches};

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
    let mut seen: FxHashSet<NodeId> = first.iter().map(|(element, _)| *element).collect();
    for stretch in [1, -1].into_iter().flat_map(|side| stretches(road, side)) {
        let (section, length) = (stretch.section, stretch.length_m);
        if length > 0.0 || seen.contains(&section.element) || road.length_m.is_some_and(|length| length <= 0.0) {
            continue;
        }
        let start = section.s_m.unwrap_or_default();
        if let Some(end) = road.length_m.filter(|end| start >= *end) {
            let message = format!("lane section begins at {}, the road ends at {}", metres(start), metres(end));
            let draft = Draft::new(message).help("correct `s`, or remove the section");
            seen.insert(section.element);
            hits.push(hit(document, section.element, "s", draft));
        }
    }
    if road.has_ordered_sections {
        hits.extend(doubled(document, road));
    }
    hits
}

/// The sections that begin where the one before of their side does.
fn doubled(document: &Document<'_>, road: &Road) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut seen: FxHashSet<NodeId> = FxHashSet::default();
    for side in [1, -1] {
        let sections: Vec<&LaneSection> = road.sections.sorted().filter(|section| section.covers(side)).collect();
        for pair in sections.windows(2) {
            let [first, second] = pair else { continue };
            let Some(start) = second.s_m.filter(|start| road.length_m.is_none_or(|end| *start < end)) else { continue };
            if first.s_m != second.s_m || !seen.insert(second.element) {
                continue;
            }
            let draft = Draft::new(format!("lane section begins at {}, where the one before begins", metres(start)))
                .help("correct `s`, or remove the section")
                .related("the one before");
            let related = Some(place(document, first.element, "s"));
            hits.push(Hit { related, ..hit(document, second.element, "s", draft) });
        }
    }
    hits
}
