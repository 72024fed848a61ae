use crate::openscenario::{Meaning, Parameter, Scenario};
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};

rule! {
    /// The value of a parameter is not of the type that is declared for it.
    ///
    /// ## Why it matters
    /// Where the parameter is used, a number is expected and a word is found: simulators
    /// stop, or read it as zero.
    ///
    /// ## Example
    /// ```xml
    /// <ParameterDeclaration name="EgoSpeed" parameterType="double" value="fast"/>
    /// <ParameterDeclaration name="Lane" parameterType="int" value="-1.5"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <ParameterDeclaration name="EgoSpeed" parameterType="double" value="30"/>
    /// <ParameterDeclaration name="Lane" parameterType="int" value="-1"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `ParameterDeclaration` in all editions.
    "xosc/parameter-value-type" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:parameters.parameter_declaration_parameter_type_inference"],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(scenario) = document.scenario else { return Vec::new() };
    let hit = |parameter: &Parameter<'_>| {
        let message = fault(scenario, parameter)?;
        let at = document.value_at(parameter.element, "value")?;
        let help = "correct the value, or declare the type that it has";
        Some(Hit { draft: Draft::new(message).help(help), at, related: None })
    };
    scenario.parameters.all().iter().filter_map(hit).collect()
}

/// What is wrong with a value; nothing where it depends on what is not known.
pub(super) fn fault(scenario: &Scenario<'_>, parameter: &Parameter<'_>) -> Option<String> {
    let of_type = parameter.of_type?;
    let Meaning::Text(text) = scenario.parameters.meaning_of(parameter.element)? else { return None };
    if of_type.admits(text) {
        return None;
    }
    let (name, origin) = (quoted(&format!("${}", parameter.name)), origin(parameter, text)?);
    Some(format!("{}{origin} is no value for {name} of type {}", quoted(text), parameter.type_name))
}

/// Said of a value that replaces the one of the file.
pub(super) const FROM_OUTSIDE: &str = ", given from outside,";

/// Where the value `text` of a parameter comes from, if it is not what the file says.
pub(super) fn origin(parameter: &Parameter<'_>, text: &str) -> Option<String> {
    let written = parameter.value?;
    Some(if written == text {
        String::new()
    } else if written.starts_with('$') {
        format!(", the value of {},", quoted(written))
    } else {
        FROM_OUTSIDE.to_owned()
    })
}
