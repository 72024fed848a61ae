use crate::rules::{Check, Document, Hit, rule};

use super::road_places::{Fault, faulty};

rule! {
    /// A position lies beyond the end of its road.
    ///
    /// ## Why it matters
    /// The position is nowhere: the simulator stops, or takes the end of the road instead.
    ///
    /// ## Example
    /// ```xml
    /// <LanePosition roadId="2" laneId="-1" s="550"/>   <!-- the road is 500 m long -->
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <LanePosition roadId="2" laneId="-1" s="450"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `LanePosition` and `RoadPosition` (all editions), `RoadCursor` (from
    /// 1.3): `s` is measured along the road, whose length ASAM OpenDRIVE states. A centimetre
    /// is allowed for rounding.
    "xosc/position-off-road" {
        severity: Error,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    faulty(document, Fault::BeyondRoad, |_| "s")
}
