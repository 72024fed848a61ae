use crate::opendrive::Side;
use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, rule};

use super::shared::network;

rule! {
    /// A lane section has no centre lane.
    ///
    /// ## Why it matters
    /// The centre lane is where left and right part and where the line between them is described;
    /// many readers fail without it.
    ///
    /// ## Example
    /// ```xml
    /// <laneSection s="0"><right><lane id="-1" …/></right></laneSection>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <laneSection s="0"><center><lane id="0" type="none"/></center><right>…</right></laneSection>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, lanes and lane groups. Sections for one side of the road are not judged.
    "xodr/missing-center-lane" {
        severity: Error,
        aliases: [
            "asam.net:xodr:1.4.0:road.lane.center_lane",
            "asam.net:xodr:1.4.0:road.lane.center_elem_definition",
        ],
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let sections = network.roads.iter().flat_map(|road| road.sections.records());
    let bare = sections.filter(|section| {
        // A centre lane without id has a finding already.
        let has_center = section.lanes.iter().any(|lane| lane.side == Side::Center);
        let inside = document.child(section.element, "center");
        let is_misspelt = document.has_misspelt(section.element, "center")
            || inside.is_some_and(|center| document.has_misspelt(center, "lane"));
        !has_center && !section.is_single_sided && !section.has_lane_without_id && !is_misspelt
    });
    bare.map(|section| {
        let draft = Draft::new("lane section has no lane in `center`").help("add the centre lane with id 0");
        Hit { draft, at: At::Node(section.element, Spot::Name), related: None }
    })
    .collect()
}
