use crate::opendrive::{Lane, LaneSection, Side};
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};

use super::shared::{hit, network};

rule! {
    /// The lanes of a section are not numbered from the centre outwards.
    ///
    /// ## Why it matters
    /// The number says where a lane lies: lane -2 is beside lane -1, and its place is found by
    /// adding up the widths. With a number left out or a wrong sign, tools put it elsewhere.
    ///
    /// ## Example
    /// ```xml
    /// <right><lane id="-1" …/><lane id="-3" …/></right>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <right><lane id="-1" …/><lane id="-2" …/></right>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, lanes and lane groups: 1, 2, 3 to the left, -1, -2, -3 to the right, 0 in
    /// the centre, without gaps. The order in the file is free.
    "xodr/lane-numbering" {
        severity: Error,
        aliases: [
            "asam.net:xodr:1.4.0:road.lane.lanes_numbered_correctly",
            "asam.net:xodr:1.4.0:road.lane.lane_order",
            "asam.net:xodr:1.4.0:road.lane.lane_order_no_gaps",
            "asam.net:xodr:1.4.0:road.lane.center_lane_id",
        ],
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let sections = network.roads.iter().flat_map(|road| road.sections.records());
    let sides = [(Side::Left, 1), (Side::Center, 0), (Side::Right, -1)];
    sections.flat_map(|section| sides.into_iter().flat_map(|side| of_side(document, section, side))).collect()
}

fn of_side(document: &Document<'_>, section: &LaneSection, (side, sign): (Side, i32)) -> Vec<Hit> {
    let lanes = section.lanes.iter().filter(|lane| lane.side == side);
    let numbered: Vec<(&Lane, i32)> = lanes.filter_map(|lane| Some((lane, lane.number?))).collect();
    let wrong: Vec<Hit> = numbered
        .iter()
        .filter(|(_, number)| number.signum() != sign)
        // An id that is taken has a finding for that.
        .filter(|(lane, number)| section.lane(*number).is_none_or(|first| first.element == lane.element))
        .map(|(lane, _)| {
            let (group, expected) = match sign {
                1 => ("left", "above 0"),
                -1 => ("right", "below 0"),
                _ => ("center", "0"),
            };
            let message = format!("lane {} stands in `{group}`, expected an id {expected}", quoted(&lane.id));
            hit(document, lane.element, "id", Draft::new(message).help("correct the id, or move the lane"))
        })
        .collect();
    // A lane without an id of its own may be the one that is missing.
    let is_whole = !section.has_lane_without_id
        && section.lanes.iter().all(|lane| {
            lane.number.and_then(|number| section.lane(number)).is_some_and(|first| first.element == lane.element)
        });
    if sign == 0 || !wrong.is_empty() || !is_whole {
        return wrong;
    }
    gap(document, numbered, sign).into_iter().collect()
}

/// The first number that is left out, told at the lane behind it.
fn gap(document: &Document<'_>, mut numbered: Vec<(&Lane, i32)>, sign: i32) -> Option<Hit> {
    numbered.sort_by_key(|(_, number)| number.unsigned_abs());
    let mut last = 0u32;
    let behind = numbered.iter().find(|(_, number)| {
        let is_next = number.unsigned_abs() <= last + 1;
        last = number.unsigned_abs();
        !is_next
    });
    let (lane, number) = behind?;
    let before = numbered.iter().map(|(_, other)| other.unsigned_abs()).filter(|other| *other < number.unsigned_abs());
    let missing = i64::from(before.max().unwrap_or(0) + 1) * i64::from(sign);
    let draft = Draft::new(format!("lane {} has no lane `{missing}` inside it", quoted(&lane.id)))
        .help("number the lanes from the centre outwards, and correct what refers to them");
    Some(hit(document, lane.element, "id", draft))
}
