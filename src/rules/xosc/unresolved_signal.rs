use crate::rules::{Check, Document, Draft, Hit, quoted, quoted_path, rule};
use crate::spelling::closest;

use super::road_places::network;

rule! {
    /// A traffic signal is named that the road network does not have.
    ///
    /// ## Why it matters
    /// No light changes: the ego vehicle never sees the red that the test is about.
    ///
    /// ## Example
    /// ```xml
    /// <TrafficSignalStateAction name="signal-9" state="off;off;on"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <TrafficSignalStateAction name="9" state="off;off;on"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `TrafficSignalStateAction`, `TrafficSignalState` and
    /// `TrafficSignalCondition`, all editions: the name is the id of a signal of the road
    /// network. The official checker applies its rule from 1.2 on, and to actions only.
    "xosc/unresolved-signal" {
        severity: Error,
        aliases: [
            "asam.net:xosc:1.0.0:reference_control.traffic_signal_state_references",
            "asam.net:xosc:1.2.0:reference_control.resolvable_signal_id_in_traffic_signal_state_action",
        ],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// The elements that name a signal, with the attribute that does.
const PLACES: [(&str, &str); 3] = [
    ("TrafficSignalStateAction", "name"),
    ("TrafficSignalState", "trafficSignalId"),
    ("TrafficSignalCondition", "name"),
];

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((path, network)) = network(document) else { return Vec::new() };
    let mut hits = Vec::new();
    for (element, attribute) in PLACES {
        for element in document.elements(element) {
            let Some(id) = document.known(element, attribute) else { continue };
            if network.signal(&id).is_some() {
                continue;
            }
            let ids: Vec<&str> =
                network.roads.iter().flat_map(|road| &road.signals).map(|signal| signal.id.as_str()).collect();
            let draft = Draft::new(format!("there is no signal {} in {}", quoted(&id), quoted_path(path))).help(
                match closest(&id, &ids) {
                    Some(meant) => format!("did you mean {}?", quoted(meant)),
                    None if ids.is_empty() => "the road network has no signals: name another one".to_owned(),
                    None => "name the id of a signal of the road network".to_owned(),
                },
            );
            hits.extend(document.value_at(element, attribute).map(|at| Hit { draft, at, related: None }));
        }
    }
    hits
}
