use crate::opendrive::LaneUse;
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};

use super::starts::{Start, starts};

rule! {
    /// A vehicle starts on a lane that is not for vehicles.
    ///
    /// ## Why it matters
    /// It stands on the sidewalk or in the grass. Most often the sign of the lane's id is
    /// the other one: negative ids are on the right of the road's direction.
    ///
    /// ## Example
    /// ```xml
    /// <LanePosition roadId="1" laneId="2" s="50"/>   <!-- a sidewalk; lane -2 is for driving -->
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <LanePosition roadId="1" laneId="-2" s="50"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE 1.8.1, section 11.7.1, what lane types are for. A bicycle may start on
    /// a lane for cyclists, a tram on one for trams.
    "xosc/unusable-start-lane" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    starts(document).iter().filter_map(|start| hit(document, start)).collect()
}

fn hit(document: &Document<'_>, start: &Start<'_>) -> Option<Hit> {
    // The centre has no width, and a finding for that.
    let number = start.lane.filter(|number| *number != 0)?;
    let category = start.body.category.as_deref()?;
    let lane_type = |number: i32| {
        let lane = start.road.lane(start.s_m, number)?;
        lane.lane_type.as_deref()
    };
    let unfit = LaneUse::forbids(lane_type(number)?, category)?;
    let message = format!(
        "{} starts on lane {}, which is of type {}: {}",
        quoted(&start.name),
        quoted(&number.to_string()),
        quoted(&unfit.lane_type),
        unfit.summary
    );
    let mirrored = number.checked_neg().filter(|other| {
        *other != 0 && lane_type(*other).is_some_and(|other| LaneUse::forbids(other, category).is_none())
    });
    let draft = Draft::new(message).help(match mirrored {
        Some(other) => format!("the sign looks mirrored: lane {} is for vehicles", quoted(&other.to_string())),
        None => "name a lane for vehicles".to_owned(),
    });
    Some(Hit { draft, at: document.value_at(start.place, "laneId")?, related: None })
}
