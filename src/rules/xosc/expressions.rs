//! Expressions and parameters as the rules of this family see them.

use crate::openscenario::expression::{ExpressionFault, Operand, read};
use crate::openscenario::{ParameterUse, Scenario, Spot, expression_in};
use crate::rules::{At, Document, Draft, Hit};

/// The scenario of a document with its values that use parameters. What the
/// schema refuses has its finding already.
pub(super) fn uses<'d>(
    document: &Document<'d>,
) -> impl Iterator<Item = (&'d Scenario<'d>, &'d ParameterUse<'d>)> + use<'d> {
    let scenario = document.scenario;
    let admitted = |used: &&ParameterUse<'_>| used.expects.is_none_or(|expected| expected.admits(used.text));
    scenario
        .into_iter()
        .flat_map(move |scenario| scenario.parameter_uses.iter().filter(admitted).map(move |used| (scenario, used)))
}

/// What an expression comes to; none for what is no expression, or names an
/// undeclared parameter.
pub(super) fn result(scenario: &Scenario<'_>, used: &ParameterUse<'_>) -> Result<Option<Operand>, ExpressionFault> {
    let language = scenario.language;
    let Some(inner) = expression_in(used.text, language) else {
        let is_open = used.text.starts_with("${") && language.has_expressions();
        return if is_open { Err(ExpressionFault::Unclosed) } else { Ok(None) };
    };
    scenario.evaluate(used.element, &read(inner, language)?)
}

/// A finding on each expression with a fault that `wanted` picks.
pub(super) fn faults(document: &Document<'_>, help: &str, wanted: fn(&ExpressionFault) -> bool) -> Vec<Hit> {
    let hit = |(scenario, used): (&Scenario<'_>, &ParameterUse<'_>)| {
        let fault = result(scenario, used).err().filter(wanted)?;
        Some(at(used, Draft::new(fault.to_string()).help(help)))
    };
    uses(document).filter_map(hit).collect()
}

/// A finding on a value.
pub(super) fn at(used: &ParameterUse<'_>, draft: Draft) -> Hit {
    Hit { draft, at: At::Node(used.element, Spot::AttributeValue(used.attribute)), related: None }
}
