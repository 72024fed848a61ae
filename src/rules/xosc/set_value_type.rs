use crate::rules::{Check, Document, Hit, rule};

use super::declared_types::mistyped;

rule! {
    /// An action sets a parameter or variable to a value of another type.
    ///
    /// ## Why it matters
    /// The action fails, or the value is read as zero; what depends on it goes another way.
    ///
    /// ## Example
    /// ```xml
    /// <VariableAction variableRef="Laps"><SetAction value="many"/></VariableAction>   <!-- Laps is int -->
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <VariableAction variableRef="Laps"><SetAction value="3"/></VariableAction>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `ParameterSetAction` (all editions) and `VariableSetAction` (from 1.2).
    "xosc/set-value-type" {
        severity: Error,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let actions = ["ParameterAction", "VariableAction"].into_iter().flat_map(|name| document.elements(name));
    actions.filter_map(|action| mistyped(document, action, document.child(action, "SetAction")?)).collect()
}
