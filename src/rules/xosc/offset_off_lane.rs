use crate::opendrive::Road;
use crate::openscenario::Object;
use crate::openscenario::plausible::figure;
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
    /// line of the road. Pedestrians, things and whoever is not known may stand beside the
    /// lanes, yet not farther than any verge is wide; traffic may appear within the radius.
    "xosc/offset-off-lane" {
        severity: Warning,
        aliases: ["asam.net:xosc:1.0.0:positioning.road_lane_offset_in_bounds"],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// Rounding of widths, in metres.
const SLACK_M: f64 = 0.01;

/// Who or what stands somewhere.
#[derive(Debug, Clone, Copy)]
enum Stands {
    /// A vehicle, which drives on lanes.
    Vehicle,
    /// Traffic that appears or vanishes within so many metres.
    Traffic(f64),
    /// Anything else, or it is not known.
    Other,
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let lanes = document.elements("LanePosition").map(|element| (element, "offset"));
    let roads = document.elements("RoadPosition").map(|element| (element, "t"));
    let hit = |(element, name)| match stands(document, element) {
        Stands::Vehicle if name == "offset" => off_lane(document, element),
        Stands::Vehicle => off_road(document, element, name, 0.0),
        Stands::Traffic(radius) => off_road(document, element, name, radius),
        Stands::Other => off_road(document, element, name, figure("verge-widest")?),
    };
    lanes.chain(roads).filter_map(hit).collect()
}

/// Pedestrians and things stand beside lanes for good reasons.
fn stands(document: &Document<'_>, element: NodeId) -> Stands {
    for action in ["TrafficSourceAction", "TrafficSinkAction"] {
        if let Some(action) = document.around(element, action) {
            return document.number(action, "radius").map_or(Stands::Other, Stands::Traffic);
        }
    }
    let Some(objects) = document.objects() else { return Stands::Other };
    let is_vehicle = |object: &Object<'_>| {
        let body = document.body_of(object);
        body.is_some_and(|body| body.kind.as_deref() == Some("Vehicle"))
    };
    let drives = match document.around(element, "EntityAction") {
        Some(action) => {
            document.known(action, "entityRef").and_then(|name| objects.find(&name)).is_some_and(is_vehicle)
        }
        None => actors(document, objects, element).any(is_vehicle),
    };
    if drives { Stands::Vehicle } else { Stands::Other }
}

fn off_lane(document: &Document<'_>, element: NodeId) -> Option<Hit> {
    let (road, s) = road(document, element)?;
    let number = lane(document, element)?;
    let offset = document.number(element, "offset")?;
    let width = road.lane_width(s, number)?;
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

/// A finding on a position that is farther beside its road than `margin`, by the
/// attribute `name`.
fn off_road(document: &Document<'_>, element: NodeId, name: &str, margin: f64) -> Option<Hit> {
    let (road, s) = road(document, element)?;
    let stated = document.number(element, name)?;
    let t = match name {
        "offset" => road.lane_center_t(s, lane(document, element)?)? + stated,
        _ => stated,
    };
    let (left, right) = edges(road, s)?;
    if t <= left + margin + SLACK_M && t >= right - margin - SLACK_M {
        return None;
    }
    let message = format!(
        "{} m is {} road {}, whose lanes reach from {} m to {} m there",
        rounded(t, 2),
        if margin > 0.0 { "far beside" } else { "beside" },
        quoted(&road.id),
        rounded(right, 2),
        rounded(left, 2)
    );
    let draft = Draft::new(message).help(format!("correct `{name}`: it is positive to the left"));
    Some(Hit { draft, at: document.value_at(element, name)?, related: None })
}

fn road<'d>(document: &Document<'d>, element: NodeId) -> Option<(&'d Road, f64)> {
    let (_, network) = network(document)?;
    let road = network.road(&document.known(element, "roadId")?)?;
    // Before and behind the road there are no lanes, and other findings.
    let s = document.number(element, "s").filter(|s| *s >= 0.0 && road.length_m.is_none_or(|length| *s <= length))?;
    Some((road, s))
}

fn lane(document: &Document<'_>, element: NodeId) -> Option<i32> {
    let number = document.number(element, "laneId").filter(|number| number.fract() == 0.0)?;
    #[expect(clippy::cast_possible_truncation, reason = "a whole number; a larger one names no lane")]
    let number = number as i32;
    Some(number)
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
