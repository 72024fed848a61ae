use crate::rules::{Check, Document, Hit, rule};

use super::road_places::{Fault, faulty};

rule! {
    /// A position names a road that the road network does not have.
    ///
    /// ## Why it matters
    /// The position is nowhere: the simulator stops, or puts the vehicle at the origin.
    ///
    /// ## Example
    /// ```xml
    /// <LanePosition roadId="12" laneId="-1" s="50"/>   <!-- the road network has road 2 -->
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <LanePosition roadId="2" laneId="-1" s="50"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `LanePosition` and `RoadPosition` (all editions), `RoadCursor` (from
    /// 1.3): the id is that of a road of the `LogicFile`.
    "xosc/unresolved-road" {
        severity: Error,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    faulty(document, Fault::NoRoad, |_| "roadId")
}
