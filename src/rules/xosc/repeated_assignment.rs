use rustc_hash::FxHashSet;

use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

rule! {
    /// A list gives one parameter two values, or names one entity twice.
    ///
    /// ## Why it matters
    /// Of two values one is lost, and which one is up to the simulator.
    ///
    /// ## Example
    /// ```xml
    /// <ParameterAssignment parameterRef="MaxSpeed" value="50"/>
    /// <ParameterAssignment parameterRef="MaxSpeed" value="60"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <ParameterAssignment parameterRef="MaxSpeed" value="60"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `ParameterAssignments` (all editions), `ParameterValueSet` (from
    /// 1.1), `EntitySelection` and `TriggeringEntities` (all editions).
    "xosc/repeated-assignment" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// Lists with what names their members: list, member, attribute.
const LISTS: [(&str, &str, &str); 4] = [
    ("ParameterAssignments", "ParameterAssignment", "parameterRef"),
    ("ParameterValueSet", "ParameterAssignment", "parameterRef"),
    ("Members", "EntityRef", "entityRef"),
    ("TriggeringEntities", "EntityRef", "entityRef"),
];

fn check(document: &Document<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (list, member, attribute) in LISTS {
        for list in document.elements(list) {
            hits.extend(repeated(document, list, member, attribute));
        }
    }
    hits
}

fn repeated(document: &Document<'_>, list: NodeId, member: &str, attribute: &str) -> Vec<Hit> {
    let Some(member) = document.tree.find_name(member) else { return Vec::new() };
    let members = document.tree.children(list).filter(|&child| document.tree.element(child).name == member);
    let mut seen = FxHashSet::default();
    let again = members.filter(|&child| document.text(child, attribute).is_some_and(|name| !seen.insert(name)));
    let hit = |child| {
        let name = quoted(document.text(child, attribute)?);
        let draft = Draft::new(format!("{name} is in this list already")).help("keep one of the two");
        Some(Hit { draft, at: document.value_at(child, attribute)?, related: None })
    };
    again.filter_map(hit).collect()
}
