use std::collections::BTreeSet;

use crate::companions::{CatalogState, Companions, EntryAt, Location};
use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, quoted, quoted_path, rule};
use crate::xml::NodeId;

rule! {
    /// A place for catalogs of one kind leads to a folder with catalogs of other kinds only.
    ///
    /// ## Why it matters
    /// A simulator that looks for vehicles where vehicles are declared to be finds none and
    /// stops. That another one searches all folders does not help there.
    ///
    /// ## Example
    /// ```xml
    /// <VehicleCatalog><Directory path="catalogs/controllers"/></VehicleCatalog>
    /// <ControllerCatalog><Directory path="catalogs/vehicles"/></ControllerCatalog>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <VehicleCatalog><Directory path="catalogs/vehicles"/></VehicleCatalog>
    /// <ControllerCatalog><Directory path="catalogs/controllers"/></ControllerCatalog>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `CatalogLocations`, all editions: there is a place for each kind
    /// of catalog. Reported where something of that kind is used that lies elsewhere.
    "xosc/wrong-catalog-folder" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(companions) = document.companions else { return Vec::new() };
    let mut seen: BTreeSet<NodeId> = BTreeSet::new();
    // Many references lead to one file.
    let mut looked: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut hits = Vec::new();
    for used in &companions.catalogs {
        let CatalogState::Entry(found) = &used.state else { continue };
        let places = used.places.iter().filter(|place| place.entry == found.kind());
        for place in places {
            if !looked.insert((&place.location, &found.shown)) {
                continue;
            }
            let wrong = wrong(companions, &place.location, found).filter(|one| seen.insert(one.element));
            hits.extend(wrong.map(|location| (location.element, hit(location, found))));
        }
    }
    hits.sort_by_key(|(element, _)| *element);
    hits.into_iter().map(|(_, hit)| hit).collect()
}

/// The folder given for catalogs of this kind, if it holds some of other kinds only and
/// `found` lies elsewhere.
fn wrong<'c>(companions: &'c Companions<'_>, kind: &str, found: &EntryAt) -> Option<&'c Location> {
    let given = || companions.locations.iter().filter(|location| location.kind == kind);
    if given().any(|location| location.holds(found)) {
        return None;
    }
    let is_other = |location: &&Location| {
        let folder = &location.folder;
        !folder.kinds.is_empty() && !folder.kinds.contains(found.kind()) && folder.unread.is_empty() && !folder.is_cut
    };
    given().find(is_other)
}

fn hit(location: &Location, found: &EntryAt) -> Hit {
    let kinds: Vec<String> = location.folder.kinds.iter().map(|kind| quoted(kind)).collect();
    let message = format!(
        "{} for the {} holds {} and no {}",
        quoted_path(&location.shown),
        quoted(&location.kind),
        kinds.join(", "),
        quoted(found.kind())
    );
    let help = format!("{} is in {}: name its folder", quoted(&found.entry.name), quoted_path(&found.place()));
    let at = At::Node(location.element, Spot::AttributeValue(location.attribute));
    Hit { draft: Draft::new(message).help(help), at, related: None }
}
