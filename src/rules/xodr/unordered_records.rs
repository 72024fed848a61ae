use rustc_hash::FxHashMap;

use crate::opendrive::AscendingRecords;
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::shared::{metres, network, place};

rule! {
    /// The records along a road or lane are not in ascending order.
    ///
    /// ## Why it matters
    /// Each record holds until the next one begins. Tools read them in the order of the file: one
    /// that goes back is skipped, or cuts off those before it.
    ///
    /// ## Example
    /// ```xml
    /// <laneOffset s="50" a="1" b="0" c="0" d="0"/>
    /// <laneOffset s="0" a="0" b="0" c="0" d="0"/>
    /// ```
    ///
    /// ## Instead
    /// Sort the records by `s` or `sOffset`.
    ///
    /// ## Source
    /// ASAM OpenDRIVE, the rules `elem_asc_order` of geometry, road types, elevation, lane offsets,
    /// lane sections, and the properties of lanes; for superelevation the description of its
    /// element in the schemas 1.6.1 and 1.8.1. Records at the same place are judged by
    /// `xodr/superseded-record` and `xodr/lane-section-placement`.
    "xodr/unordered-records" {
        severity: Error,
        aliases: [
            "asam.net:xodr:1.4.0:road.geometry.elem_asc_order",
            "asam.net:xodr:1.4.0:road.type.elem_asc_order",
            "asam.net:xodr:1.4.0:road.elevation.elem_asc_order",
            "asam.net:xodr:1.4.0:road.lanes.lane_offset.elem_asc_order",
            "asam.net:xodr:1.4.0:road.lane_section.elem_asc_order",
            "asam.net:xodr:1.4.0:road.lane.lane_properties.elem_asc_order",
            "asam.net:xodr:1.4.0:road.lane.width.elem_asc_order",
            "asam.net:xodr:1.4.0:road.lane.border.elem_asc_order",
            "asam.net:xodr:1.4.0:road.lane.road_mark.elem_asc_order",
            "asam.net:xodr:1.4.0:road.lane.material.elem_asc_order",
            "asam.net:xodr:1.4.0:road.lane.speed.elem_asc_order",
            "asam.net:xodr:1.4.0:road.lane.access.elem_asc_order",
            "asam.net:xodr:1.4.0:road.lane.height.elem_asc_order",
            "asam.net:xodr:1.4.0:road.lane.rule.elem_asc_order",
        ],
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

/// The last record of a kind, and where the one before it begins; below all places without one.
struct Last {
    element: NodeId,
    start_m: f64,
    before_m: f64,
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(_) = network(document) else { return Vec::new() };
    let mut lists: FxHashMap<(NodeId, &str), Last> = FxHashMap::default();
    let mut hits = Vec::new();
    for (element, attribute) in AscendingRecords::builtin().within(document.tree, document.root) {
        let Some(parent) = document.tree.parent(element) else { continue };
        let number = document.text(element, attribute).and_then(|text| text.trim().parse::<f64>().ok());
        let Some(start_m) = number.filter(|start| start.is_finite() && *start >= 0.0) else { continue };
        let first = Last { element, start_m, before_m: f64::NEG_INFINITY };
        let last = lists.entry((parent, document.tree.name(element))).or_insert(first);
        if start_m >= last.start_m {
            if element != last.element {
                *last = Last { element, start_m, before_m: last.start_m };
            }
            continue;
        }
        // Where this one fits behind the last but one, the last one is out of place.
        let is_last = start_m > last.before_m;
        let name = quoted(document.tree.name(element));
        let (here, there) = (metres(start_m), metres(last.start_m));
        let (message, wrong, other) = if is_last {
            (format!("{name} at {there} stands before one at {here}"), last.element, element)
        } else {
            (format!("{name} at {here} stands after one at {there}"), element, last.element)
        };
        let draft = Draft::new(message).help(format!("sort the records by {}", quoted(attribute)));
        hits.push(Hit {
            draft: draft.related("the other one"),
            at: place(document, wrong, attribute),
            related: Some(place(document, other, attribute)),
        });
        if is_last {
            *last = Last { element, start_m, before_m: last.before_m };
        }
    }
    hits
}
