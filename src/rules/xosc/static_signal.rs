use rustc_hash::FxHashSet;

use crate::rules::{Check, Document, Draft, Hit, quoted, quoted_path, rule};
use crate::xml::NodeId;

use super::road_places::network;

rule! {
    /// The state of a traffic sign is set that never changes.
    ///
    /// ## Why it matters
    /// A sign on a post has no lights. The simulator sets nothing, and the ego vehicle never sees
    /// the red that the test is about: most often the id of another signal was meant.
    ///
    /// ## Example
    /// ```xml
    /// <signal id="12" dynamic="no" …/>   <!-- in the road network -->
    /// …
    /// <TrafficSignalStateAction name="12" state="off;off;on"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <TrafficSignalStateAction name="9" state="off;off;on"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `TrafficSignalStateAction` and `TrafficSignalState`, all editions; ASAM
    /// OpenDRIVE, `signal`: `dynamic` says whether it changes. An id that several
    /// signals share is judged only if none of them changes.
    "xosc/static-signal" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// The elements that set the state of a signal, with the attribute that names it.
const PLACES: [(&str, &str); 2] = [("TrafficSignalStateAction", "name"), ("TrafficSignalState", "trafficSignalId")];

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((path, network)) = network(document) else { return Vec::new() };
    let signals = || network.roads.iter().flat_map(|road| &road.signals);
    let changing: FxHashSet<&str> =
        signals().filter(|signal| signal.is_dynamic != Some(false)).map(|signal| signal.id.as_str()).collect();
    let hit = |element, attribute| {
        let id = document.known(element, attribute)?;
        network.signal(&id).filter(|_| !changing.contains(&*id))?;
        let message = format!("signal {} of {} never changes: it is not `dynamic`", quoted(&id), quoted_path(path));
        let draft =
            Draft::new(message).help("name a signal with lights, or make this one `dynamic` in the road network");
        Some((element, Hit { draft, at: document.value_at(element, attribute)?, related: None }))
    };
    let elements =
        PLACES.iter().flat_map(|(name, attribute)| document.elements(name).map(move |found| (found, *attribute)));
    let mut hits: Vec<(NodeId, Hit)> = elements.filter_map(|(element, attribute)| hit(element, attribute)).collect();
    hits.sort_by_key(|(element, _)| *element);
    hits.into_iter().map(|(_, hit)| hit).collect()
}
