use crate::rules::{Check, Document, Hit, rule};

use super::road_places::{Fault, faulty};

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
    /// of a lane of the road in the lane section at `s`.
    "xosc/unresolved-lane" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:reference_control.road_lane_exists"],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    faulty(document, Fault::NoLane, |element| if element == "Lane" { "id" } else { "laneId" })
}
