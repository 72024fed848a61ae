use std::borrow::Cow;

use crate::companions::{CatalogState, EntryAt};
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::spelling::closest;
use crate::xml::NodeId;

use super::references::{MANY, scenario};

rule! {
    /// Traffic is to be stopped that no action creates.
    ///
    /// ## Why it matters
    /// The action stops nothing: the vehicles stay, and the rest of the test runs among
    /// them.
    ///
    /// ## Example
    /// ```xml
    /// <TrafficAction trafficName="swarm around Ego"><TrafficSwarmAction …>…
    /// …
    /// <TrafficAction trafficName="swarm"><TrafficStopAction/></TrafficAction>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <TrafficAction trafficName="swarm around Ego"><TrafficStopAction/></TrafficAction>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML from 1.1, `TrafficAction` and `TrafficStopAction`: what is
    /// stopped is found by the name that created it.
    "xosc/unresolved-traffic" {
        severity: Error,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let stops = || document.elements("TrafficStopAction").filter_map(|stop| document.tree.parent(stop));
    if scenario(document).is_none() || stops().next().is_none() || may_be_in_catalogs(document) {
        return Vec::new();
    }
    let creates = |action: &NodeId| document.child(*action, "TrafficStopAction").is_none();
    let created: Option<Vec<Cow<'_, str>>> = document
        .elements("TrafficAction")
        .filter(|action| creates(action) && document.text(*action, "trafficName").is_some())
        .map(|action| document.known(action, "trafficName"))
        .collect();
    // With one name open, any traffic may be meant.
    let Some(mut created) = created else { return Vec::new() };
    created.sort_unstable();
    created.dedup();
    let known: Vec<&str> = created.iter().map(AsRef::as_ref).collect();
    stops().filter_map(|action| hit(document, action, &known)).collect()
}

fn hit(document: &Document<'_>, action: NodeId, known: &[&str]) -> Option<Hit> {
    let name = document.known(action, "trafficName")?;
    if known.binary_search(&name.as_ref()).is_ok() {
        return None;
    }
    let help = match closest(&name, &known[..known.len().min(MANY)]) {
        Some(meant) => format!("did you mean {}?", quoted(meant)),
        None => "write the `trafficName` of the action that creates the traffic".to_owned(),
    };
    let draft = Draft::new(format!("no action creates traffic called {}", quoted(&name))).help(help);
    Some(Hit { draft, at: document.value_at(action, "trafficName")?, related: None })
}

/// True if a maneuver out of a catalog acts on traffic, or is not known.
fn may_be_in_catalogs(document: &Document<'_>) -> bool {
    let uses = document.companions.map_or(&[][..], |companions| &companions.catalogs);
    let of_maneuvers = uses.iter().filter(|used| used.places.iter().any(|place| place.entry == "Maneuver"));
    of_maneuvers.into_iter().any(|used| match &used.state {
        CatalogState::Entry(found) => holds(found, "TrafficAction"),
        _ => true,
    }) || document.companions.is_none() && document.elements("CatalogReference").next().is_some()
}

/// True if the entry holds an element called `name`.
pub(super) fn holds(found: &EntryAt, name: &str) -> bool {
    let tree = &found.file.tree;
    tree.find_name(name).is_some_and(|name| !tree.named_within(found.entry.element, name).is_empty())
}
