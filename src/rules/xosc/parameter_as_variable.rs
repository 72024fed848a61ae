use crate::openscenario::{NameKind, Reference, Spot};
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};

use super::references::scenario;

rule! {
    /// A variable is meant, and the name is that of a parameter.
    ///
    /// ## Why it matters
    /// A parameter has its value before the scenario starts and keeps it: an action cannot
    /// change it, and a condition on it is met from the start or never.
    ///
    /// ## Example
    /// ```xml
    /// <ParameterDeclaration name="phase" parameterType="string" value="idle"/>
    /// …
    /// <VariableAction variableRef="phase">…
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <VariableDeclaration name="phase" variableType="string" value="idle"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, parameters and variables, from 1.2. The official checker
    /// takes parameters for variables.
    "xosc/parameter-as-variable" {
        severity: Error,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(scenario) = scenario(document) else { return Vec::new() };
    let declared = scenario.names_of(NameKind::Variable).unwrap_or_default();
    let is_meant =
        |used: &&Reference<'_>| !declared.contains(used.name) && scenario.parameter(used.element, used.name).is_some();
    let hit = |used: &Reference<'_>| {
        let draft = Draft::new(format!("{} is a parameter, expected a variable", quoted(used.name)))
            .help("declare it in `VariableDeclarations`, or refer to a variable");
        Hit { draft, at: At::Node(used.element, Spot::AttributeValue(used.attribute)), related: None }
    };
    scenario.references_to(NameKind::Variable).filter(is_meant).map(hit).collect()
}
