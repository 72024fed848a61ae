use rustc_hash::FxHashMap;

use crate::opendrive::{AscendingRecords, Network};
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

/// A record that begins beyond the end.
struct Beyond<'r> {
    element: NodeId,
    attribute: &'static str,
    /// Of which records it is one: their parent and name.
    list: (NodeId, &'r str),
    start_m: f64,
    /// How long the road or lane section is, and which of the two it is.
    length_m: f64,
    owner: &'static str,
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let (roads, sections) = lengths(network);
    let tree = document.tree;
    // Where the lists have got to: the lowest and the last place that was seen.
    let mut lowest: FxHashMap<(NodeId, &str), f64> = FxHashMap::default();
    let mut beyond: Vec<Beyond<'_>> = Vec::new();
    for (element, attribute) in AscendingRecords::builtin().within(tree, document.root) {
        let (owner, lengths) = match attribute {
            "s" if ALONG_ROAD.contains(&tree.name(element)) => ("road", &roads),
            "sOffset" => ("laneSection", &sections),
            _ => continue,
        };
        let number = document.text(element, attribute).and_then(|text| text.trim().parse::<f64>().ok());
        let (Some(start_m), Some(parent)) = (number.filter(|start| start.is_finite()), tree.parent(element)) else {
            continue;
        };
        let list = (parent, tree.name(element));
        // A record that stands before one of a lower place has a finding for that.
        while beyond.last().is_some_and(|last| last.list == list && start_m < last.start_m) {
            beyond.pop();
        }
        let before = lowest.get(&list).copied();
        lowest.insert(list, before.map_or(start_m, |before| before.min(start_m)));
        let length = document.around(element, owner).and_then(|owner| lengths.get(&owner));
        let Some(&length_m) = length.filter(|length| start_m > *length + SAME_PLACE_M) else { continue };
        // A lane whose first width is there has none, and a finding for that.
        if matches!(list.1, "width" | "border") && before.is_none_or(|before| before > SAME_PLACE_M) {
            continue;
        }
        beyond.push(Beyond { element, attribute, list, start_m, length_m, owner });
    }
    beyond.into_iter().map(|record| told(document, &record)).collect()
}

fn told(document: &Document<'_>, record: &Beyond<'_>) -> Hit {
    let owner = if record.owner == "road" { "road" } else { "lane section" };
    let (name, start, length) = (quoted(record.list.1), metres(record.start_m), metres(record.length_m));
    let draft = Draft::new(format!("{name} begins at {start}, the {owner} is {length} long"));
    let draft = draft.help(format!("correct {}, or remove the record", quoted(record.attribute)));
    hit(document, record.element, record.attribute, draft)
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
