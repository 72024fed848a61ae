use crate::openscenario::{Declaration, NameKind, Named, Spot};
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};

rule! {
    /// An element that others refer to by its name has an empty name.
    ///
    /// ## Why it matters
    /// Nothing can refer to it: no action can move the entity, no condition can wait for the event,
    /// no scenario can use the entry of the catalog. Logs show nothing in its place.
    ///
    /// ## Example
    /// ```xml
    /// <ScenarioObject name="">
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <ScenarioObject name="Ego">
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, references by name, all editions. The schema asks for the attribute
    /// and lets it be empty, so this is advice. Conditions, which nothing refers to, may be without
    /// a name; an empty name of a parameter is `xosc/invalid-parameter-name`.
    "xosc/empty-name" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(scenario) = document.scenario else { return Vec::new() };
    let declared = scenario.declarations.iter().filter(|declaration| is_referred_to(document, declaration));
    let empty = declared.filter(|declaration| match scenario.resolve(declaration.element, declaration.name) {
        Named::Plain(name) => name.trim().is_empty(),
        Named::ByParameter(name) => name.trim().is_empty(),
        Named::Open => false,
    });
    let places = empty.map(|declaration| (declaration.element, declaration.attribute));
    let catalogs = document.elements("Catalog").filter_map(|catalog| {
        let index = document.attribute_index(catalog, "name")?;
        document.text(catalog, "name")?.trim().is_empty().then_some((catalog, index))
    });
    let hit = |(element, index)| {
        let draft = Draft::new(format!("the name of {} is empty", quoted(document.tree.name(element))));
        let at = At::Node(element, Spot::AttributeValue(index));
        Hit { draft: draft.help("give it a name to refer to it by"), at, related: None }
    };
    catalogs.chain(places).map(hit).collect()
}

/// True if a name of this kind is one that references use. Of a vehicle and the like
/// in a scenario itself, that is the name of the object around it.
fn is_referred_to(document: &Document<'_>, declaration: &Declaration<'_>) -> bool {
    let tree = document.tree;
    let is_entry = || tree.parent(declaration.element).is_some_and(|parent| tree.name(parent) == "Catalog");
    match declaration.kind {
        NameKind::Parameter => false,
        NameKind::Other => tree.name(declaration.element) == "Phase" || is_entry(),
        _ => true,
    }
}
