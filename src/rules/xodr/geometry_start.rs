use crate::rules::{Check, Document, Draft, Hit, rule};

use super::shared::{SAME_PLACE_M, hit, metres, network};

rule! {
    /// A geometry does not begin where those before it end.
    ///
    /// ## Why it matters
    /// Between two pieces, or where they overlap, the place of the road is unknown or twofold.
    ///
    /// ## Example
    /// ```xml
    /// <geometry s="0" … length="100"><line/></geometry>
    /// <geometry s="120" … length="80"><line/></geometry>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <geometry s="100" … length="80"><line/></geometry>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, road reference line: it has no gaps, and `s` counts along it; 1.9 says that
    /// `s` is the sum of the lengths before. Differences up to 1 cm are taken for rounding.
    "xodr/geometry-start" {
        severity: Error,
        aliases: [
            "asam.net:xodr:1.9.0:road.geometry.s-value_sum",
        ],
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let mut hits = Vec::new();
    for road in &network.roads {
        // Where the next piece has to begin; unknown after one without place or length.
        let mut expected = Some(0.0);
        let mut last_start = f64::NEG_INFINITY;
        for geometry in road.plan_view.records() {
            let end = geometry.s_m.zip(geometry.length_m).map(|(start, length)| start + length);
            let (Some(start), Some(due)) = (geometry.s_m, std::mem::replace(&mut expected, end)) else { continue };
            // One that goes back has a finding for the order already.
            let goes_back = start < last_start;
            last_start = last_start.max(start);
            if goes_back || (start - due).abs() <= SAME_PLACE_M {
                continue;
            }
            let what = if due == 0.0 { "the reference line" } else { "the piece before" };
            let relation = if due == 0.0 { "begins at" } else { "ends at" };
            let message = format!("geometry begins at {}, {what} {relation} {}", metres(start), metres(due));
            hits.push(hit(document, geometry.element, "s", Draft::new(message).help("correct `s` or the lengths")));
        }
    }
    hits
}
