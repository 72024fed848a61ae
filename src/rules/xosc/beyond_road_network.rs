use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::opendrive::{Network, Road};
use crate::openscenario::plausible::figure;
use crate::rules::{Check, Document, Draft, Hit, quoted, quoted_path, rounded, rule};
use crate::xml::NodeId;

use super::road_places::network;

rule! {
    /// Something is more lanes or metres away than the whole road network has.
    ///
    /// ## Why it matters
    /// There is no such place: the simulator stops, leaves the vehicle where it is, or puts it
    /// at the end of the road.
    ///
    /// ## Example
    /// ```xml
    /// <RelativeLanePosition entityRef="Ego" dLane="9" ds="40"/>   <!-- the road has 4 lanes -->
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <RelativeLanePosition entityRef="Ego" dLane="-1" ds="40"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `RelativeTargetLane`, `RelativeLanePosition`, `RelativeRoadPosition`
    /// (all editions) and `RoadRange` (from 1.3): lanes are counted across a road and distances
    /// are measured along roads. A number of lanes is compared with the widest road of the
    /// network, without a network with the most lanes that any road has (`plausible.csv`); a
    /// distance with the length of all roads together. In `Init`, a lane aside of one whose
    /// road and place are stated has to be on that road, counted either way.
    "xosc/beyond-road-network" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// Attributes that count lanes from a lane.
const LANES: [(&str, &str); 2] = [("RelativeTargetLane", "value"), ("RelativeLanePosition", "dLane")];

/// Attributes that are distances along roads.
const LENGTHS: [(&str, &str); 4] = [
    ("RelativeLanePosition", "ds"),
    ("RelativeLanePosition", "dsLane"),
    ("RelativeRoadPosition", "ds"),
    ("RoadRange", "length"),
];

fn check(document: &Document<'_>) -> Vec<Hit> {
    // Of a road without id nothing is known.
    let network = network(document).filter(|(_, network)| network.without_id.is_empty() && !network.roads.is_empty());
    let mut hits = lanes(document, network);
    let mut told: Vec<NodeId> = hits.iter().map(|(element, _)| *element).collect();
    told.sort_unstable();
    let beside = network.map(|(path, network)| beside_roads(document, path, network)).unwrap_or_default();
    hits.extend(beside.into_iter().filter(|(element, _)| told.binary_search(element).is_err()));
    hits.extend(network.map(|network| lengths(document, network)).into_iter().flatten());
    hits.sort_by_key(|(element, _)| *element);
    hits.into_iter().map(|(_, hit)| hit).collect()
}

fn lanes(document: &Document<'_>, network: Option<(&str, &Network)>) -> Vec<(NodeId, Hit)> {
    let widest = network.map(|(path, network)| (path, network.roads.iter().map(most_lanes).max().unwrap_or_default()));
    let most = widest.map(|(_, lanes)| lanes as f64).or_else(|| figure("lanes-most"));
    let Some(most) = most else { return Vec::new() };
    values(document, &LANES, count, most, |lanes| match widest {
        Some((path, most)) => {
            format!("{lanes} lanes aside are too many: no road of {} has more than {most}", quoted_path(path))
        }
        None => format!("{lanes} lanes aside are too many: no road has more than {most}"),
    })
}

fn lengths(document: &Document<'_>, (path, network): (&str, &Network)) -> Vec<(NodeId, Hit)> {
    let lengths: Option<Vec<f64>> = network.roads.iter().map(|road| road.length_m).collect();
    let Some(total) = lengths.map(|lengths| lengths.iter().sum::<f64>()) else { return Vec::new() };
    values(
        document,
        &LENGTHS,
        |text| text.trim().parse().ok(),
        total,
        |length| {
            format!(
                "{length} m are too far: all roads of {} together are {} m long",
                quoted_path(path),
                rounded(total, 1)
            )
        },
    )
}

/// A finding on each of the attributes that is above `most`, in either direction.
fn values(
    document: &Document<'_>,
    attributes: &[(&str, &str)],
    read: impl Fn(&str) -> Option<f64>,
    most: f64,
    message: impl Fn(f64) -> String,
) -> Vec<(NodeId, Hit)> {
    let hit = |element, attribute| {
        let value = read(&document.known(element, attribute)?)?.abs();
        let beyond = value.is_finite() && value > most;
        let at = document.value_at(element, attribute).filter(|_| beyond)?;
        let draft = Draft::new(message(value)).help(format!("correct {}", quoted(attribute)));
        Some((element, Hit { draft, at, related: None }))
    };
    let elements =
        attributes.iter().flat_map(|(name, attribute)| document.elements(name).map(move |found| (found, *attribute)));
    elements.filter_map(|(element, attribute)| hit(element, attribute)).collect()
}

/// Where entities begin that are placed in lanes beside those of others.
fn beside_roads(document: &Document<'_>, path: &str, network: &Network) -> Vec<(NodeId, Hit)> {
    let Some(init) = document.elements("Init").next() else { return Vec::new() };
    // By name, the one position of each entity; of several, another one may be meant.
    let mut places: FxHashMap<Cow<'_, str>, Option<NodeId>> = FxHashMap::default();
    for action in ["TeleportAction", "AddEntityAction"].into_iter().flat_map(|name| document.below(init, name)) {
        let owner = document.around(action, "Private").or_else(|| document.around(action, "EntityAction"));
        let Some(name) = owner.and_then(|owner| document.known(owner, "entityRef")) else { return Vec::new() };
        let position = document.child(action, "Position");
        places.entry(name).and_modify(|known| *known = None).or_insert(position);
    }
    let hit = |position: NodeId| {
        let relative = document.child(position, "RelativeLanePosition")?;
        let name = document.known(relative, "entityRef")?;
        let place = document.child((*places.get(&name)?)?, "LanePosition")?;
        let (road, lane) = beside_road(document, network, place, relative)?;
        let (road, lane, name) = (quoted(&road.id), quoted(&lane.to_string()), quoted(&name));
        let aside = count(&document.known(relative, "dLane")?)?;
        let message = format!(
            "road {road} of {} has no lane {aside} aside of lane {lane}, where {name} begins",
            quoted_path(path)
        );
        let draft = Draft::new(message).help("correct `dLane`");
        Some((relative, Hit { draft, at: document.value_at(relative, "dLane")?, related: None }))
    };
    places.values().filter_map(|position| hit((*position)?)).collect()
}

/// The road and lane of `place`, if the road has no lane that many aside, whichever way they
/// are counted, and both ends of the distance lie on it.
fn beside_road<'d>(
    document: &Document<'d>,
    network: &'d Network,
    place: NodeId,
    relative: NodeId,
) -> Option<(&'d Road, i32)> {
    let road = network.sole_road(document.known(place, "roadId")?.trim())?;
    let lane: i32 = document.known(place, "laneId")?.trim().parse().ok().filter(|lane| *lane != 0)?;
    let (s, length) = (document.number(place, "s")?, road.length_m?);
    let aside: i32 = document.known(relative, "dLane")?.trim().parse().ok()?;
    // In a bend, a metre of an inner lane is more of the road.
    let along_lane = || document.number(relative, "dsLane").map(|along| along * 2.0);
    let reach = document.number(relative, "ds").or_else(along_lane)?.abs();
    let is_in_lane = document.text(place, "offset").is_none_or(|_| document.number(place, "offset") == Some(0.0));
    if !is_in_lane || s < reach || s + reach > length {
        return None;
    }
    let has = |number: i64| {
        let number = i32::try_from(number).ok();
        let sections = road.sections.records().iter();
        number.is_some_and(|number| number != 0 && sections.clone().any(|section| section.lane(number).is_some()))
    };
    // Where the way leads across the centre lane, that may count or not.
    let may_be = [i64::from(aside), -i64::from(aside)].into_iter().flat_map(|aside| {
        let number = i64::from(lane) + aside;
        let crosses = number.signum() != i64::from(lane.signum());
        [number, if crosses { number + aside.signum() } else { number }]
    });
    let lane_is_there = has(i64::from(lane));
    (lane_is_there && !may_be.into_iter().any(has)).then_some((road, lane))
}

/// A whole number; what is none has its own finding.
fn count(text: &str) -> Option<f64> {
    text.trim().parse::<i32>().ok().map(f64::from)
}

/// The most lanes that a road has on both sides, the centre lane counted so that
/// ids may be reckoned through 0.
fn most_lanes(road: &Road) -> usize {
    let most = |side: i32| {
        let lanes = |section: &crate::opendrive::LaneSection| {
            section.lanes.iter().filter(|lane| lane.number.is_some_and(|number| number.signum() == side)).count()
        };
        road.sections.records().iter().map(lanes).max().unwrap_or_default()
    };
    most(1) + most(-1)
}
