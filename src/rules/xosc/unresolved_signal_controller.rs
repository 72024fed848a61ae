use crate::openscenario::NameKind;
use crate::rules::{Check, Document, Hit, rule};

use super::references::undeclared;

rule! {
    /// A reference names a controller of traffic signals that the road network does not declare.
    ///
    /// ## Why it matters
    /// No signal changes: the action has nothing to act on, the condition is never met.
    ///
    /// ## Example
    /// ```xml
    /// <RoadNetwork>
    ///   <TrafficSignals>
    ///     <TrafficSignalController name="crossing">…</TrafficSignalController>
    ///   </TrafficSignals>
    /// </RoadNetwork>
    /// …
    /// <TrafficSignalControllerAction trafficSignalControllerRef="Crossing" phase="go"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <TrafficSignalControllerAction trafficSignalControllerRef="crossing" phase="go"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `TrafficSignalController` and the references to it, its own
    /// `reference` to the one it waits for included, all editions. The official checker
    /// applies its rule from 1.2 on only; the checker rules annexed to the standard stamp
    /// theirs 1.0.0.
    "xosc/unresolved-signal-controller" {
        severity: Error,
        confidence: Likely,
        aliases: [
            "asam.net:xosc:1.0.0:reference_control.traffic_signal_controller_action_references",
            "asam.net:xosc:1.0.0:reference_control.traffic_signal_controller_condition_references",
            "asam.net:xosc:1.0.0:reference_control.traffic_signal_controller_references",
            "asam.net:xosc:1.2.0:reference_control.resolvable_traffic_signal_controller_by_traffic_signal_controller_ref",
        ],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    // They are declared in the road network; that it is missing has its finding.
    if document.elements("RoadNetwork").next().is_none() {
        return Vec::new();
    }
    undeclared(document, NameKind::SignalController, "traffic signal controller", "`TrafficSignals`")
}
