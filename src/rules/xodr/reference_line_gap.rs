use crate::opendrive::{Geometry, Pose};
use crate::rules::{Check, Document, Draft, Hit, rule};

use super::shared::{SAME_PLACE_M, metres, network, place};

rule! {
    /// The reference line of a road has a gap.
    ///
    /// ## Why it matters
    /// A vehicle that follows the road jumps there, sideways or ahead.
    ///
    /// ## Example
    /// ```xml
    /// <geometry s="0" x="0" y="0" hdg="0" length="100"><line/></geometry>
    /// <geometry s="100" x="100" y="3" hdg="0" length="100"><line/></geometry>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <geometry s="100" x="100" y="0" hdg="0" length="100"><line/></geometry>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, road reference line: it has no gaps. Distances up to 1 cm are taken for
    /// rounding, as by the official checker.
    "xodr/reference-line-gap" {
        severity: Error,
        aliases: [
            "asam.net:xodr:1.4.0:road.geometry.refline_no_gaps",
        ],
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let pairs = network.roads.iter().flat_map(|road| road.plan_view.records().windows(2));
    pairs
        .filter_map(|pair| {
            let [before, after] = pair else { return None };
            let (end, start) = joint(before, after)?;
            let gap = (end.x_m - start.x_m).hypot(end.y_m - start.y_m);
            if gap <= SAME_PLACE_M {
                return None;
            }
            let draft = Draft::new(format!("geometry begins {} away from the end of the one before", metres(gap)))
                .help("correct `x` and `y`, or the piece before")
                .related("the one before");
            let at = |geometry: &Geometry| place(document, geometry.element, "x");
            Some(Hit { draft, at: at(after), related: Some(at(before)) })
        })
        .collect()
}

/// The end of one piece and the start of the next, where both are known and the
/// next one is next by its place too.
pub(super) fn joint(before: &Geometry, after: &Geometry) -> Option<(Pose, Pose)> {
    let (one, other) = (before.s_m?, after.s_m?);
    let length = before.length_m.filter(|length| *length >= 0.0)?;
    // What begins elsewhere has a finding for that.
    ((one + length - other).abs() <= SAME_PLACE_M).then_some(())?;
    Some((before.end()?, after.start()?))
}
