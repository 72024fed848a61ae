use crate::opendrive::Road;
use crate::rules::{Check, Document, Draft, Hit, quoted, rounded, rule};
use crate::xml::NodeId;

use super::acting::actors;
use super::road_places::network;

rule! {
    /// A position lies beside the lane or road that it names.
    ///
    /// ## Why it matters
    /// The vehicle starts on the next lane, or on the grass, while the scenario says
    /// otherwise.
    ///
    /// ## Example
    /// ```xml
    /// <LanePosition roadId="1" laneId="-1" s="50" offset="3"/>   <!-- the lane is 3.5 m wide -->
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <LanePosition roadId="1" laneId="-1" s="50" offset="0.5"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, the checker rules annexed to the standard, stamped 1.0.0: a
    /// recommendation. An offset counts from the middle of the lane, `t` from the reference
    /// line of the road. Places of pedestrians and things, and of whom is not known, are
    /// left out.
    "xosc/offset-off-lane" {
        severity: Warning,
        aliases: ["asam.net:xosc:1.0.0:positioning.road_lane_offset_in_bounds"],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// Rounding of widths, in metres.
const SLACK_M: f64 = 0.01;

fn check(document: &Document<'_>) -> Vec<Hit> {
    let of_vehicle = |element: &NodeId| is_of_vehicle(document, *element);
    let lanes = document.elements("LanePosition").filter(of_vehicle);
    let roads = document.elements("RoadPosition").filter(of_vehicle);
    let lanes = lanes.filter_map(|element| off_lane(document, element));
    lanes.chain(roads.filter_map(|element| off_road(document, element))).collect()
}

/// Pedestrians and things stand beside lanes for good reasons.
fn is_of_vehicle(document: &Document<'_>, element: NodeId) -> bool {
    let Some(objects) = document.objects() else { return false };
    let mut actors = actors(document, objects, element);
    actors.any(|object| {
        let body = document.body_of(object);
        body.is_some_and(|body| body.kind.as_deref() == Some("Vehicle"))
    })
}

fn off_lane(document: &Document<'_>, element: NodeId) -> Option<Hit> {
    let (road, s) = road(document, element)?;
    let number = document.number(element, "laneId").filter(|number| number.fract() == 0.0)?;
    let offset = document.number(element, "offset")?;
    #[expect(clippy::cast_possible_truncation, reason = "a whole number; a larger one names no lane")]
    let width = road.lane_width(s, number as i32)?;
    if offset.abs() <= width / 2.0 + SLACK_M {
        return None;
    }
    let message = format!(
        "{offset} m from its middle is beside lane {}, which is {} m wide there",
        quoted(&number.to_string()),
        rounded(width, 2)
    );
    let draft = Draft::new(message).help("correct the offset, or name the lane that is meant");
    Some(Hit { draft, at: document.value_at(element, "offset")?, related: None })
}

fn off_road(document: &Document<'_>, element: NodeId) -> Option<Hit> {
    let (road, s) = road(document, element)?;
    let t = document.number(element, "t")?;
    let (left, right) = edges(road, s)?;
    if t <= left + SLACK_M && t >= right - SLACK_M {
        return None;
    }
    let message = format!(
        "{t} m is beside road {}, whose lanes reach from {} m to {} m there",
        quoted(&road.id),
        rounded(right, 2),
        rounded(left, 2)
    );
    let draft = Draft::new(message).help("correct `t`: it is positive to the left");
    Some(Hit { draft, at: document.value_at(element, "t")?, related: None })
}

fn road<'d>(document: &Document<'d>, element: NodeId) -> Option<(&'d Road, f64)> {
    let (_, network) = network(document)?;
    let road = network.road(&document.known(element, "roadId")?)?;
    Some((road, document.number(element, "s")?))
}

/// `t` of the outer edges of the leftmost and the rightmost lane.
fn edges(road: &Road, s: f64) -> Option<(f64, f64)> {
    let offset = road.lane_offset_at(s)?;
    let lanes = road.lanes_at(s);
    let edge = |number: i32| {
        let section = road.lane_section_at(s, number)?;
        Some(section.outer_edge_t(number, s - section.s_m?)? + offset)
    };
    let numbers = || lanes.iter().filter_map(|lane| lane.number);
    let left = numbers().max().filter(|number| *number > 0);
    let right = numbers().min().filter(|number| *number < 0);
    Some((left.map_or(Some(offset), edge)?, right.map_or(Some(offset), edge)?))
}
