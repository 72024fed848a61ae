use crate::openscenario::{Meaning, parameter_type_admits};
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

rule! {
    /// The value of a variable is not of the type that is declared for it.
    ///
    /// ## Why it matters
    /// Conditions compare it with numbers and actions add to it: with a word in its place
    /// simulators stop, or count from zero.
    ///
    /// ## Example
    /// ```xml
    /// <VariableDeclaration name="laps" variableType="int" value="none"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <VariableDeclaration name="laps" variableType="int" value="0"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `VariableDeclaration` from 1.2.
    "xosc/variable-value-type" {
        severity: Error,
        aliases: ["asam.net:xosc:1.2.0:data_type.variable_correctly_typed"],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    document.elements("VariableDeclaration").filter_map(|element| hit(document, element)).collect()
}

fn hit(document: &Document<'_>, element: NodeId) -> Option<Hit> {
    let (of_type, written) = (document.text(element, "variableType")?, document.text(element, "value")?);
    let Meaning::Text(text) = document.scenario?.meaning(element, written) else { return None };
    if parameter_type_admits(of_type, &text)? {
        return None;
    }
    let name = quoted(document.text(element, "name")?);
    let message = format!("{} is no value for {name} of type {of_type}", quoted(&text));
    let help = "correct the value, or declare the type that it has";
    Some(Hit { draft: Draft::new(message).help(help), at: document.value_at(element, "value")?, related: None })
}
