use std::f64::consts::{PI, TAU};

use crate::opendrive::{Geometry, Pose};
use crate::rules::{Check, Document, Draft, Hit, rule};

use super::shared::{SAME_PLACE_M, is_plausibly_bent, metres, network, place};

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
    network.roads.iter().flat_map(|road| of_road(document, road.plan_view.records())).collect()
}

fn of_road(document: &Document<'_>, pieces: &[Geometry]) -> Vec<Hit> {
    let joints = joints(pieces);
    let mut hits = Vec::new();
    for (index, joint) in joints.iter().enumerate() {
        let (Some(joint), Some([before, after])) = (joint, pieces.get(index..index + 2)) else { continue };
        let last = index.checked_sub(1).and_then(|last| joints.get(last)?.as_ref());
        if !joint.is_gap() || last.is_some_and(|last| joint.answers(last)) {
            continue;
        }
        let gap = metres(joint.gap_m());
        let (at, draft) = match last.filter(|last| joint.is_closed_by_turning(before, last.turn_rad)) {
            Some(last) => {
                let message = format!("geometry ends {gap} away from the next one, turned by {:.3} rad", last.turn_rad);
                (place(document, before.element, "hdg"), Draft::new(message).help("correct `hdg`"))
            }
            None => {
                let message = format!("geometry begins {gap} away from the end of the one before");
                let draft = Draft::new(message).help("correct `x` and `y`, or the piece before");
                (place(document, after.element, "x"), draft.related("the one before"))
            }
        };
        let related = Some(place(document, before.element, "x")).filter(|_| draft.related_label.is_some());
        hits.push(Hit { draft, at, related });
    }
    hits
}

/// Where two pieces of the reference line meet.
pub(super) struct Joint {
    end: Pose,
    start: Pose,
    /// From the heading at the end of one to that at the start of the next, within half a turn.
    pub(super) turn_rad: f64,
}

/// The joints of a road; none where one side is not known or the next piece is elsewhere.
pub(super) fn joints(pieces: &[Geometry]) -> Vec<Option<Joint>> {
    let joint = |pair: &[Geometry]| {
        let [before, after] = pair else { return None };
        let length = before.length_m.filter(|length| *length >= 0.0 && is_plausibly_bent(before))?;
        // What begins elsewhere has a finding for that.
        ((before.s_m? + length - after.s_m?).abs() <= SAME_PLACE_M).then_some(())?;
        let (end, start) = (before.end()?, after.start()?);
        let turn_rad = (start.heading_rad - end.heading_rad + PI).rem_euclid(TAU) - PI;
        Some(Joint { end, start, turn_rad })
    };
    pieces.windows(2).map(joint).collect()
}

impl Joint {
    fn offset(&self) -> (f64, f64) {
        (self.start.x_m - self.end.x_m, self.start.y_m - self.end.y_m)
    }

    fn gap_m(&self) -> f64 {
        let (x, y) = self.offset();
        x.hypot(y)
    }

    pub(super) fn is_gap(&self) -> bool {
        self.gap_m() > SAME_PLACE_M
    }

    /// True if the piece between two joints is shifted as a whole: this joint takes
    /// back what the last one added.
    fn answers(&self, last: &Joint) -> bool {
        let ((x, y), (last_x, last_y)) = (self.offset(), last.offset());
        last.is_gap() && (x + last_x).hypot(y + last_y) <= SAME_PLACE_M
    }

    /// True if the piece before ends at the next one once it is turned back by `turn_rad`.
    fn is_closed_by_turning(&self, before: &Geometry, turn_rad: f64) -> bool {
        let Some(pivot) = before.start() else { return false };
        let (x, y) = (self.end.x_m - pivot.x_m, self.end.y_m - pivot.y_m);
        let (sin, cos) = (-turn_rad).sin_cos();
        let turned = (pivot.x_m + x * cos - y * sin, pivot.y_m + x * sin + y * cos);
        (turned.0 - self.start.x_m).hypot(turned.1 - self.start.y_m) <= SAME_PLACE_M
    }
}
