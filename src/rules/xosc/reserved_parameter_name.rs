use crate::openscenario::{Declaration, NameKind, Spot};
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};

rule! {
    /// The name of a parameter or variable begins with `OSC`.
    ///
    /// ## Why it matters
    /// The standard keeps these names for itself: a later edition may give one a meaning
    /// that this scenario does not have in mind.
    ///
    /// ## Example
    /// ```xml
    /// <ParameterDeclaration name="OSCSpeed" parameterType="double" value="20"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <ParameterDeclaration name="EgoSpeed" parameterType="double" value="20"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, section 9.1, a recommendation; section 6.12 asks the same of
    /// variables as of parameters. The checker rules annexed to the standard stamp it 1.0.0.
    "xosc/reserved-parameter-name" {
        severity: Warning,
        aliases: ["asam.net:xosc:1.0.0:naming.parameter_declaration_name_prefix_reserved"],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(scenario) = document.scenario else { return Vec::new() };
    let reserved = |found: &&Declaration<'_>| {
        matches!(found.kind, NameKind::Parameter | NameKind::Variable) && found.name.starts_with("OSC")
    };
    let hit = |found: &Declaration<'_>| {
        let draft = Draft::new(format!("{} begins with `OSC`, which is reserved", quoted(found.name)))
            .help("choose a name with another beginning");
        Hit { draft, at: At::Node(found.element, Spot::AttributeValue(found.attribute)), related: None }
    };
    scenario.declarations.iter().filter(reserved).map(hit).collect()
}
