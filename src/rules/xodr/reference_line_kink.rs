use std::f64::consts::{PI, TAU};

use crate::rules::{Check, Document, Draft, Hit, rule};

use super::reference_line_gap::joint;
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
    let pairs = network.roads.iter().flat_map(|road| road.plan_view.records().windows(2));
    pairs
        .filter_map(|pair| {
            let [before, after] = pair else { return None };
            let (end, start) = joint(before, after)?;
            let kink = (start.heading_rad - end.heading_rad + PI).rem_euclid(TAU) - PI;
            if kink.abs() <= SAME_HEADING_RAD {
                return None;
            }
            let message = format!("heading turns by {kink:.3} rad from the end of the geometry before");
            Some(hit(document, after.element, "hdg", Draft::new(message).help("correct `hdg` or the piece before")))
        })
        .collect()
}
