use crate::companions::{CatalogState, CatalogUse};
use crate::rules::{Check, Document, Draft, Hit, quoted, quoted_path, rule};

rule! {
    /// Two catalogs of one name hold the entry that a reference leads to.
    ///
    /// ## Why it matters
    /// Which of the two vehicles drives is up to the simulator, and changes with the order
    /// in which it reads a folder.
    ///
    /// ## Example
    /// ```text
    /// catalogs/vehicles.xosc       <Catalog name="VehicleCatalog"> … <Vehicle name="car">
    /// catalogs/vehicles-old.xosc   <Catalog name="VehicleCatalog"> … <Vehicle name="car">
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// catalogs/vehicles-old.xosc   <Catalog name="OldVehicleCatalog"> …
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `CatalogReference`, all editions: catalog and entry are found
    /// by their names.
    "xosc/ambiguous-catalog-entry" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(companions) = document.companions else { return Vec::new() };
    companions.catalogs.iter().filter_map(|used| hit(document, used)).collect()
}

fn hit(document: &Document<'_>, used: &CatalogUse<'_>) -> Option<Hit> {
    let CatalogState::Entry(found) = &used.state else { return None };
    let (name, rival) = (quoted(used.entry.as_deref()?), found.rival.as_deref()?);
    let message = format!("{name} is in {} and in {}", quoted_path(&found.shown), quoted_path(rival));
    let draft = Draft::new(message).help("give the catalogs, or the entries, names of their own");
    Some(Hit { draft, at: document.value_at(used.element, "entryName")?, related: None })
}
