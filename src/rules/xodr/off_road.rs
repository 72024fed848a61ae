use crate::opendrive::Road;
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::shared::{SAME_PLACE_M, hit, metres, network};

rule! {
    /// A signal, an object or a corner of one stands behind the end of its road.
    ///
    /// ## Why it matters
    /// There is no road at that place, so the thing has no position. Tools move it to the end,
    /// extend the road, or drop it.
    ///
    /// ## Example
    /// ```xml
    /// <road id="1" length="200" …>… <signal id="L1" s="250" t="-4" …/>
    /// ```
    ///
    /// ## Instead
    /// Correct `s`, or put the thing on the road where it stands.
    ///
    /// ## Source
    /// ASAM OpenDRIVE, signals and objects: they are placed by `s` along the reference line of
    /// their road, and so are the corners of an object by `cornerRoad`. Up to 1 cm is taken for rounding. Places below 0 have a rule of their own.
    "xodr/off-road" {
        severity: Error,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let placed = network.roads.iter().flat_map(|road| things(document, road).into_iter().map(move |it| (road, it)));
    placed
        .filter_map(|(road, (element, s))| {
            let (length, s) = (road.length_m.filter(|length| *length > 0.0)?, s?);
            if s <= length + SAME_PLACE_M {
                return None;
            }
            let name = quoted(document.tree.name(element));
            let (id, length, s) = (quoted(&road.id), metres(length), metres(s));
            let draft = Draft::new(format!("{name} stands at {s}, road {id} is {length} long")).help("correct `s`");
            Some(hit(document, element, "s", draft))
        })
        .collect()
}

/// What stands along a road, with its places.
fn things(document: &Document<'_>, road: &Road) -> Vec<(NodeId, Option<f64>)> {
    let signals = road.signals.iter().map(|signal| (signal.element, signal.s_m));
    let references = road.signal_references.iter().map(|reference| (reference.element, reference.s_m));
    let objects = road.objects.iter().flat_map(|object| {
        // The corners of an object that is off the road itself are that fault once more.
        let is_off = object.s_m.zip(road.length_m).is_some_and(|(s, length)| s > length + SAME_PLACE_M);
        let corners = document.below(object.element, "cornerRoad").filter(move |_| !is_off);
        let number = |corner| document.text(corner, "s")?.trim().parse().ok();
        std::iter::once((object.element, object.s_m)).chain(corners.map(move |corner| (corner, number(corner))))
    });
    signals.chain(references).chain(objects).collect()
}
