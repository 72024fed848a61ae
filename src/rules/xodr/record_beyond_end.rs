use rustc_hash::FxHashMap;

use crate::opendrive::{AttributeTable, Network};
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::shared::{SAME_PLACE_M, hit, metres, network, stretches};

rule! {
    /// A record along a road or lane begins where the road or lane section has ended.
    ///
    /// ## Why it matters
    /// The height, width or speed limit that it gives is never in force; the place, or the length of
    /// the road, is not what was meant.
    ///
    /// ## Example
    /// ```xml
    /// <road id="1" length="500">
    ///   <type s="525" type="town"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    ///   <type s="425" type="town"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, `s` and `sOffset` of the records of roads, lane sections and lanes: each is in
    /// force from its place on. Lane sections, geometries, signals and objects have rules of their own.
    "xodr/record-beyond-end" {
        severity: Warning,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

/// The records along a road that have no other rule for their place.
const ALONG_ROAD: [&str; 6] = ["type", "elevation", "superelevation", "crossfall", "shape", "laneOffset"];

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let (roads, sections) = lengths(network);
    let mut hits = Vec::new();
    for (element, _) in AttributeTable::builtin().known(document.tree, document.root) {
        let (name, attribute, owner, lengths) = match document.tree.name(element) {
            name if ALONG_ROAD.contains(&name) => (name, "s", "road", &roads),
            // The records of a lane; those of signals and objects have another offset.
            name if document.attribute_index(element, "sOffset").is_some() => {
                (name, "sOffset", "laneSection", &sections)
            }
            _ => continue,
        };
        let number = document.text(element, attribute).and_then(|text| text.trim().parse::<f64>().ok());
        let length = document.around(element, owner).and_then(|owner| lengths.get(&owner));
        let (Some(start), Some(&length)) = (number.filter(|start| start.is_finite()), length) else { continue };
        if start <= length + SAME_PLACE_M {
            continue;
        }
        let owner = if owner == "road" { "road" } else { "lane section" };
        let (name, start, length) = (quoted(name), metres(start), metres(length));
        let draft = Draft::new(format!("{name} begins at {start}, the {owner} is {length} long"));
        let draft = draft.help(format!("correct {}, or remove the record", quoted(attribute)));
        hits.push(hit(document, element, attribute, draft));
    }
    hits
}

/// The lengths of roads and of lane sections, by their elements. A section of both sides
/// that the next one ends on one side only is as long as on the other.
fn lengths(network: &Network) -> (FxHashMap<NodeId, f64>, FxHashMap<NodeId, f64>) {
    let (mut roads, mut sections) = (FxHashMap::default(), FxHashMap::default());
    for road in &network.roads {
        let Some(length) = road.length_m.filter(|length| *length > 0.0) else { continue };
        roads.insert(road.element, length);
        for stretch in [1, -1].into_iter().flat_map(|side| stretches(road, side)) {
            let longest: &mut f64 = sections.entry(stretch.section.element).or_insert(0.0);
            *longest = longest.max(stretch.length_m);
        }
    }
    // A section without length has a finding of its own.
    sections.retain(|_, length| *length > 0.0);
    (roads, sections)
}
