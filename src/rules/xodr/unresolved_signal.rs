use rustc_hash::FxHashSet;

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
    let broken = named.into_iter().filter(|(_, _, id)| network.lacks_signal(id) && !signs.contains(id));
    broken
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
