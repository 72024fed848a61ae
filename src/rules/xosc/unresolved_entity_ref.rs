use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::openscenario::{Named, Spot};
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};
use crate::spelling::closest;

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
        confidence: Likely,
        aliases: ["asam.net:xosc:1.2.0:reference_control.resolvable_entity_references"],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// Among more entities than this, the one that was meant is not sought.
const MANY: usize = 500;

/// More findings than this help nobody.
const MOST: usize = 10_000;

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(scenario) = document.scenario.filter(|scenario| scenario.has_entities) else { return Vec::new() };
    // With one name open, any reference may be to that entity.
    let Some(declared) = &scenario.entity_names else { return Vec::new() };
    let entities = scenario.declarations.iter().filter(|found| found.is_entity);
    let known: Vec<&str> = entities.map(|found| found.name).take(MANY).collect();
    let mut suggestions: FxHashMap<Cow<'_, str>, Option<&str>> = FxHashMap::default();
    let uses = scenario.entity_uses.iter().filter_map(|used| {
        let (name, origin) = match scenario.resolve(used.element, used.name) {
            Named::Plain(name) => (name.into(), String::new()),
            Named::ByParameter(name) => (name, format!(", the value of {},", quoted(used.name))),
            Named::Open => return None,
        };
        if declared.contains(&name) {
            return None;
        }
        let draft = Draft::new(format!("entity {}{origin} is not declared", quoted(&name)));
        let meant = *suggestions.entry(name).or_insert_with_key(|name| closest(name, &known));
        let draft = match meant {
            Some(meant) => draft.help(format!("did you mean {}?", quoted(meant))),
            None => draft.help("declare it in `Entities`, or correct the reference"),
        };
        Some(Hit { draft, at: At::Node(used.element, Spot::AttributeValue(used.attribute)), related: None })
    });
    uses.take(MOST).collect()
}
