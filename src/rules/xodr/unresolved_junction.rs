use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::shared::{hit, network};

rule! {
    /// A road or a group of junctions names a junction that does not exist.
    ///
    /// ## Why it matters
    /// The road counts as the inside of a junction that nobody can enter: no route leads over it.
    ///
    /// ## Example
    /// ```xml
    /// <road id="1" length="20" junction="12">…</road>
    /// ```
    ///
    /// ## Instead
    /// Name the junction that the road belongs to, or `-1` for none.
    ///
    /// ## Source
    /// ASAM OpenDRIVE, element `road`, attribute `junction`, and element `junctionReference`.
    /// Links to junctions have a rule of their own.
    "xodr/unresolved-junction" {
        severity: Error,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let roads = network.roads.iter().filter_map(|road| Some((road.element, road.junction.as_deref()?)));
    let groups = document.tree.children(document.root).filter(|&group| document.tree.name(group) == "junctionGroup");
    let members = groups.flat_map(|group| document.tree.children(group));
    let members = members.filter(|&member| document.tree.name(member) == "junctionReference");
    let members = members.filter_map(|member| Some((member, document.text(member, "junction")?)));
    let broken = |(_, id): &(NodeId, &str)| network.lacks_junction(id);
    let word = |(element, id): (NodeId, &str)| {
        let draft = Draft::new(format!("junction {} does not exist", quoted(id)))
            .help("correct the id; `-1` means that a road is in no junction");
        hit(document, element, "junction", draft)
    };
    roads.chain(members).filter(broken).map(word).collect()
}
