use crate::openscenario::NameKind;
use crate::rules::{Check, Document, Hit, rule};

use super::references::scenario;
use super::unused::{hit, unused};

rule! {
    /// A variable is declared, and the scenario neither sets nor reads it.
    ///
    /// ## Why it matters
    /// What it was to steer is not steered. Often the name in an action or a condition is
    /// another one.
    ///
    /// ## Example
    /// ```xml
    /// <VariableDeclaration name="phase" variableType="string" value="idle"/>
    /// <VariableDeclaration name="phase2" variableType="string" value="idle"/>
    /// …
    /// <VariableCondition variableRef="phase" rule="equalTo" value="busy"/>
    /// ```
    ///
    /// ## Instead
    /// Delete `phase2`, or use it.
    ///
    /// ## Source
    /// Good practice; ASAM OpenSCENARIO XML, from 1.2, does not forbid it. Whatever runs the
    /// scenario may use the variable from outside.
    "xosc/unused-variable" {
        severity: Note,
        confidence: Likely,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(scenario) = scenario(document) else { return Vec::new() };
    let unused = unused(document, scenario, NameKind::Variable).into_iter();
    unused.filter_map(|declaration| hit(document, declaration, "variable")).collect()
}
