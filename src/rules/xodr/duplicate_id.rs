use std::collections::BTreeMap;

use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

rule! {
    /// Two roads, junctions or lanes have the same id.
    ///
    /// ## Why it matters
    /// A position on road 1 or lane -1 could be in two places.
    ///
    /// ## Example
    /// ```xml
    /// <road id="1" …/>
    /// <road id="1" …/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <road id="1" …/>
    /// <road id="2" …/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE: road ids and junction ids are unique in the file, lane ids
    /// within a lane section.
    "xodr/duplicate-id" {
        severity: Error,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(network) = document.network else { return Vec::new() };
    let mut hits = duplicates(document, network.roads.iter().map(|road| (road.element, road.id.as_str())));
    hits.extend(duplicates(
        document,
        network.junctions.iter().map(|junction| (junction.element, junction.id.as_str())),
    ));
    for section in network.roads.iter().flat_map(|road| road.sections.records()) {
        hits.extend(duplicates(document, section.lanes.iter().map(|lane| (lane.element, lane.id.as_str()))));
    }
    hits
}

/// The elements whose id an earlier one has.
fn duplicates<'n>(document: &Document<'_>, ids: impl Iterator<Item = (NodeId, &'n str)>) -> Vec<Hit> {
    let mut first = BTreeMap::new();
    let mut hits = Vec::new();
    for (element, id) in ids {
        let Some(&earlier) = first.get(id) else {
            first.insert(id, element);
            continue;
        };
        let name = quoted(document.tree.name(element));
        let draft = Draft::new(format!("id {} of {name} is already taken", quoted(id)))
            .help("give it an id of its own, and correct what refers to it")
            .related("first used here");
        let at = |element| {
            At::Node(element, document.attribute_index(element, "id").map_or(Spot::Name, Spot::AttributeValue))
        };
        hits.push(Hit { draft, at: at(element), related: Some(at(earlier)) });
    }
    hits
}
