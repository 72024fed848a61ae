use rustc_hash::FxHashMap;

use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::trajectories::children;

rule! {
    /// A phase sets the state of a traffic signal twice.
    ///
    /// ## Why it matters
    /// A signal has one state at a time: each simulator takes another of the two, and the signal
    /// that was meant by the second keeps its former state.
    ///
    /// ## Example
    /// ```xml
    /// <Phase name="go" duration="20">
    ///   <TrafficSignalState trafficSignalId="9" state="off;off;on"/>
    ///   <TrafficSignalState trafficSignalId="9" state="on;off;off"/>
    /// </Phase>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Phase name="go" duration="20">
    ///   <TrafficSignalState trafficSignalId="9" state="off;off;on"/>
    ///   <TrafficSignalState trafficSignalId="10" state="on;off;off"/>
    /// </Phase>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `Phase`: a list with the state of each signal during the phase, all
    /// editions.
    "xosc/repeated-signal-state" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    document.elements("Phase").flat_map(|phase| hits(document, phase)).collect()
}

fn hits(document: &Document<'_>, phase: NodeId) -> Vec<Hit> {
    let mut known: FxHashMap<String, At> = FxHashMap::default();
    let mut hits = Vec::new();
    for state in children(document, phase, "TrafficSignalState") {
        let (id, at) = (document.known(state, "trafficSignalId"), document.value_at(state, "trafficSignalId"));
        let (Some(id), Some(at)) = (id, at) else { continue };
        match known.get(&*id) {
            Some(first) => {
                let draft = Draft::new(format!("signal {} has a state in this phase already", quoted(&id)))
                    .help("name another signal, or delete one of the two")
                    .related("the first time");
                hits.push(Hit { draft, at, related: Some(*first) });
            }
            None => _ = known.insert(id.into_owned(), at),
        }
    }
    hits
}
