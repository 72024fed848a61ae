use crate::openscenario::NameKind;
use crate::rules::{Check, Document, Hit, rule};

use super::references::scenario;
use super::unused::{hit, unused};

rule! {
    /// An entity is declared and never mentioned again.
    ///
    /// ## Why it matters
    /// It stands nowhere and does nothing. Often a part of the scenario was deleted and its
    /// vehicle was not, or another entity was named in its place.
    ///
    /// ## Example
    /// ```xml
    /// <ScenarioObject name="Lead">…</ScenarioObject>
    /// <ScenarioObject name="Lead2">…</ScenarioObject>
    /// …
    /// <Private entityRef="Lead">…</Private>
    /// <EntityRef entityRef="Lead"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <EntityRef entityRef="Lead2"/>
    /// ```
    /// Or delete the declaration.
    ///
    /// ## Source
    /// Good practice; ASAM OpenSCENARIO XML does not forbid it. An entity that a controller
    /// or the road network moves is not reported, and none where entities are named by an
    /// open parameter, by their type or in commands of the user.
    "xosc/unused-entity" {
        severity: Note,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// What brings in an entity, or moves it, without naming it.
const BY_ITSELF: [&str; 2] = ["ObjectController", "ExternalObjectReference"];

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(scenario) = scenario(document) else { return Vec::new() };
    let by_type = ["ByType", "ByObjectType"].iter().any(|name| document.elements(name).next().is_some());
    if by_type || scenario.has_faulty_entity {
        return Vec::new();
    }
    let unused = unused(document, scenario, NameKind::Entity).into_iter();
    let alone = unused.filter(|declaration| {
        let inside = document.tree.name(declaration.element) == "Trailer";
        !inside && BY_ITSELF.iter().all(|name| document.child(declaration.element, name).is_none())
    });
    alone.filter_map(|declaration| hit(document, declaration, "entity")).collect()
}
