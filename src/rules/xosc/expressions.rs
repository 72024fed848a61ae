//! Expressions and parameters as the rules of this family see them.

use crate::openscenario::expression::{ExpressionFault, read};
use crate::openscenario::{ParameterUse, Scenario, Spot, expression_in};
use crate::rules::document::Evaluated;
use crate::rules::{At, Document, Draft, Hit};

/// The scenario of a document with its values that use parameters, and what those
/// that are expressions come to. What the schema refuses has its finding already.
pub(super) fn uses<'s, 'd>(
    document: &'s Document<'d>,
) -> impl Iterator<Item = (&'d Scenario<'d>, &'d ParameterUse<'d>, &'s Evaluated)> + use<'s, 'd> {
    document.scenario.into_iter().flat_map(move |scenario| {
        let results = results(document, scenario).iter();
        results.map(move |(index, result)| (scenario, &scenario.parameter_uses[*index], result))
    })
}

fn results<'s>(document: &'s Document<'_>, scenario: &Scenario<'_>) -> &'s [(usize, Evaluated)] {
    let is_taken = |used: &ParameterUse<'_>| used.expects.is_none_or(|expected| expected.admits(used.text));
    document.memo.results.get_or_init(|| {
        let uses = scenario.parameter_uses.iter().enumerate().filter(|(_, used)| is_taken(used));
        uses.map(|(index, used)| (index, result(scenario, used))).collect()
    })
}

fn result(scenario: &Scenario<'_>, used: &ParameterUse<'_>) -> Evaluated {
    let language = scenario.language;
    let Some(inner) = expression_in(used.text, language) else {
        let is_open = used.text.starts_with("${") && language.has_expressions();
        return if is_open { Err(ExpressionFault::Unclosed) } else { Ok(None) };
    };
    scenario.evaluate(used.element, &read(inner, language)?)
}

/// A finding on each expression with a fault that `wanted` picks.
pub(super) fn faults(document: &Document<'_>, help: &str, wanted: fn(&ExpressionFault) -> bool) -> Vec<Hit> {
    let hit = |(_, used, result): (&Scenario<'_>, &ParameterUse<'_>, &Evaluated)| {
        let fault = result.as_ref().err().filter(|fault| wanted(fault))?;
        Some(at(used, Draft::new(fault.to_string()).help(help)))
    };
    uses(document).filter_map(hit).collect()
}

/// A finding on a value.
pub(super) fn at(used: &ParameterUse<'_>, draft: Draft) -> Hit {
    Hit { draft, at: At::Node(used.element, Spot::AttributeValue(used.attribute)), related: None }
}
