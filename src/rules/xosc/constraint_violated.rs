use crate::openscenario::constraints::{broken, shown};
use crate::openscenario::{Meaning, Parameter, Scenario, Spot};
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};

use super::parameter_value_type::origin;

rule! {
    /// The value of a parameter violates the constraints that are declared for it.
    ///
    /// ## Why it matters
    /// The scenario contradicts itself: a tool that looks at the constraints refuses it, and
    /// another one runs it outside the range it was made for.
    ///
    /// ## Example
    /// ```xml
    /// <ParameterDeclaration name="EgoSpeed" parameterType="double" value="70">
    ///   <ConstraintGroup>
    ///     <ValueConstraint rule="lessOrEqual" value="60"/>
    ///   </ConstraintGroup>
    /// </ParameterDeclaration>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <ParameterDeclaration name="EgoSpeed" parameterType="double" value="60">
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `ConstraintGroup` and `ValueConstraint` from 1.1: groups are
    /// alternatives, and all constraints of a group have to hold.
    "xosc/constraint-violated" {
        severity: Error,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(scenario) = document.scenario.filter(|scenario| scenario.has_constraints()) else { return Vec::new() };
    scenario.parameters.all().iter().filter_map(|parameter| hit(document, scenario, parameter)).collect()
}

fn hit(document: &Document<'_>, scenario: &Scenario<'_>, parameter: &Parameter<'_>) -> Option<Hit> {
    let Meaning::Text(value) = scenario.parameters.meaning_of(parameter.element)? else { return None };
    let meaning = |at, written| scenario.meaning(at, written);
    let broken = broken(document.tree, parameter.element, value, meaning);
    let constraint = *broken.first()?;
    let (name, origin) = (quoted(parameter.name), origin(parameter, value)?);
    let message = format!("{}{origin} violates the constraints of {name}: {}", quoted(value), shown(&broken));
    Some(Hit {
        draft: Draft::new(message).help("correct the value, or the constraints").related("this constraint"),
        at: document.value_at(parameter.element, "value")?,
        related: Some(At::Node(constraint.element, Spot::Name)),
    })
}
