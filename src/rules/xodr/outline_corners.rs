use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, rule};

use super::shared::network;

rule! {
    /// The outline of an object has fewer than two corners.
    ///
    /// ## Why it matters
    /// One corner is a point: it has no extent and encloses nothing, so that the object cannot be seen
    /// or hit.
    ///
    /// ## Example
    /// ```xml
    /// <outline id="0"><cornerRoad id="0" s="10" t="4" dz="0" height="2"/></outline>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <outline id="0">
    ///   <cornerRoad id="0" s="10" t="4" dz="0" height="2"/>
    ///   <cornerRoad id="1" s="14" t="4" dz="0" height="2"/>
    /// </outline>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, object outline: at least two `cornerRoad` or two `cornerLocal`, a rule since 1.7.
    /// The schema of 1.6.1 speaks of one or more. Outlines of curves are not judged.
    "xodr/outline-corners" {
        severity: Warning,
        aliases: [
            "asam.net:xodr:1.7.0:road.corner_local.element_min_amount",
            "asam.net:xodr:1.7.0:road.corner_road.element_min_amount",
        ],
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let objects = network.roads.iter().flat_map(|road| &road.objects);
    let outlines = objects.flat_map(|object| document.below(object.element, "outline"));
    outlines
        .filter_map(|outline| {
            let names = || document.tree.children(outline).map(|child| document.tree.name(child));
            let is_curved = names().any(|name| !matches!(name, "cornerRoad" | "cornerLocal" | "userData"));
            let corners = names().filter(|name| name.starts_with("corner")).count();
            if is_curved || corners >= 2 {
                return None;
            }
            let found = if corners == 0 { "no corner" } else { "one corner" };
            let draft = Draft::new(format!("outline has {found}, expected at least two"))
                .help("add the other corners, or remove the outline");
            Some(Hit { draft, at: At::Node(outline, Spot::Name), related: None })
        })
        .collect()
}
