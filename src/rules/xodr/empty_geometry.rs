use crate::rules::{Check, Document, Draft, Hit, rule};

use super::shared::{hit, network};

rule! {
    /// A piece of the reference line has no length.
    ///
    /// ## Why it matters
    /// It leads nowhere: the road is shorter than it was meant, and the direction of the piece cannot
    /// be seen.
    ///
    /// ## Example
    /// ```xml
    /// <geometry s="0" x="0" y="0" hdg="0" length="0"><line/></geometry>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <geometry s="0" x="0" y="0" hdg="0" length="200"><line/></geometry>
    /// ```
    ///
    /// ## Source
    /// The schemas of OpenDRIVE 1.4H and 1.5M allow a length of 0, those from 1.6 do not: there it is
    /// `xodr/value-out-of-range`.
    "xodr/empty-geometry" {
        severity: Warning,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document).filter(|(_, minor)| *minor < 6) else { return Vec::new() };
    let pieces = network.roads.iter().flat_map(|road| road.plan_view.records());
    pieces
        .filter(|piece| piece.length_m == Some(0.0))
        .map(|piece| {
            let draft = Draft::new("the length of the geometry is 0").help("correct the length, or remove the piece");
            hit(document, piece.element, "length", draft)
        })
        .collect()
}
