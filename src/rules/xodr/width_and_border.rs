use crate::opendrive::{LaneSection, Road, Side};
use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, rule};

use super::shared::network;

rule! {
    /// Lane borders stand beside lane widths or lane offsets.
    ///
    /// ## Why it matters
    /// Both say where a lane ends. Tools take the width and drop the border, so what was measured
    /// is not what is driven.
    ///
    /// ## Example
    /// ```xml
    /// <lane id="-1" type="driving">
    ///   <width sOffset="0" a="3.5" b="0" c="0" d="0"/>
    ///   <border sOffset="0" a="-3.7" b="0" c="0" d="0"/>
    /// </lane>
    /// ```
    ///
    /// ## Instead
    /// Describe all lanes of a side by widths, or all by borders and without lane offset.
    ///
    /// ## Source
    /// ASAM OpenDRIVE, lane borders and lane offset.
    "xodr/width-and-border" {
        severity: Error,
        aliases: [
            "asam.net:xodr:1.4.0:road.lane.border.exclusive_width_border",
            "asam.net:xodr:1.4.0:road.lane.border.exclusive_offset_border",
            "asam.net:xodr:1.4.0:road.lanes.lane_offset.no_offset_if_border_defined",
            "asam.net:xodr:1.9.0:road.lane.width.no_width_with_border",
        ],
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    network.roads.iter().flat_map(of_road).collect()
}

fn of_road(road: &Road) -> Vec<Hit> {
    let sections = road.sections.records();
    let hit = |element, message: &str, help: &str, related| Hit {
        draft: Draft::new(message).help(help).related("the other one"),
        at: At::Node(element, Spot::Name),
        related: Some(At::Node(related, Spot::Name)),
    };
    let mut hits: Vec<Hit> = sections
        .iter()
        .flat_map(|section| [Side::Left, Side::Right].into_iter().filter_map(|side| mixed(section, side)))
        .map(|(border, width)| {
            hit(border, "`border` stands beside a `width` on the same side", "describe the lanes by one of them", width)
        })
        .collect();
    let lanes = sections.iter().flat_map(|section| &section.lanes);
    let border = lanes.flat_map(|lane| lane.borders.records()).map(|border| border.element).next();
    if let (Some(border), Some(offset)) = (border, road.lane_offset.records().first()) {
        let help = "put the offset into the borders, or use widths";
        hits.push(hit(offset.element, "`laneOffset` stands beside a `border`", help, border));
    }
    hits
}

/// The first border and the first width, if the lanes of a side have both.
fn mixed(section: &LaneSection, side: Side) -> Option<(crate::xml::NodeId, crate::xml::NodeId)> {
    let lanes = || section.lanes.iter().filter(move |lane| lane.side == side);
    let border = lanes().find_map(|lane| lane.borders.records().first())?;
    let width = lanes().find_map(|lane| lane.widths.records().first())?;
    Some((border.element, width.element))
}
