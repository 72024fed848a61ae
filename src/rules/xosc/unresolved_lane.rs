use std::collections::BTreeSet;

use crate::rules::{Check, Document, Draft, Hit, quoted, quoted_path, rule};

use super::road_places::{Fault, faulty, network};

rule! {
    /// A position names a lane that its road does not have there.
    ///
    /// ## Why it matters
    /// The position is nowhere: the simulator stops, or puts the vehicle on another lane, often
    /// the one of oncoming traffic.
    ///
    /// ## Example
    /// ```xml
    /// <LanePosition roadId="2" laneId="-4" s="50"/>   <!-- the road has lanes 1 to -3 -->
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <LanePosition roadId="2" laneId="-2" s="50"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `LanePosition` (all editions) and `Lane` (from 1.3): the id is that
    /// of a lane of the road in the lane section at `s`. The centre lane 0 has no width:
    /// nothing can be put on it, yet conditions may measure from it. The lane of an
    /// `AbsoluteTargetLane`, and of a place on a route, has to be on some road.
    "xosc/unresolved-lane" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:reference_control.road_lane_exists"],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let mut hits = faulty(document, Fault::NoLane, |element| if element == "Lane" { "id" } else { "laneId" });
    hits.extend(targets(document));
    hits
}

/// The elements that name a lane and no road, with the attribute.
const ANYWHERE: [(&str, &str); 2] = [("AbsoluteTargetLane", "value"), ("FromLaneCoordinates", "laneId")];

/// Lanes that no road has at all.
fn targets(document: &Document<'_>) -> Vec<Hit> {
    let Some((path, network)) = network(document) else { return Vec::new() };
    let sections = network.roads.iter().flat_map(|road| road.sections.records());
    let lanes: BTreeSet<i32> =
        sections.flat_map(|section| section.lanes.iter().filter_map(|lane| lane.number)).collect();
    let hit = |(target, attribute)| {
        let id = document.known(target, attribute)?;
        let number: Option<i32> = id.trim().parse().ok();
        if number.is_some_and(|number| number != 0 && lanes.contains(&number)) {
            return None;
        }
        let draft = Draft::new(format!("no road of {} has a lane {}", quoted_path(path), quoted(&id)))
            .help("name the id of a lane of the road network");
        Some(Hit { draft, at: document.value_at(target, attribute)?, related: None })
    };
    let named = ANYWHERE
        .into_iter()
        .flat_map(|(name, attribute)| document.elements(name).map(move |element| (element, attribute)));
    named.filter_map(hit).collect()
}
