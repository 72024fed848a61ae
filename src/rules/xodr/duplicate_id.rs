use std::collections::BTreeMap;

use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

rule! {
    /// Two roads, lanes, junctions, connections, controllers, signals or objects have the same id.
    ///
    /// ## Why it matters
    /// A position on road 1 or lane -1 could be in two places, and a light that is switched by
    /// its id could be either of two.
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
    /// ASAM OpenDRIVE: ids of roads, junctions, controllers, signals and objects are unique in the
    /// file, those of connections in their junction, those of lanes in their lane section.
    "xodr/duplicate-id" {
        severity: Error,
        aliases: [
            "asam.net:xodr:1.4.0:ids.id_unique_in_class",
            "asam.net:xodr:1.4.0:ids.id_unique_in_lane_section",
            "asam.net:xodr:1.4.0:road.lane.lane_id_unique",
        ],
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
    for junction in &network.junctions {
        let connections = junction.connections.iter();
        let ids = connections.filter_map(|connection| Some((connection.element, connection.id.as_deref()?)));
        hits.extend(duplicates(document, ids));
    }
    let controllers = network.controllers.iter().map(|controller| (controller.element, controller.id.as_str()));
    hits.extend(duplicates(document, controllers));
    let signals = network.roads.iter().flat_map(|road| &road.signals);
    hits.extend(duplicates(document, signals.map(|signal| (signal.element, signal.id.as_str()))));
    let objects = network.roads.iter().flat_map(|road| &road.objects);
    let named = objects.filter_map(|object| Some((object.element, object.id.as_deref()?)));
    hits.extend(duplicates(document, named.filter(|(_, id)| !id.is_empty())));
    let sections = network.roads.iter().flat_map(|road| road.sections.records());
    for section in sections {
        // Lanes on the wrong side of the centre have a finding for that, and so has a second group.
        let group = |element| document.tree.parent(element);
        for lanes in section.lanes.chunk_by(|one, other| group(one.element) == group(other.element)) {
            hits.extend(duplicates(document, lanes.iter().map(|lane| (lane.element, lane.id.as_str()))));
        }
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
