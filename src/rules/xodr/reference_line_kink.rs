use crate::rules::{Check, Document, Draft, Hit, rule};

use super::reference_line_gap::{Joint, joints};
use super::shared::{hit, network};

rule! {
    /// The reference line of a road has a kink.
    ///
    /// ## Why it matters
    /// A vehicle that follows the road turns on the spot there: steering, yaw rate and lateral
    /// acceleration become meaningless.
    ///
    /// ## Example
    /// ```xml
    /// <geometry s="0" x="0" y="0" hdg="0" length="100"><line/></geometry>
    /// <geometry s="100" x="100" y="0" hdg="0.3" length="100"><line/></geometry>
    /// ```
    ///
    /// ## Instead
    /// Join the pieces by an arc or a spiral, or correct the heading.
    ///
    /// ## Source
    /// ASAM OpenDRIVE, road reference line: it should have no kinks. Angles up to 0.01 rad (0.6
    /// degrees) are not reported.
    "xodr/reference-line-kink" {
        severity: Warning,
        aliases: [
            "asam.net:xodr:1.4.0:road.geometry.refline_no_kinks",
        ],
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

/// The official checker drafted 0.001 (asam-ev/qc-opendrive,
/// `lane_smoothness_profile_no_kinks.py`) and ships no such check; exporters that
/// write four digits miss that, and nobody would notice on the road.
const SAME_HEADING_RAD: f64 = 0.01;

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let mut hits = Vec::new();
    for road in &network.roads {
        let pieces = road.plan_view.records();
        let joints = joints(pieces);
        // Where there is a gap, the kinks beside it come from the same fault.
        let is_gap = |index: Option<usize>| {
            index.and_then(|index| joints.get(index)).is_some_and(|joint| joint.as_ref().is_some_and(Joint::is_gap))
        };
        for (index, joint) in joints.iter().enumerate() {
            let (Some(joint), Some(after)) = (joint, pieces.get(index + 1)) else { continue };
            let beside = [index.checked_sub(1), Some(index), Some(index + 1)];
            if joint.turn_rad.abs() <= SAME_HEADING_RAD || beside.into_iter().any(is_gap) {
                continue;
            }
            let message = format!("heading turns by {:.3} rad from the end of the geometry before", joint.turn_rad);
            let draft = Draft::new(message).help("correct `hdg` or the piece before");
            hits.push(hit(document, after.element, "hdg", draft));
        }
    }
    hits
}
