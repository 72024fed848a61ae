use crate::opendrive::{Lane, Side};
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};

use super::shared::{SAME_PLACE_M, Stretch, hit, metres, network, stretches};

rule! {
    /// The width of a lane falls below 0.
    ///
    /// ## Why it matters
    /// The lane turns inside out: its outer edge lies inside its inner one, and its middle on the
    /// neighbour.
    ///
    /// ## Example
    /// ```xml
    /// <laneSection s="0">… <width sOffset="0" a="3.5" b="-0.05" c="0" d="0"/>
    /// ```
    ///
    /// ## Instead
    /// End the section where the width reaches 0, or correct the polynomial.
    ///
    /// ## Source
    /// ASAM OpenDRIVE, lane width: at least 0 everywhere. The polynomial is judged from its start to
    /// the next one or the end of the section; values down to -1 cm are taken for rounding.
    "xodr/negative-lane-width" {
        severity: Error,
        aliases: [
            "asam.net:xodr:1.4.0:road.lane.width.lane_width_validity",
        ],
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let sides = [(Side::Left, 1), (Side::Right, -1)];
    let stretches = network.roads.iter().flat_map(|road| {
        sides
            .into_iter()
            .flat_map(move |(side, sign)| stretches(road, sign).into_iter().map(move |stretch| (side, stretch)))
    });
    let lanes = stretches.flat_map(|(side, stretch)| {
        let Stretch { section, length_m } = stretch;
        section.lanes.iter().filter(move |lane| lane.side == side).map(move |lane| (lane, length_m))
    });
    lanes.flat_map(|(lane, length_m)| of_lane(document, lane, length_m)).collect()
}

fn of_lane(document: &Document<'_>, lane: &Lane, length_m: f64) -> Vec<Hit> {
    let records: Vec<_> = lane.widths.sorted().collect();
    let ends = records.iter().skip(1).map(|record| record.start_m).chain([Some(length_m)]);
    let hits = records.iter().zip(ends).filter_map(|(record, end)| {
        let length = end?.min(length_m) - record.start_m?;
        let (least, at) = record.least(length).filter(|_| length >= 0.0)?;
        if least >= -SAME_PLACE_M {
            return None;
        }
        let at = record.start_m? + at;
        let (id, least) = (quoted(&lane.id), metres(least));
        let message = format!("lane {id} is {least} wide at {} of the section, expected at least 0", metres(at));
        Some(hit(document, record.element, "a", Draft::new(message).help("correct the polynomial or its start")))
    });
    hits.collect()
}
