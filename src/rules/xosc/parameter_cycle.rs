use crate::openscenario::Parameter;
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};

rule! {
    /// The value of a parameter refers to the parameter itself.
    ///
    /// ## Why it matters
    /// The value never comes to an end: simulators stop, or hang.
    ///
    /// ## Example
    /// ```xml
    /// <ParameterDeclaration name="Speed" parameterType="double" value="${$Limit - 5}"/>
    /// <ParameterDeclaration name="Limit" parameterType="double" value="${$Speed + 5}"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <ParameterDeclaration name="Limit" parameterType="double" value="60"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, section 9: a parameter has a value before the scenario runs.
    "xosc/parameter-cycle" {
        severity: Error,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(scenario) = document.scenario else { return Vec::new() };
    let is_circular = |parameter: &&Parameter<'_>| scenario.parameters.is_circular(parameter.element);
    let hit = |parameter: &Parameter<'_>| {
        let draft = Draft::new(format!("the value of {} refers to itself", quoted(parameter.name)))
            .help("give one of the parameters a value of its own");
        Some(Hit { draft, at: document.value_at(parameter.element, "value")?, related: None })
    };
    scenario.parameters.all().iter().filter(is_circular).filter_map(hit).collect()
}
