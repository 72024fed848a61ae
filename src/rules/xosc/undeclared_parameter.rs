use crate::openscenario::{NameKind, ParameterUse, Reference, Scenario, Spot, names_in};
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};
use crate::spelling::closest;
use crate::xml::NodeId;

use super::expressions::{at, uses};
use super::misspelt::{unless_misspelt, unless_nameless};

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
    // A declaration without name, which has its finding, may be the one that is meant.
    if document.elements("ParameterDeclaration").any(|element| document.text(element, "name").is_none()) {
        return hits;
    }
    for (scenario, used, result) in uses(document) {
        // With a value, or of a known sort, all names in it are declared.
        if matches!(result, Ok(Some(_))) {
            continue;
        }
        let unknown = names_in(used.text, scenario.language)
            .into_iter()
            .filter(|name| scenario.parameter(used.element, name).is_none());
        hits.extend(unknown.map(|name| at(used, draft(document, scenario, used, name))));
    }
    hits.extend(document.scenario.into_iter().flat_map(|scenario| by_name(scenario)));
    let hits = unless_misspelt(document, &["ParameterDeclarations"], hits);
    unless_nameless(document, &["ParameterDeclaration"], hits)
}

/// Conditions and actions that name a parameter without `$`.
fn by_name(scenario: &Scenario<'_>) -> Vec<Hit> {
    let plain = scenario.references_to(NameKind::Parameter).filter(|used| !used.name.starts_with('$'));
    let unknown = plain.filter(|used| scenario.parameter(used.element, used.name).is_none());
    let hit = |used: &Reference<'_>| {
        let draft = Draft::new(format!("parameter {} is not declared here", quoted(used.name)));
        let at = At::Node(used.element, Spot::AttributeValue(used.attribute));
        Hit { draft: advise(scenario, used.element, used.name, "", draft), at, related: None }
    };
    unknown.map(hit).collect()
}

fn draft(document: &Document<'_>, scenario: &Scenario<'_>, used: &ParameterUse<'_>, name: &str) -> Draft {
    let draft = Draft::new(format!("parameter {} is not declared here", quoted(&format!("${name}"))));
    let attribute = document.tree.attributes(used.element).get(used.attribute);
    if attribute.is_some_and(|attribute| document.tree.name_of(attribute.name) == "parameterRef") {
        return draft.help(format!("write {}: a reference by `parameterRef` has no `$`", quoted(name)));
    }
    advise(scenario, used.element, name, "$", draft)
}

/// What to do about a name that is not declared at `at`.
fn advise(scenario: &Scenario<'_>, at: NodeId, name: &str, sign: &str, draft: Draft) -> Draft {
    let visible = scenario.parameter_names(at);
    if let Some(meant) = closest(name, &visible) {
        return draft.help(format!("did you mean {}?", quoted(&format!("{sign}{meant}"))));
    }
    let is_elsewhere = scenario.parameters.all().iter().any(|parameter| parameter.name == name);
    draft.help(if is_elsewhere {
        "it is declared in another element, whose scope ends before this place: declare it in an element around both"
    } else {
        "declare it in the `ParameterDeclarations` of an element around this place"
    })
}
