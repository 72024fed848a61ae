use crate::openscenario::is_parameter_name;
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};

rule! {
    /// A parameter has a name that no value can use.
    ///
    /// ## Why it matters
    /// `$` and a name make the reference: a name with a blank, a hyphen or a `$` of its own
    /// cannot be referred to, and simulators guess.
    ///
    /// ## Example
    /// ```xml
    /// <ParameterDeclaration name="$EgoSpeed" parameterType="double" value="20"/>
    /// <ParameterDeclaration name="ego-speed" parameterType="double" value="20"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <ParameterDeclaration name="EgoSpeed" parameterType="double" value="20"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, section 9.1: letters, digits and `_`, no digit first; the
    /// checker rules annexed to the standard stamp it 1.1.0. The schema of every edition
    /// admits the same names in references.
    "xosc/invalid-parameter-name" {
        severity: Error,
        aliases: ["asam.net:xosc:1.1.0:naming.parameter_declaration_parameter_name"],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(scenario) = document.scenario else { return Vec::new() };
    let faulty = scenario.parameters.all().iter().filter(|parameter| !is_parameter_name(parameter.written));
    let hit = |parameter: &crate::openscenario::Parameter<'_>| {
        let draft = Draft::new(format!("{} is no name of a parameter", quoted(parameter.written)));
        let help = match parameter.written.strip_prefix('$') {
            Some(name) if is_parameter_name(name) => format!("write {}; `$` belongs to the reference", quoted(name)),
            _ => "use letters, digits and `_`, and no digit first".to_owned(),
        };
        Some(Hit { draft: draft.help(help), at: document.value_at(parameter.element, "name")?, related: None })
    };
    faulty.filter_map(hit).collect()
}
