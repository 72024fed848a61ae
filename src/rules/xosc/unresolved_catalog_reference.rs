use crate::companions::{CatalogState, CatalogUse};
use crate::rules::{Check, Document, Draft, Hit, quoted, quoted_path, rule};
use crate::xml::NodeId;

use super::merged::merged;

rule! {
    /// A reference to a catalog leads to no entry.
    ///
    /// ## Why it matters
    /// The vehicle, controller or maneuver is unknown, and the scenario cannot start.
    ///
    /// ## Example
    /// ```xml
    /// <CatalogReference catalogName="VehicleCatalog" entryName="car_whte"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <CatalogReference catalogName="VehicleCatalog" entryName="car_white"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `CatalogReference` and `CatalogLocations`, all editions: the
    /// name is that of a `Catalog` in one of the folders, whatever its file is called. Several
    /// references that fail alike are one finding.
    "xosc/unresolved-catalog-reference" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:reference_control.catalog_reference_resolvability"],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(companions) = document.companions else { return Vec::new() };
    let locations = document.elements("CatalogLocations").flat_map(|list| document.tree.children(list));
    let faulty = locations.filter(|&location| has_no_path(document, location));
    let faulty: Vec<&str> = faulty.map(|location| document.tree.name(location)).collect();
    // The catalog may be in the folder that is not named, which has its finding.
    let is_judged = |used: &&CatalogUse<'_>| {
        let may_be_there = used.places.iter().any(|place| faulty.contains(&place.location.as_str()));
        !(may_be_there && matches!(used.state, CatalogState::NoCatalog { .. }))
    };
    // What lacks a folder or is misspelt throughout is one fault.
    merged(companions.catalogs.iter().filter(is_judged).filter_map(|used| {
        let entry = matches!(used.state, CatalogState::NoEntry { .. }).then_some(&used.entry);
        Some(((&used.catalog, entry), hit(document, used)?))
    }))
}

/// True if the schema misses the path of a place of catalogs.
fn has_no_path(document: &Document<'_>, location: NodeId) -> bool {
    let directory = document.child(location, "Directory");
    directory.and_then(|directory| document.text(directory, "path")).is_none_or(|path| path.trim().is_empty())
}

fn hit(document: &Document<'_>, used: &CatalogUse<'_>) -> Option<Hit> {
    let (catalog, entry) = (quoted(used.catalog.as_deref()?), quoted(used.entry.as_deref()?));
    let meant = |similar: &Option<String>| similar.as_ref().map(|name| format!("did you mean {}?", quoted(name)));
    let (attribute, draft) = match &used.state {
        CatalogState::NoCatalog { folders, .. } if folders.is_empty() => (
            "catalogName",
            Draft::new(format!("there is no catalog {catalog}: no folder is given in which to look"))
                .help("name the folder of the catalog in `CatalogLocations`"),
        ),
        CatalogState::NoCatalog { similar, namesake, folders } => {
            let by_file = namesake.as_ref().map(|(file, name)| {
                format!("{} holds the catalog {}: write this name, not that of the file", quoted(file), quoted(name))
            });
            let help = by_file.or_else(|| meant(similar));
            let help = help.unwrap_or_else(|| "name the folder of the catalog in `CatalogLocations`".into());
            let folders: Vec<String> = folders.iter().map(|folder| quoted_path(folder)).collect();
            ("catalogName", Draft::new(format!("there is no catalog {catalog} in {}", folders.join(", "))).help(help))
        }
        CatalogState::NoEntry { similar, shown } => {
            let help = meant(similar).unwrap_or_else(|| "correct the name, or add the entry".into());
            let message = format!("catalog {catalog} in {} has no entry {entry}", quoted_path(shown));
            ("entryName", Draft::new(message).help(help))
        }
        CatalogState::Open | CatalogState::Unknown(_) | CatalogState::Entry(_) => return None,
    };
    Some(Hit { draft, at: document.value_at(used.element, attribute)?, related: None })
}
