use rustc_hash::{FxHashMap, FxHashSet};

use crate::opendrive::Network;
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::shared::{hit, network};

rule! {
    /// A controller, a signal or a road refers to a signal that does not exist.
    ///
    /// ## Why it matters
    /// The light that a scenario switches by its controller stays as it is, and a sign that counts
    /// for a second road does not count there.
    ///
    /// ## Example
    /// ```xml
    /// <controller id="1"><control signalId="L7" type="0"/></controller>
    /// ```
    ///
    /// ## Instead
    /// Correct the id, or remove the reference.
    ///
    /// ## Source
    /// ASAM OpenDRIVE, elements `control`, `signalReference`, `dependency` and `reference`.
    "xodr/unresolved-signal" {
        severity: Error,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    // Signs on a board, from 1.8, are signals inside a signal.
    let signs: FxHashSet<&str> = document.elements("sign").filter_map(|sign| document.text(sign, "id")).collect();
    let mut named: Vec<(NodeId, &str, &str)> = Vec::new();
    for road in &network.roads {
        let references = road.signal_references.iter();
        named.extend(references.filter_map(|it| Some((it.element, "id", it.id.as_deref()?))));
        for signal in &road.signals {
            named.extend(document.tree.children(signal.element).filter_map(|child| inside(document, child)));
        }
    }
    for control in network.controllers.iter().flat_map(|controller| &controller.controls) {
        named.extend(control.signal.as_deref().map(|signal| (control.element, "signalId", signal)));
    }
    named.retain(|(_, _, id)| network.lacks_signal(id) && !signs.contains(id));
    let mistaken = mistaken(network, &named);
    named
        .into_iter()
        .filter(|(_, _, id)| !mistaken.contains(make(id).as_str()))
        .map(|(element, name, id)| {
            let draft = Draft::new(format!("signal {} does not exist", quoted(id))).help("correct the id");
            hit(document, element, name, draft)
        })
        .collect()
}

/// A reference to a signal inside a signal.
fn inside<'d>(document: &Document<'d>, element: NodeId) -> Option<(NodeId, &'static str, &'d str)> {
    match document.tree.name(element) {
        "dependency" => Some((element, "id", document.text(element, "id")?)),
        "reference" if document.text(element, "elementType") == Some("signal") => {
            Some((element, "elementId", document.text(element, "elementId")?))
        }
        _ => None,
    }
}

/// The makes of ids that a signal may have had which has the id of another one by mistake:
/// that is a finding already. Ids that more than two signals have are no mistake.
fn mistaken(network: &Network, broken: &[(NodeId, &str, &str)]) -> FxHashSet<String> {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for signal in network.roads.iter().flat_map(|road| &road.signals) {
        *counts.entry(&signal.id).or_insert(0) += 1;
    }
    let twice = counts.into_iter().filter(|(_, count)| *count == 2).map(|(id, _)| id);
    let twice: FxHashSet<&str> = twice.collect();
    let missing: FxHashSet<&str> = broken.iter().map(|(_, _, id)| *id).collect();
    if missing.len() > twice.len() { FxHashSet::default() } else { twice.into_iter().map(make).collect() }
}

/// An id without its digits: what the ids of one file have in common.
fn make(id: &str) -> String {
    id.chars().filter(|letter| !letter.is_ascii_digit()).collect()
}
