use std::collections::BTreeSet;

use crate::companions::EntryAt;
use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, rule};
use crate::xml::NodeId;

use super::misspelt::unless_misspelt;
use super::references::scenario;
use super::unused::entries_used;

rule! {
    /// A place for catalogs is given, and nothing of that kind comes out of a catalog.
    ///
    /// ## Why it matters
    /// The file depends on a folder that it does not need: it cannot be passed on without
    /// it, and a simulator reads the folder, or stops where it is missing.
    ///
    /// ## Example
    /// ```xml
    /// <CatalogLocations>
    ///   <VehicleCatalog><Directory path="vehicles"/></VehicleCatalog>
    ///   <RouteCatalog><Directory path="routes"/></RouteCatalog>
    /// </CatalogLocations>
    /// ```
    /// In a scenario without `CatalogReference` to a route.
    ///
    /// ## Instead
    /// ```xml
    /// <CatalogLocations>
    ///   <VehicleCatalog><Directory path="vehicles"/></VehicleCatalog>
    /// </CatalogLocations>
    /// ```
    ///
    /// ## Source
    /// Good practice; ASAM OpenSCENARIO XML does not forbid it. The place of a reference says
    /// what kind it is to; one to a vehicle, a pedestrian or an object uses all three places.
    "xosc/unused-catalog-location" {
        severity: Note,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// The places for catalogs, and the elements whose references lead there.
const USED_BY: [(&str, &[&str]); 8] = [
    ("VehicleCatalog", &OBJECTS),
    ("PedestrianCatalog", &OBJECTS),
    ("MiscObjectCatalog", &OBJECTS),
    ("ControllerCatalog", &["ObjectController", "AssignControllerAction", "ControllerDistributionEntry"]),
    ("ManeuverCatalog", &["ManeuverGroup"]),
    ("EnvironmentCatalog", &["EnvironmentAction"]),
    ("RouteCatalog", &["AssignRouteAction", "RouteRef"]),
    ("TrajectoryCatalog", &["FollowTrajectoryAction", "TrajectoryRef"]),
];

const OBJECTS: [&str; 2] = ["ScenarioObject", "Trailer"];

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(locations) = scenario(document).and_then(|_| document.elements("CatalogLocations").next()) else {
        return Vec::new();
    };
    let references = document.elements("CatalogReference").filter_map(|reference| document.tree.parent(reference));
    let mut owners: BTreeSet<&str> = references.map(|owner| document.tree.name(owner)).collect();
    let Some(entries) = entries_used(document) else { return Vec::new() };
    owners.extend(entries.into_iter().flat_map(owners_in));
    let is_known = |owner: &&str| USED_BY.iter().any(|(_, used_by)| used_by.contains(owner));
    // A reference at another place may be to anything.
    if !owners.iter().all(is_known) {
        return Vec::new();
    }
    let places = document.tree.children(locations);
    let unused = places.filter(|&place| is_unused(document, place, &owners));
    unless_misspelt(document, &["CatalogReference"], unused.map(|place| hit(document, place)).collect())
}

/// The elements in an entry that refer to further catalogs.
fn owners_in(found: &EntryAt) -> impl Iterator<Item = &str> {
    let tree = &found.file.tree;
    let references = tree.subtree(found.entry.element).filter(|&id| tree.name(id) == "CatalogReference");
    references.filter_map(|reference| tree.parent(reference)).map(|owner| tree.name(owner))
}

fn is_unused(document: &Document<'_>, place: NodeId, owners: &BTreeSet<&str>) -> bool {
    let used_by = USED_BY.iter().find(|(name, _)| *name == document.tree.name(place));
    used_by.is_some_and(|(_, used_by)| !used_by.iter().any(|owner| owners.contains(owner)))
}

fn hit(document: &Document<'_>, place: NodeId) -> Hit {
    let draft = Draft::new(format!("nothing comes out of the `{}`", document.tree.name(place)))
        .help("delete the place, or refer to the catalog");
    Hit { draft, at: At::Node(place, Spot::Name), related: None }
}
