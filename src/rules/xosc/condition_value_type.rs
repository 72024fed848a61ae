use crate::rules::{Check, Document, Hit, rule};

use super::declared_types::mistyped;

rule! {
    /// A condition compares a parameter or variable with a value of another type.
    ///
    /// ## Why it matters
    /// The condition can never be true, and what waits for it never starts.
    ///
    /// ## Example
    /// ```xml
    /// <ParameterCondition parameterRef="Rain" rule="equalTo" value="heavy"/>   <!-- Rain is boolean -->
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <ParameterCondition parameterRef="Rain" rule="equalTo" value="true"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `ParameterCondition` (all editions) and `VariableCondition` (from 1.2).
    "xosc/condition-value-type" {
        severity: Error,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let conditions = ["ParameterCondition", "VariableCondition"].into_iter().flat_map(|name| document.elements(name));
    conditions.filter_map(|condition| mistyped(document, condition, condition)).collect()
}
