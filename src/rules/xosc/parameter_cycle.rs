use rustc_hash::FxHashSet;

use crate::openscenario::{Parameter, ParameterUse, Scenario};
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};

use super::expressions::{parameters, uses};

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
    let defaults: Vec<(&Parameter<'_>, &ParameterUse<'_>)> =
        uses(document).filter_map(|(_, used)| Some((scenario.parameters.declared_by(used.element)?, used))).collect();
    let is_circular = |parameter: &Parameter<'_>| reaches(scenario, &defaults, parameter);
    let circular = scenario.parameters.all().iter().filter(|parameter| is_circular(parameter));
    let hit = |parameter: &Parameter<'_>| {
        let draft = Draft::new(format!("the value of {} refers to itself", quoted(parameter.name)))
            .help("give one of the parameters a value of its own");
        Some(Hit { draft, at: document.value_at(parameter.element, "value")?, related: None })
    };
    circular.filter_map(hit).collect()
}

/// True if the value of `start` leads back to it, through however many others.
fn reaches(scenario: &Scenario<'_>, defaults: &[(&Parameter<'_>, &ParameterUse<'_>)], start: &Parameter<'_>) -> bool {
    let mut seen = FxHashSet::default();
    let mut open = vec![start.element];
    while let Some(element) = open.pop() {
        let values = defaults.iter().filter(|(parameter, _)| parameter.element == element);
        for name in values.flat_map(|(_, used)| parameters(scenario, used)) {
            let Some(next) = scenario.parameter(element, name) else { continue };
            if next.element == start.element {
                return true;
            }
            if seen.insert(next.element) {
                open.push(next.element);
            }
        }
    }
    false
}
