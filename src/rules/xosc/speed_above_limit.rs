use rustc_hash::FxHashMap;

use crate::opendrive::Network;
use crate::rules::{Check, Document, Draft, Hit, quoted, rounded, rule};
use crate::xml::NodeId;

use super::acting::actors;
use super::road_places::network;
use super::starts::{Start, starts};

rule! {
    /// A vehicle is to drive faster than the road allows.
    ///
    /// ## Why it matters
    /// A test of a speed that no road of the scenario allows says little about driving on
    /// it; and a vehicle under test that keeps to limits will not do what the scenario waits
    /// for. Often the speed is in km/h where m/s is meant.
    ///
    /// ## Example
    /// ```xml
    /// <!-- the road's limit is 50 km/h -->
    /// <AbsoluteTargetSpeed value="50"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <AbsoluteTargetSpeed value="13.9"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, `road/type/speed` and `lane/speed`: for a speed at the beginning, the
    /// limit at the place where the vehicle starts; later, the highest limit of the network,
    /// if every road has one. Signs are not looked at; vehicles with a role, such as
    /// `police`, are left out. One per cent is allowed for rounding.
    "xosc/speed-above-limit" {
        severity: Warning,
        confidence: Likely,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// What speeds may be above a limit: they are rounded.
const ROUNDING: f64 = 1.01;

fn check(document: &Document<'_>) -> Vec<Hit> {
    let (Some((_, network)), Some(objects)) = (network(document), document.objects()) else { return Vec::new() };
    let starts = starts(document);
    let by_private: FxHashMap<NodeId, &Start<'_>> = starts.iter().map(|start| (start.private, start)).collect();
    let highest = highest(network);
    let hit = |element: NodeId| {
        let speed = document.number(element, "value")?;
        let private = document.around(element, "Private");
        let limit = match private {
            Some(private) => {
                let start = by_private.get(&private)?;
                // Without a lane, that of the road.
                start.road.speed_limit(start.s_m, start.lane.unwrap_or(0))?
            }
            None => highest?,
        };
        let actor = actors(document, objects, element).find(|object| {
            let body = document.body_of(object);
            body.is_some_and(|body| {
                body.kind.as_deref() == Some("Vehicle") && body.role.as_deref().is_none_or(|role| role == "none")
            })
        })?;
        if speed.abs() <= limit * ROUNDING {
            return None;
        }
        let whose = if private.is_some() { "the limit there" } else { "the highest limit of its roads" };
        let message = format!(
            "{} is to drive at {} m/s; {whose} is {} m/s",
            quoted(&actor.name),
            rounded(speed, 2),
            rounded(limit, 2)
        );
        let draft = Draft::new(message).help("lower the speed, or correct the limit; speeds are in m/s");
        Some(Hit { draft, at: document.value_at(element, "value")?, related: None })
    };
    document.elements("AbsoluteTargetSpeed").filter_map(hit).collect()
}

/// The highest limit, if every road states one from its beginning.
fn highest(network: &Network) -> Option<f64> {
    let mut highest: Option<f64> = None;
    for road in &network.roads {
        let types = road.types.records();
        if types.is_empty() {
            return None;
        }
        let of_types = types.iter().map(|record| record.speed?.m_per_s());
        let lanes = road.sections.records().iter().flat_map(|section| &section.lanes);
        let of_lanes = lanes.flat_map(|lane| lane.speeds.records()).map(|record| record.limit?.m_per_s());
        for limit in of_types.chain(of_lanes) {
            highest = Some(highest.unwrap_or(0.0).max(limit?));
        }
    }
    highest
}
