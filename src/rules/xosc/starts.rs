//! Where vehicles begin on roads.

use crate::opendrive::Road;
use crate::openscenario::BodyFacts;
use crate::rules::Document;
use crate::xml::NodeId;

use super::road_places::network;

/// A vehicle with its place on a road at the beginning.
pub(super) struct Start<'d> {
    /// Its `Private`.
    pub(super) private: NodeId,
    /// The element that names the place.
    pub(super) place: NodeId,
    pub(super) name: String,
    pub(super) body: &'d BodyFacts,
    pub(super) road: &'d Road,
    /// The distance along the road in metres.
    pub(super) s_m: f64,
    /// The lane, if one is named.
    pub(super) lane: Option<i32>,
}

/// The vehicles that begin at a known place of the road network.
pub(super) fn starts<'d>(document: &'d Document<'_>) -> Vec<Start<'d>> {
    let Some(init) = document.elements("Init").next() else { return Vec::new() };
    document.below(init, "Private").filter_map(|private| start(document, private)).collect()
}

fn start<'d>(document: &'d Document<'_>, private: NodeId) -> Option<Start<'d>> {
    let (_, network) = network(document)?;
    let name = document.known(private, "entityRef")?.into_owned();
    let body = document.body(document.objects()?.index(&name)?)?;
    if body.kind.as_deref() != Some("Vehicle") {
        return None;
    }
    let teleport = document.below(private, "TeleportAction").next()?;
    let position = document.child(teleport, "Position")?;
    let on_lane = document.child(position, "LanePosition");
    let place = on_lane.or_else(|| document.child(position, "RoadPosition"))?;
    let road = network.road(&document.known(place, "roadId")?)?;
    let s_m = document.number(place, "s")?;
    let lane = match on_lane {
        Some(place) => Some(document.known(place, "laneId")?.trim().parse().ok()?),
        None => None,
    };
    Some(Start { private, place, name, body, road, s_m, lane })
}
