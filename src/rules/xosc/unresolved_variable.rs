use std::borrow::Cow;

use crate::openscenario::NameKind;
use crate::rules::{Check, Document, Hit, rule};

use super::references::{scenario, unresolved};

rule! {
    /// A reference names a variable that the scenario does not declare.
    ///
    /// ## Why it matters
    /// A condition on it is never met, an action sets nothing: simulators stop, or run another
    /// scenario than the one that was written.
    ///
    /// ## Example
    /// ```xml
    /// <VariableDeclarations>
    ///   <VariableDeclaration name="phase" variableType="string" value="idle"/>
    /// </VariableDeclarations>
    /// …
    /// <VariableCondition variableRef="Phase" rule="equalTo" value="idle"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <VariableCondition variableRef="phase" rule="equalTo" value="idle"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, references to variables, from 1.2.
    "xosc/unresolved-variable" {
        severity: Error,
        confidence: Likely,
        aliases: [
            "asam.net:xosc:1.2.0:reference_control.resolvable_variable_reference",
        ],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(scenario) = scenario(document) else { return Vec::new() };
    let Some(mut declared) = scenario.names_of(NameKind::Variable) else { return Vec::new() };
    // A parameter in the place of a variable has a finding of its own.
    declared.extend(scenario.parameters.all().iter().map(|parameter| Cow::Borrowed(parameter.name)));
    unresolved(document, NameKind::Variable, &declared, "variable", "`VariableDeclarations`")
}
