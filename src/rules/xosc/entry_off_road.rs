use crate::companions::{CatalogUse, EntryAt};
use crate::rules::{Check, Document, Draft, Hit, quoted, quoted_path, rule};

use super::assignments::{Assignment, entries, given};
use super::road_places::{network, places};

rule! {
    /// A catalog's entry speaks of a road or lane that the scenario's road network does not have.
    ///
    /// ## Why it matters
    /// A route, a trajectory or a maneuver out of a catalog was written for some road. With
    /// another one its positions are nowhere.
    ///
    /// ## Example
    /// ```xml
    /// <!-- the route goes over roads 1, 2 and 7; the road network has 1 and 2 -->
    /// <CatalogReference catalogName="Routes" entryName="around-the-block"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <CatalogReference catalogName="Routes" entryName="straight-on"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `LanePosition` and `RoadPosition`, all editions.
    "xosc/entry-off-road" {
        severity: Error,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((path, network)) = network(document) else { return Vec::new() };
    let hit = |(used, entry, assigned): (&CatalogUse<'_>, &EntryAt, Vec<Assignment<'_>>)| {
        let inside = entry.file.scenario(entry.entry.element, &given(entry.entry.element, &assigned))?;
        let places = places(&inside, entry.entry.element);
        let (place, (_, draft)) = places.iter().find_map(|place| Some((place, place.fault(network, path)?)))?;
        let line = quoted_path(&format!("{}:{}", entry.shown, entry.file.tree.line(place.element)));
        let message =
            format!("{} in {line} does not fit the road network: {}", quoted(&entry.entry.name), draft.message);
        let draft = Draft::new(message).help("refer to an entry that was made for this road network");
        Some(Hit { draft, at: document.value_at(used.element, "entryName")?, related: None })
    };
    // Other kinds of entries name no places.
    let moving = ["Maneuver", "Route", "Trajectory"];
    entries(document).filter(|(_, entry, _)| moving.contains(&entry.kind())).filter_map(hit).collect()
}
