use crate::openscenario::constraints::{admit_all, groups};
use crate::openscenario::{Meaning, Parameter, Scenario, Spot};
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};

rule! {
    /// The constraints of a parameter together admit every value.
    ///
    /// ## Why it matters
    /// Groups are alternatives. A lower and an upper limit in two groups forbid nothing: any
    /// value is above the one or below the other. What looks like a range is none.
    ///
    /// ## Example
    /// ```xml
    /// <ConstraintGroup><ValueConstraint rule="greaterThan" value="0"/></ConstraintGroup>
    /// <ConstraintGroup><ValueConstraint rule="lessThan" value="60"/></ConstraintGroup>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <ConstraintGroup>
    ///   <ValueConstraint rule="greaterThan" value="0"/>
    ///   <ValueConstraint rule="lessThan" value="60"/>
    /// </ConstraintGroup>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `ConstraintGroup` from 1.1: at least one group has to be met,
    /// and of a group all constraints.
    "xosc/constraints-admit-all" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(scenario) = document.scenario.filter(|scenario| scenario.has_constraints()) else { return Vec::new() };
    let numeric = scenario.parameters.all().iter().filter(|parameter| parameter.type_name != "string");
    numeric.filter_map(|parameter| hit(document, scenario, parameter)).collect()
}

fn hit(document: &Document<'_>, scenario: &Scenario<'_>, parameter: &Parameter<'_>) -> Option<Hit> {
    let groups = groups(document.tree, parameter.element);
    let first = *groups.first()?.first()?;
    let mut numbers = Vec::new();
    for group in &groups {
        let mut limits = Vec::new();
        for constraint in group {
            let Meaning::Text(bound) = scenario.meaning(constraint.element, constraint.value) else { return None };
            limits.push((constraint.rule, bound.trim().parse().ok()?));
        }
        numbers.push(limits);
    }
    if !admit_all(&numbers) {
        return None;
    }
    let group = document.tree.parent(first.element)?;
    let draft = Draft::new(format!("the constraints of {} admit every value", quoted(parameter.name)))
        .help("put limits that belong together into one `ConstraintGroup`: groups are alternatives");
    Some(Hit { draft, at: At::Node(group, Spot::Name), related: None })
}
