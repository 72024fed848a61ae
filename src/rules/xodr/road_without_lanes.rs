use crate::opendrive::Road;
use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};

use super::shared::network;

rule! {
    /// A road has no lane section.
    ///
    /// ## Why it matters
    /// Without lanes nothing can drive on the road, and no lane position on it exists.
    ///
    /// ## Example
    /// ```xml
    /// <lanes/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <lanes><laneSection s="0">…</laneSection></lanes>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, lanes and lane sections: each road has at least one section.
    "xodr/road-without-lanes" {
        severity: Error,
        aliases: [
            "asam.net:xodr:1.4.0:road.lane_section.lane_sect_req",
            "asam.net:xodr:1.4.0:road.lane.lane_sect_min_amount",
        ],
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let is_misspelt = |road: &Road| {
        let inside = document.child(road.element, "lanes");
        document.has_misspelt(road.element, "lanes")
            || inside.is_some_and(|lanes| document.has_misspelt(lanes, "laneSection"))
    };
    let bare = network.roads.iter().filter(|road| road.sections.is_empty() && !is_misspelt(road));
    bare.map(|road| {
        let draft = Draft::new(format!("road {} has no `laneSection` in `lanes`", quoted(&road.id)))
            .help("add a lane section with the centre lane");
        Hit { draft, at: At::Node(road.element, Spot::Name), related: None }
    })
    .collect()
}
