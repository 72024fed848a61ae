use crate::openscenario::Parameter;
use crate::openscenario::constraints::{Constraint, groups};
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};

rule! {
    /// A constraint compares a parameter with a value of another type.
    ///
    /// ## Why it matters
    /// No value of the parameter can be compared with it: the constraint says nothing.
    ///
    /// ## Example
    /// ```xml
    /// <ParameterDeclaration name="Speed" parameterType="double" value="20">
    ///   <ConstraintGroup><ValueConstraint rule="lessThan" value="fast"/></ConstraintGroup>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <ConstraintGroup><ValueConstraint rule="lessThan" value="60"/></ConstraintGroup>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `ValueConstraint`, from 1.1.
    "xosc/constraint-value-type" {
        severity: Error,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(scenario) = document.scenario.filter(|scenario| scenario.has_constraints()) else { return Vec::new() };
    scenario.parameters.all().iter().flat_map(|parameter| hits(document, parameter)).collect()
}

fn hits(document: &Document<'_>, parameter: &Parameter<'_>) -> Vec<Hit> {
    let constraints = groups(document.tree, parameter.element).into_iter().flatten();
    let hit = |constraint: Constraint<'_>| {
        let value = document.known(constraint.element, "value")?;
        if parameter.of_type?.admits(&value) {
            return None;
        }
        let message =
            format!("{} is no value for {} of type {}", quoted(&value), quoted(parameter.name), parameter.type_name);
        let draft = Draft::new(message).help("compare with a value of the type that is declared");
        Some(Hit { draft, at: document.value_at(constraint.element, "value")?, related: None })
    };
    constraints.filter_map(hit).collect()
}
