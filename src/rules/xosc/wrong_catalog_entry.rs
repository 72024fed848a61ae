use crate::companions::{CatalogState, CatalogUse};
use crate::rules::{Check, Document, Draft, Hit, quoted, quoted_path, rule};

rule! {
    /// A reference to a catalog leads to an entry of another kind than its place asks for.
    ///
    /// ## Why it matters
    /// A controller is no vehicle: the scenario cannot start.
    ///
    /// ## Example
    /// ```xml
    /// <ScenarioObject name="Ego">
    ///   <CatalogReference catalogName="ControllerCatalog" entryName="driver"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <ScenarioObject name="Ego">
    ///   <CatalogReference catalogName="VehicleCatalog" entryName="car"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, the classes that hold a `CatalogReference`, all editions.
    "xosc/wrong-catalog-entry" {
        severity: Error,
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
    let kind = found.kind();
    if used.places.is_empty() || used.places.iter().any(|place| place.entry == kind) {
        return None;
    }
    let expected: Vec<String> = used.places.iter().map(|place| quoted(&place.entry)).collect();
    let name = quoted(used.entry.as_deref()?);
    let message =
        format!("{name} in {} is a {}, expected {}", quoted_path(&found.place()), quoted(kind), expected.join(" or "));
    let draft = Draft::new(message).help("refer to an entry of the kind that belongs here");
    Some(Hit { draft, at: document.value_at(used.element, "entryName")?, related: None })
}
