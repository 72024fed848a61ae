use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use crate::openscenario::{Declaration, Spot};
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

rule! {
    /// Two elements of one level have the same name.
    ///
    /// ## Why it matters
    /// A reference by name cannot tell them apart. Which of the two entities brakes,
    /// or which of the two events is waited for, is up to the simulator.
    ///
    /// ## Example
    /// ```xml
    /// <Maneuver name="brake">
    ///   <Event name="start" …/>
    ///   <Event name="start" …/>
    /// </Maneuver>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Maneuver name="brake">
    ///   <Event name="start" …/>
    ///   <Event name="stop" …/>
    /// </Maneuver>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, naming of elements, all editions: a name is unique within
    /// the directly enclosing element. The official checker applies its rule from 1.2
    /// on only; the checker rules annexed to the standard stamp it 1.0.0.
    "xosc/duplicate-name" {
        severity: Error,
        aliases: [
            "asam.net:xosc:1.0.0:naming.unique_element_names_on_same_level",
            "asam.net:xosc:1.2.0:reference_control.unique_element_names_on_same_level",
            "asam.net:xosc:1.2.0:reference_control.uniquely_resolvable_entity_references",
        ],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(scenario) = document.scenario else { return Vec::new() };
    let mut first: FxHashMap<(Option<NodeId>, &str), &Declaration<'_>> = FxHashMap::default();
    first.reserve(scenario.declarations.len());
    let mut hits = Vec::new();
    for declaration in &scenario.declarations {
        let parent = document.tree.parent(declaration.element);
        match first.entry((parent, declaration.name)) {
            Entry::Vacant(entry) => {
                entry.insert(declaration);
            }
            Entry::Occupied(entry) => hits.push(duplicate(document, entry.get(), declaration)),
        }
    }
    hits
}

fn duplicate(document: &Document<'_>, first: &Declaration<'_>, second: &Declaration<'_>) -> Hit {
    let what = document.tree.name(second.element);
    let draft = Draft::new(format!("name {} of {} is already taken", quoted(second.name), quoted(what)))
        .help("give each element of a level a name of its own")
        .related(format!("first used by this `{}`", document.tree.name(first.element)));
    let at = |declaration: &Declaration<'_>| At::Node(declaration.element, Spot::AttributeValue(declaration.attribute));
    Hit { draft, at: at(second), related: Some(at(first)) }
}
