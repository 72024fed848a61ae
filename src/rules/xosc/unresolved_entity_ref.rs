use crate::openscenario::NameKind;
use crate::rules::{Check, Document, Hit, rule};

use super::references::{scenario, unresolved};

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

fn check(document: &Document<'_>) -> Vec<Hit> {
    // With one name open, any reference may be to that entity.
    let declared = scenario(document).and_then(|scenario| scenario.entity_names.as_ref());
    // So may it be to one whose name was left empty, which has a finding.
    let declared = declared.filter(|names| names.iter().all(|name| !name.trim().is_empty()));
    declared.map_or_else(Vec::new, |declared| unresolved(document, NameKind::Entity, declared, "entity", "`Entities`"))
}
