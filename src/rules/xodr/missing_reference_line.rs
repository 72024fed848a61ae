use crate::opendrive::Road;
use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};

use super::shared::network;

rule! {
    /// A road has no geometry.
    ///
    /// ## Why it matters
    /// Without a reference line the road lies nowhere, and no position on it has a place.
    ///
    /// ## Example
    /// ```xml
    /// <road id="1" length="200" junction="-1"><planView/>…</road>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <planView><geometry s="0" x="0" y="0" hdg="0" length="200"><line/></geometry></planView>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, road reference line: each road has one.
    "xodr/missing-reference-line" {
        severity: Error,
        aliases: [
            "asam.net:xodr:1.4.0:road.geometry.refline_exists",
        ],
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let is_misspelt = |road: &Road| {
        let inside = document.child(road.element, "planView");
        document.has_misspelt(road.element, "planView")
            || inside.is_some_and(|plan| document.has_misspelt(plan, "geometry"))
    };
    let bare = network.roads.iter().filter(|road| road.plan_view.is_empty() && !is_misspelt(road));
    bare.map(|road| {
        let draft = Draft::new(format!("road {} has no `geometry` in a `planView`", quoted(&road.id)))
            .help("add the reference line");
        Hit { draft, at: At::Node(road.element, Spot::Name), related: None }
    })
    .collect()
}
