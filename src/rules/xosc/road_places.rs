//! Places on roads that a scenario names, and whether its road network has them.

use crate::companions::Companion;
use crate::opendrive::{Network, Road};
use crate::openscenario::Scenario;
use crate::rules::{Document, Draft, Hit, quoted, quoted_path, rounded};
use crate::spelling::closest;
use crate::xml::NodeId;

/// How far beyond its end a position may lie on a road, in metres: lengths are
/// written with more or fewer digits.
const SLACK_M: f64 = 0.01;

/// Among more roads than this, the one that was meant is not sought.
const MANY: usize = 500;

/// A place on a road as an element of a scenario names it.
#[derive(Debug)]
pub(super) struct RoadPlace {
    pub(super) element: NodeId,
    /// The road; none if its id is not known.
    pub(super) road: Option<String>,
    /// The lane, if one is named and known.
    pub(super) lane: Option<String>,
    /// The distance along the road in metres, if it is known.
    pub(super) s_m: Option<f64>,
    /// True if nothing is put there: a condition only measures from it.
    pub(super) is_mark: bool,
}

/// What is wrong with a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    NoRoad,
    BeyondRoad,
    NoLane,
}

/// The elements that name a place on a road, with the attribute that names a lane.
const PLACES: [(&str, Option<&str>); 3] =
    [("LanePosition", Some("laneId")), ("RoadPosition", None), ("RoadCursor", None)];

/// The road network of a document with its path, if it was read.
pub(super) fn network<'d>(document: &Document<'d>) -> Option<(&'d str, &'d Network)> {
    match &document.companions?.road {
        Companion::Read { shown, content, .. } => Some((shown, content)),
        _ => None,
    }
}

/// The places at `within` and below it, in document order.
pub(super) fn places(scenario: &Scenario<'_>, within: NodeId) -> Vec<RoadPlace> {
    let tree = scenario.tree();
    let names = PLACES.map(|(element, lane)| (tree.find_name(element), lane));
    let (lanes, conditions) = (tree.find_name("Lane"), tree.find_name("EntityCondition"));
    let mut places = Vec::new();
    for element in tree.subtree(within) {
        let name = Some(tree.element(element).name);
        let Some((_, lane)) = names.iter().find(|(known, _)| *known == name) else { continue };
        let known = |element, attribute: &str| scenario.known(element, attribute).map(|text| text.trim().to_owned());
        let road = known(element, "roadId");
        let s_m = known(element, "s").and_then(|text| text.trim().parse().ok()).filter(|s: &f64| s.is_finite());
        let lane = lane.and_then(|lane| known(element, lane));
        let around = std::iter::successors(tree.parent(element), |&id| tree.parent(id));
        let is_mark = conditions.is_some() && around.into_iter().any(|id| Some(tree.element(id).name) == conditions);
        places.push(RoadPlace { element, road: road.clone(), lane, s_m, is_mark });
        // A cursor names the lanes that it spans by elements of their own.
        for inner in tree.children(element).filter(|&child| Some(tree.element(child).name) == lanes) {
            places.push(RoadPlace { element: inner, road: road.clone(), lane: known(inner, "id"), s_m, is_mark });
        }
    }
    places
}

impl RoadPlace {
    /// What is wrong with the place, and how to mend it.
    pub(super) fn fault(&self, network: &Network, path: &str) -> Option<(Fault, Draft)> {
        let id = self.road.as_deref()?;
        let path = quoted_path(path);
        let Some(road) = network.road(id) else {
            let draft = Draft::new(format!("there is no road {} in {path}", quoted(id)));
            return Some((Fault::NoRoad, draft.help(other_road(network, id))));
        };
        if let (Some(s), Some(length)) = (self.s_m, road.length_m)
            && s > length + SLACK_M
        {
            let draft = Draft::new(format!(
                "{} m is beyond road {} of {path}, which is {} m long",
                rounded(s, 3),
                quoted(id),
                rounded(length, 3)
            ))
            .help("correct `s`, or name the road that follows");
            return Some((Fault::BeyondRoad, draft));
        }
        let lane = self.lane.as_deref()?;
        if lane == "0" {
            let draft = Draft::new(format!("lane `0` of road {} is its centre, which has no width", quoted(id)));
            let help = other_lane(road, lane, self.s_m);
            return (!self.is_mark).then(|| (Fault::NoLane, draft.help(help)));
        }
        if has_lane(road, lane, self.s_m) {
            return None;
        }
        let at = self.s_m.map(|s| format!(" at {} m", rounded(s, 3))).unwrap_or_default();
        let draft = Draft::new(format!("road {} of {path} has no lane {}{at}", quoted(id), quoted(lane)));
        Some((Fault::NoLane, draft.help(other_lane(road, lane, self.s_m))))
    }
}

/// A finding on each place of the document that has this fault.
pub(super) fn faulty(document: &Document<'_>, wanted: Fault, attribute: fn(&str) -> &'static str) -> Vec<Hit> {
    let (Some((path, network)), Some(scenario)) = (network(document), document.scenario) else { return Vec::new() };
    let places = places(scenario, document.root);
    let hit = |place: &RoadPlace| {
        // The lanes of a cursor stand on a road that has its own finding.
        let is_inner = document.tree.name(place.element) == "Lane";
        let (fault, draft) = place.fault(network, path).filter(|(fault, _)| *fault == wanted)?;
        if is_inner && fault != Fault::NoLane {
            return None;
        }
        let at = document.value_at(place.element, attribute(document.tree.name(place.element)))?;
        Some(Hit { draft, at, related: None })
    };
    places.iter().filter_map(hit).collect()
}

/// True if the road has the lane there; where one section follows another, either will do.
fn has_lane(road: &Road, lane: &str, s_m: Option<f64>) -> bool {
    let Ok(number) = lane.parse::<i32>() else { return false };
    match s_m {
        Some(s) => [s, s - SLACK_M, s + SLACK_M].into_iter().any(|s| road.lane(s.max(0.0), number).is_some()),
        None => road.sections.records().iter().any(|section| section.lane(number).is_some()),
    }
}

fn other_road(network: &Network, id: &str) -> String {
    let ids: Vec<&str> = network.roads.iter().map(|road| road.id.as_str()).take(MANY).collect();
    match closest(id, &ids) {
        Some(meant) => format!("did you mean {}?", quoted(meant)),
        None if ids.len() <= 10 => format!("its roads are {}", ids.join(", ")),
        None => format!("it has {} roads: correct the id", network.roads.len()),
    }
}

fn other_lane(road: &Road, lane: &str, s_m: Option<f64>) -> String {
    let mirrored = lane.parse::<i32>().ok().and_then(i32::checked_neg).filter(|number| *number != 0);
    if let Some(number) = mirrored.filter(|number| has_lane(road, &number.to_string(), s_m)) {
        return format!("the sign looks mirrored: there is a lane {}", quoted(&number.to_string()));
    }
    let lanes = road.lanes_at(s_m.unwrap_or(0.0));
    let ids: Vec<&str> = lanes.iter().map(|lane| lane.id.as_str()).collect();
    if ids.is_empty() { "correct the lane".to_owned() } else { format!("its lanes there are {}", ids.join(", ")) }
}
