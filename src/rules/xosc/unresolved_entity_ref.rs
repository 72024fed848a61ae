use crate::openscenario::{Named, Spot};
use crate::rules::{At, Check, Document, Draft, Hit, nearest, quoted, rule};

rule! {
    /// A reference names an entity that the scenario does not declare.
    ///
    /// ## Why it matters
    /// The action or condition has no one to act on. Simulators stop, or skip it and
    /// run another scenario than the one that was written.
    ///
    /// ## Example
    /// ```xml
    /// <Entities><ScenarioObject name="Ego">…</ScenarioObject></Entities>
    /// …
    /// <EntityRef entityRef="ego"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <EntityRef entityRef="Ego"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, references to entities, all editions. The official
    /// checker applies its rule from 1.2 on only; the reference has the same meaning
    /// in 1.0 and 1.1.
    "xosc/unresolved-entity-ref" {
        severity: Error,
        aliases: ["asam.net:xosc:1.2.0:reference_control.resolvable_entity_references"],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(scenario) = document.scenario.filter(|scenario| scenario.has_entities) else { return Vec::new() };
    // With one name open, any reference may be to that entity.
    let Some(declared) = &scenario.entity_names else { return Vec::new() };
    let uses = scenario.entity_uses.iter().filter_map(|used| {
        let (name, origin) = match scenario.resolve(used.name) {
            Named::Plain(name) => (name, String::new()),
            Named::ByParameter(name) => (name, format!(", the value of {},", quoted(used.name))),
            Named::Open => return None,
        };
        if declared.contains(name) {
            return None;
        }
        let known: Vec<&str> =
            scenario.declarations.iter().filter(|found| found.is_entity).map(|found| found.name).collect();
        let draft = Draft::new(format!("entity {}{origin} is not declared", quoted(name)));
        let draft = match nearest(name, &known) {
            Some(meant) => draft.help(format!("did you mean {}?", quoted(meant))),
            None => draft.help("declare it in `Entities`, or correct the reference"),
        };
        Some(Hit { draft, at: At::Node(used.element, Spot::AttributeValue(used.attribute)), related: None })
    });
    uses.collect()
}
