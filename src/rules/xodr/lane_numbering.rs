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
    let mut own: Vec<i32> = numbered.iter().map(|(_, number)| *number).collect();
    own.sort_unstable();
    own.dedup();
    let is_whole =
        !section.has_lane_without_id && own.len() == section.lanes.iter().filter(|it| it.side == side).count();
    if sign == 0 || !wrong.is_empty() || !is_whole {
        return wrong;
    }
    gap(document, numbered).into_iter().collect()
}

/// The innermost lane that is numbered beyond the count of lanes, with the number that is free.
fn gap(document: &Document<'_>, mut numbered: Vec<(&Lane, i32)>) -> Option<Hit> {
    numbered.sort_by_key(|(_, number)| number.unsigned_abs());
    let (lane, number) = numbered.iter().find(|(_, number)| number.unsigned_abs() as usize > numbered.len())?;
    let free = numbered.iter().zip(1..).find(|((_, number), step)| number.unsigned_abs() != *step);
    let free = i64::from(free.map_or(0, |(_, step)| step)) * i64::from(number.signum());
    let draft = Draft::new(format!("no lane is numbered `{free}`, but one is numbered {}", quoted(&lane.id)))
        .help("number the lanes from the centre outwards, and correct what refers to them");
    Some(hit(document, lane.element, "id", draft))
}
