use crate::openscenario::constraints::{Constraint, groups, holds};
use crate::openscenario::{Meaning, Parameter, Scenario, Spot};
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};

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
    let Some(scenario) = document.scenario else { return Vec::new() };
    scenario.parameters.all().iter().filter_map(|parameter| hit(document, scenario, parameter)).collect()
}

fn hit(document: &Document<'_>, scenario: &Scenario<'_>, parameter: &Parameter<'_>) -> Option<Hit> {
    let groups = groups(document.tree, parameter.element);
    let Meaning::Text(value) = scenario.meaning(parameter.element, parameter.value?) else { return None };
    let mut broken = Vec::new();
    for group in &groups {
        // A constraint that cannot be told leaves its group open.
        let verdicts: Vec<Option<bool>> =
            group.iter().map(|constraint| meets(scenario, parameter, &value, constraint)).collect();
        let first = verdicts.iter().position(|verdict| *verdict == Some(false))?;
        broken.push(group.get(first)?);
    }
    let constraint = *broken.first()?;
    let shown = broken.iter().map(|one| format!("{} {}", one.rule, one.value)).collect::<Vec<_>>().join(", or ");
    let message = format!("{} violates the constraints of {}: {shown}", quoted(&value), quoted(parameter.name));
    Some(Hit {
        draft: Draft::new(message).help("correct the value, or the constraints").related("this constraint"),
        at: document.value_at(parameter.element, "value")?,
        related: Some(At::Node(constraint.element, Spot::Name)),
    })
}

/// Whether a value meets a constraint, if that can be told.
fn meets(scenario: &Scenario<'_>, parameter: &Parameter<'_>, value: &str, constraint: &Constraint<'_>) -> Option<bool> {
    let Meaning::Text(bound) = scenario.meaning(constraint.element, constraint.value) else { return None };
    match (value.trim().parse::<f64>(), bound.trim().parse::<f64>()) {
        (Ok(value), Ok(bound)) => holds(constraint.rule, value, bound),
        // Texts are equal or not; a number that is none has its own finding.
        _ if parameter.type_name == "string" => match constraint.rule {
            "equalTo" => Some(value == bound),
            "notEqualTo" => Some(value != bound),
            _ => None,
        },
        _ => None,
    }
}
