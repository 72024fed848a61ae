use rustc_hash::FxHashMap;

use crate::opendrive::AttributeTable;
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
    /// element in the schemas 1.6.1 and 1.8.1. Records at the same place are not judged here.
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

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(_) = network(document) else { return Vec::new() };
    // The furthest record of each kind so far, per parent.
    let mut furthest: FxHashMap<(NodeId, &str), (NodeId, f64)> = FxHashMap::default();
    let mut hits = Vec::new();
    for (element, row) in AttributeTable::builtin().known(document.tree, document.root) {
        let Some(attribute) = row.attributes.iter().find(|attribute| attribute.is_ascending) else { continue };
        let Some(parent) = document.tree.parent(element) else { continue };
        let number = document.text(element, &attribute.name).and_then(|text| text.trim().parse::<f64>().ok());
        let Some(start) = number.filter(|start| start.is_finite() && *start >= 0.0) else { continue };
        let last = furthest.entry((parent, document.tree.name(element))).or_insert((element, start));
        if start >= last.1 {
            *last = (element, start);
            continue;
        }
        let name = quoted(document.tree.name(element));
        let draft = Draft::new(format!("{name} at {} stands after one at {}", metres(start), metres(last.1)))
            .help(format!("sort the records by {}", quoted(&attribute.name)))
            .related("this one begins later");
        hits.push(Hit {
            draft,
            at: place(document, element, &attribute.name),
            related: Some(place(document, last.0, &attribute.name)),
        });
    }
    hits
}
