use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::declared_types::declared;

rule! {
    /// An action adds to or multiplies a variable or parameter that is no number.
    ///
    /// ## Why it matters
    /// There is no sum of a word and a number: simulators stop, or leave the variable as it
    /// is, and what waits for its value waits in vain.
    ///
    /// ## Example
    /// ```xml
    /// <VariableDeclaration name="mode" variableType="string" value="city"/>
    /// …
    /// <VariableAction variableRef="mode">
    ///   <ModifyAction><Rule><AddValue value="1"/></Rule></ModifyAction>
    /// </VariableAction>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <VariableDeclaration name="mode" variableType="int" value="0"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `ParameterModifyAction` (all editions) and
    /// `VariableModifyAction` (from 1.2), for which the checker rules annexed to the
    /// standard have it, stamped 1.2.0.
    "xosc/modified-non-number" {
        severity: Error,
        aliases: ["asam.net:xosc:1.2.0:data_type.variable_modification_or_comparison_possible"],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// Types whose values are no numbers.
const NO_NUMBERS: [&str; 3] = ["boolean", "dateTime", "string"];

fn check(document: &Document<'_>) -> Vec<Hit> {
    let actions = ["ParameterAction", "VariableAction"].into_iter().flat_map(|name| document.elements(name));
    actions.filter_map(|action| hit(document, action)).collect()
}

fn hit(document: &Document<'_>, action: NodeId) -> Option<Hit> {
    document.child(action, "ModifyAction")?;
    let (name, of_type) = declared(document, action)?;
    if !NO_NUMBERS.contains(&of_type) {
        return None;
    }
    let attribute = if document.text(action, "variableRef").is_some() { "variableRef" } else { "parameterRef" };
    let draft = Draft::new(format!("{} of type {of_type} is modified, expected a number", quoted(name)))
        .help("set it with a `SetAction`, or declare it as a number");
    Some(Hit { draft, at: document.value_at(action, attribute)?, related: None })
}
