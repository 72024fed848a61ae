use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::rules::{Check, Document, Draft, Hit, listed, quoted, rule};
use crate::spelling::closest;
use crate::xml::NodeId;

use super::trajectories::children;

rule! {
    /// A controller of traffic signals is asked for a phase that it does not have.
    ///
    /// ## Why it matters
    /// The signals never change to it: the action does nothing, the condition is never met.
    ///
    /// ## Example
    /// ```xml
    /// <TrafficSignalController name="crossing"><Phase name="go" duration="20"/></TrafficSignalController>
    /// …
    /// <TrafficSignalControllerAction trafficSignalControllerRef="crossing" phase="Go"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <TrafficSignalControllerAction trafficSignalControllerRef="crossing" phase="go"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `TrafficSignalControllerAction` and
    /// `TrafficSignalControllerCondition`, all editions; the checker rules annexed to the
    /// standard stamp both 1.0.0. A controller without phases may get them from the road
    /// network and is not judged.
    "xosc/unresolved-phase" {
        severity: Error,
        confidence: Likely,
        aliases: [
            "asam.net:xosc:1.0.0:reference_control.traffic_signal_controller_action_references",
            "asam.net:xosc:1.0.0:reference_control.traffic_signal_controller_condition_references",
        ],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// The phases of each controller by its name; none where they are not all known.
type Phases<'d> = FxHashMap<Cow<'d, str>, Option<Vec<Cow<'d, str>>>>;

fn check(document: &Document<'_>) -> Vec<Hit> {
    let phases = phases(document);
    if phases.is_empty() {
        return Vec::new();
    }
    let owners = ["TrafficSignalControllerAction", "TrafficSignalControllerCondition"];
    let elements = owners.iter().flat_map(|owner| document.elements(owner));
    let mut hits: Vec<(NodeId, Hit)> =
        elements.filter_map(|element| Some((element, hit(document, &phases, element)?))).collect();
    hits.sort_by_key(|(element, _)| *element);
    hits.into_iter().map(|(_, hit)| hit).collect()
}

fn phases<'d>(document: &Document<'d>) -> Phases<'d> {
    let mut found: Phases<'d> = FxHashMap::default();
    for controller in document.elements("TrafficSignalController") {
        let Some(name) = document.known(controller, "name") else { continue };
        let names: Option<Vec<_>> =
            children(document, controller, "Phase").into_iter().map(|phase| document.known(phase, "name")).collect();
        // An unknown child is a misspelt phase.
        let all = document.tree.children(controller).count();
        let names = names.filter(|names| !names.is_empty() && names.len() == all);
        // Two of one name: either may be meant.
        found.entry(name).and_modify(|known| *known = None).or_insert(names);
    }
    found
}

fn hit(document: &Document<'_>, phases: &Phases<'_>, element: NodeId) -> Option<Hit> {
    let controller = document.known(element, "trafficSignalControllerRef")?;
    let phase = document.known(element, "phase")?;
    let known = phases.get(&controller)?.as_ref()?;
    if known.contains(&phase) {
        return None;
    }
    let names: Vec<&str> = known.iter().map(|name| &**name).collect();
    let help = match closest(&phase, &names) {
        Some(meant) => format!("did you mean {}?", quoted(meant)),
        None => format!("it has {}", listed(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>(), 5)),
    };
    let draft = Draft::new(format!("controller {} has no phase {}", quoted(&controller), quoted(&phase))).help(help);
    Some(Hit { draft, at: document.value_at(element, "phase")?, related: None })
}
