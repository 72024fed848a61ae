use rustc_hash::FxHashMap;

use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::distributions::distributed;

rule! {
    /// Two distributions give values to one parameter.
    ///
    /// ## Why it matters
    /// Which of them counts is up to the tool, and the number of concrete scenarios with it.
    ///
    /// ## Example
    /// ```xml
    /// <DeterministicSingleParameterDistribution parameterName="Speed"> …
    /// <DeterministicSingleParameterDistribution parameterName="Speed"> …
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <DeterministicSingleParameterDistribution parameterName="Speed"> …
    /// <DeterministicSingleParameterDistribution parameterName="Gap"> …
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, parameter value distributions, from 1.1: a distribution is found by
    /// the name of its parameter. The sets of one `ValueSetDistribution` belong together.
    "xosc/repeated-distribution" {
        severity: Error,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let mut first: FxHashMap<&str, (NodeId, &str)> = FxHashMap::default();
    let mut hits = Vec::new();
    // A second list of distributions is a matter of the schema.
    let list = document.elements("Deterministic").chain(document.elements("Stochastic")).min();
    let is_first = |place: NodeId| list.is_some_and(|list| document.tree.is_within(place, list));
    for place in distributed(document).into_iter().filter(|place| is_first(place.element)) {
        let (element, attribute) = (place.element, place.attribute);
        let group = |place| document.around(place, "ValueSetDistribution");
        // Assignments elsewhere distribute nothing.
        if attribute == "parameterRef" && group(element).is_none() {
            continue;
        }
        let Some(&(earlier, earlier_attribute)) = first.get(place.name) else {
            first.insert(place.name, (element, attribute));
            continue;
        };
        // Sets of values name their parameters once in each set.
        if group(element).is_some() && group(element) == group(earlier) {
            continue;
        }
        let draft = Draft::new(format!("parameter {} has a distribution already", quoted(place.name)))
            .help("keep one distribution for each parameter")
            .related("the first one");
        let related = document.value_at(earlier, earlier_attribute);
        hits.extend(document.value_at(element, attribute).map(|at| Hit { draft, at, related }));
        // Further sets of the same distribution are the same fault.
        first.insert(place.name, (element, attribute));
    }
    hits
}
