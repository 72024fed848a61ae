use crate::rules::{Check, Document, Draft, Hit, quoted, rule};

use super::shared::{hit, network};

rule! {
    /// A junction names a controller that does not exist.
    ///
    /// ## Why it matters
    /// The signals of the junction are not switched together, as the file says they are.
    ///
    /// ## Example
    /// ```xml
    /// <junction id="9">…<controller id="4" type="0"/></junction>
    /// ```
    ///
    /// ## Instead
    /// Correct the id, or add the controller.
    ///
    /// ## Source
    /// ASAM OpenDRIVE, element `controller` of a junction: the id of a controller of the network.
    "xodr/unresolved-controller" {
        severity: Error,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let named = network.junctions.iter().flat_map(|junction| &junction.controllers);
    let broken = named.filter_map(|named| Some((named.element, named.id.as_deref()?)));
    broken
        .filter(|(_, id)| network.lacks_controller(id))
        .map(|(element, id)| {
            let draft = Draft::new(format!("controller {} does not exist", quoted(id))).help("correct the id");
            hit(document, element, "id", draft)
        })
        .collect()
}
