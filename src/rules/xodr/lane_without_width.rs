use crate::opendrive::{Placed, Side};
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};

use super::shared::{SAME_PLACE_M, hit, metres, network};

rule! {
    /// A lane has no width, or none at its start.
    ///
    /// ## Why it matters
    /// Where the width is unknown, so is the place of the lane and of all lanes outside it. Some
    /// tools take 0, and the lane is not there.
    ///
    /// ## Example
    /// ```xml
    /// <lane id="-1" type="driving"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <lane id="-1" type="driving"><width sOffset="0" a="3.5" b="0" c="0" d="0"/></lane>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, lane width: defined over the whole lane section, so from 0 on (stated from
    /// 1.7). Borders count as well; the schemas up to 1.6 ask for one of the two.
    "xodr/lane-without-width" {
        severity: Error,
        aliases: [
            "asam.net:xodr:1.7.0:road.lane.width.width_defined_whole_section",
        ],
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let lanes = network.roads.iter().flat_map(|road| road.sections.records()).flat_map(|section| &section.lanes);
    let sides = lanes.filter(|lane| lane.side != Side::Center);
    sides
        .filter_map(|lane| {
            let records = if lane.widths.is_empty() { &lane.borders } else { &lane.widths };
            if records.is_empty() {
                if ["width", "border"].iter().any(|name| document.has_misspelt(lane.element, name)) {
                    return None;
                }
                let message = format!("lane {} has neither `width` nor `border`", quoted(&lane.id));
                return Some(hit(document, lane.element, "", Draft::new(message).help("add its width")));
            }
            // A place that cannot be read may be the start.
            let starts: Option<Vec<f64>> = records.records().iter().map(Placed::start_m).collect();
            let (first, element) = (records.sorted().next()?.start_m?, records.sorted().next()?.element);
            if starts.is_none() || first <= SAME_PLACE_M {
                return None;
            }
            let message = format!("lane {} has no width before {} of the section", quoted(&lane.id), metres(first));
            Some(hit(document, element, "sOffset", Draft::new(message).help("give the width from 0 on")))
        })
        .collect()
}
