use rustc_hash::FxHashSet;

use crate::opendrive::Road;
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::shared::{hit, is_well_numbered, network};

rule! {
    /// A signal or object is valid for lanes that the road does not have, or for a range upside down.
    ///
    /// ## Why it matters
    /// The sign or light counts for nobody, or for other lanes than was meant, depending on how a
    /// tool reads the range.
    ///
    /// ## Example
    /// ```xml
    /// <signal id="1" …><validity fromLane="-1" toLane="-3"/></signal>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <signal id="1" …><validity fromLane="-3" toLane="-1"/></signal>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, element `validity`: `fromLane` is the lowest id of the lanes and `toLane` the
    /// highest (said so from 1.6 on). A lane that the road has anywhere along it is let pass.
    "xodr/lane-validity" {
        severity: Warning,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let tree = document.tree;
    let mut hits: Vec<(NodeId, Hit)> = Vec::new();
    for road in &network.roads {
        let children = things(road).flat_map(|element| tree.children(element));
        let validities: Vec<NodeId> = children.filter(|&child| tree.name(child) == "validity").collect();
        if validities.is_empty() {
            continue;
        }
        let lanes = numbers(road);
        let hit = |validity| Some((validity, of_validity(document, road, lanes.as_ref(), validity)?));
        hits.extend(validities.into_iter().filter_map(hit));
    }
    hits.sort_by_key(|(element, _)| *element);
    hits.into_iter().map(|(_, hit)| hit).collect()
}

/// The signals, references and objects of a road.
fn things(road: &Road) -> impl Iterator<Item = NodeId> + '_ {
    let signals = road.signals.iter().map(|signal| signal.element);
    let references = road.signal_references.iter().map(|reference| reference.element);
    signals.chain(references).chain(road.objects.iter().map(|object| object.element))
}

/// The numbers of all lanes of a road; none if they are not numbered as they should be.
fn numbers(road: &Road) -> Option<FxHashSet<i32>> {
    let sections = road.sections.records();
    let is_sound = !sections.is_empty() && sections.iter().all(is_well_numbered);
    let lanes = || sections.iter().flat_map(|section| &section.lanes).filter_map(|lane| lane.number);
    is_sound.then(|| lanes().chain([0]).collect())
}

fn of_validity(document: &Document<'_>, road: &Road, lanes: Option<&FxHashSet<i32>>, validity: NodeId) -> Option<Hit> {
    let number = |name| document.text(validity, name)?.trim().parse::<i32>().ok();
    let (from, to) = (number("fromLane")?, number("toLane")?);
    if from > to {
        let draft = Draft::new(format!("`fromLane` `{from}` is above `toLane` `{to}`")).help("exchange the two");
        return Some(hit(document, validity, "fromLane", draft));
    }
    let lanes = lanes?;
    let (name, lane) = [("fromLane", from), ("toLane", to)].into_iter().find(|(_, lane)| !lanes.contains(lane))?;
    let message = format!("road {} has no lane {}", quoted(&road.id), quoted(&lane.to_string()));
    Some(hit(document, validity, name, Draft::new(message).help("correct the id of the lane")))
}
