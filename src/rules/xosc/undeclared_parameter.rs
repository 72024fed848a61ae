use crate::openscenario::{ParameterUse, Scenario};
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::spelling::closest;

use super::expressions::{at, parameters, uses};

rule! {
    /// A value uses a parameter that is not declared where it is used.
    ///
    /// ## Why it matters
    /// The value is unknown, and the simulator stops or takes a value of its own. A
    /// parameter counts within the element that declares it; an entry of a catalog sees
    /// its own parameters only, never those of the scenario that uses the entry.
    ///
    /// ## Example
    /// ```xml
    /// <ParameterDeclarations>
    ///   <ParameterDeclaration name="EgoSpeed" parameterType="double" value="20"/>
    /// </ParameterDeclarations>
    /// …
    /// <AbsoluteTargetSpeed value="$egoSpeed"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <AbsoluteTargetSpeed value="$EgoSpeed"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, section 9.1, all editions: the scope of a parameter is the
    /// element whose list declares it and everything below; the checker rules annexed to
    /// the standard stamp it 1.1.0. The official checker looks at catalogs only, from 1.2.
    "xosc/undeclared-parameter" {
        severity: Error,
        aliases: [
            "asam.net:xosc:1.1.0:parameters.parameter_declaration_parameter_scope",
            "asam.net:xosc:1.2.0:parameters.valid_parameter_declaration_in_catalogs",
        ],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (scenario, used) in uses(document) {
        let unknown =
            parameters(scenario, used).into_iter().filter(|name| scenario.parameter(used.element, name).is_none());
        hits.extend(unknown.map(|name| at(used, draft(document, scenario, used, name))));
    }
    hits
}

fn draft(document: &Document<'_>, scenario: &Scenario<'_>, used: &ParameterUse<'_>, name: &str) -> Draft {
    let draft = Draft::new(format!("parameter {} is not declared here", quoted(&format!("${name}"))));
    let attribute = document.tree.attributes(used.element).get(used.attribute);
    if attribute.is_some_and(|attribute| document.tree.name_of(attribute.name) == "parameterRef") {
        return draft.help(format!("write {}: a reference by `parameterRef` has no `$`", quoted(name)));
    }
    let visible = scenario.parameter_names(used.element);
    if let Some(meant) = closest(name, &visible) {
        return draft.help(format!("did you mean {}?", quoted(&format!("${meant}"))));
    }
    let is_elsewhere = scenario.parameters.all().iter().any(|parameter| parameter.name == name);
    draft.help(if is_elsewhere {
        "it is declared in another element, whose scope ends before this place: declare it in an element around both"
    } else {
        "declare it in the `ParameterDeclarations` of an element around this place"
    })
}
