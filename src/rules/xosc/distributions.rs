//! Distributions, and the parameters of the scenario that they give values to.

use crate::companions::Companion;
use crate::openscenario::constraints::{Constraint, broken, shown};
use crate::openscenario::{Base, Given, Parameter, Scenario};
use crate::rules::{At, Document, quoted};
use crate::xml::NodeId;

/// A place that gives values to a parameter.
pub(super) struct Distributed<'d> {
    /// The element that names the parameter.
    pub(super) element: NodeId,
    /// The attribute that names it.
    pub(super) attribute: &'static str,
    /// The parameter's name, without `$`.
    pub(super) name: &'d str,
}

/// The elements that give values to a parameter, with the attribute that names it.
const PLACES: [(&str, &str); 3] = [
    ("DeterministicSingleParameterDistribution", "parameterName"),
    ("StochasticDistribution", "parameterName"),
    ("ParameterAssignment", "parameterRef"),
];

/// All such places of a file with distributions, in document order.
pub(super) fn distributed<'d>(document: &Document<'d>) -> Vec<Distributed<'d>> {
    if document.elements("ParameterValueDistribution").next().is_none() {
        return Vec::new();
    }
    let read = |(element, attribute): (&str, &'static str)| {
        let read = move |element| {
            let name = document.text(element, attribute)?;
            Some(Distributed { element, attribute, name: name.strip_prefix('$').unwrap_or(name) })
        };
        document.elements(element).filter_map(read)
    };
    let mut all: Vec<Distributed<'d>> = PLACES.into_iter().flat_map(read).collect();
    all.sort_by_key(|one| one.element);
    all
}

/// Looks at each distribution together with the scenario it is for.
pub(super) fn with_target<'d, R>(
    document: &Document<'d>,
    look: impl Fn(&Target<'_>, &Distributed<'d>) -> Option<R>,
) -> Vec<R> {
    let places = distributed(document);
    let Some(Companion::Read { shown, content, .. }) = document.companions.map(|companions| &companions.target) else {
        return Vec::new();
    };
    if places.is_empty() || !content.has_storyboard() {
        return Vec::new();
    }
    let Some(scenario) = content.scenario(NodeId::ROOT, &Given::nothing()) else { return Vec::new() };
    let target = Target { path: shown, scenario };
    places.iter().filter_map(|place| look(&target, place)).collect()
}

/// The scenario that distributions are for.
pub(super) struct Target<'t> {
    /// Its path, as reports show it.
    pub(super) path: &'t str,
    pub(super) scenario: Scenario<'t>,
}

impl<'t> Target<'t> {
    /// The parameter of the whole scenario that is called `name`.
    pub(super) fn parameter(&self, name: &str) -> Option<&Parameter<'t>> {
        self.scenario.parameter(NodeId::ROOT, name)
    }

    /// Its constraints that `value` violates, in words. A value that only
    /// `touches` a limit is none of them.
    pub(super) fn violated(&self, parameter: &Parameter<'t>, value: &str, touches: bool) -> Option<String> {
        let meaning = |at, written| self.scenario.meaning(at, written);
        let broken = broken(self.scenario.tree(), parameter.element, value, meaning);
        let number = |text: &str| text.trim().parse::<f64>().ok();
        let is_limit =
            |one: &Constraint<'_>| touches && number(one.value).is_some() && number(one.value) == number(value);
        (!broken.is_empty() && !broken.iter().any(is_limit)).then(|| shown(&broken))
    }
}

/// A value that a distribution gives, with its place.
pub(super) struct Sample<'d> {
    pub(super) at: At,
    pub(super) value: &'d str,
}

/// The values that a distribution names: single ones, and the ends of ranges.
pub(super) fn values<'d>(document: &Document<'d>, place: &Distributed<'d>) -> Vec<Sample<'d>> {
    let (tree, mut values) = (document.tree, Vec::new());
    let mut add = |element, attribute: &str| {
        if let (Some(at), Some(value)) = (document.value_at(element, attribute), document.text(element, attribute))
            && !value.starts_with('$')
        {
            values.push(Sample { at, value });
        }
    };
    if place.attribute == "parameterRef" {
        add(place.element, "value");
        return values;
    }
    for element in tree.subtree(place.element) {
        match tree.name(element) {
            "Element" => add(element, "value"),
            "Range" => {
                // What is no number is refused by the schema.
                let is_number =
                    |limit: &str| document.text(element, limit).is_some_and(|text| Base::Double.admits(text));
                ["lowerLimit", "upperLimit"]
                    .into_iter()
                    .filter(|limit| is_number(limit))
                    .for_each(|limit| add(element, limit));
            }
            _ => {}
        }
    }
    values
}

/// What a distribution gives that has a step, a mean or a range: numbers.
pub(super) fn is_numeric(document: &Document<'_>, place: &Distributed<'_>) -> bool {
    let numeric = [
        "DistributionRange",
        "NormalDistribution",
        "LogNormalDistribution",
        "UniformDistribution",
        "PoissonDistribution",
        "Histogram",
    ];
    numeric.iter().any(|name| document.child(place.element, name).is_some())
}

/// `parameter `Speed` of `CutIn.xosc``
pub(super) fn named(target: &Target<'_>, parameter: &Parameter<'_>) -> String {
    format!("parameter {} of {}", quoted(parameter.name), crate::rules::quoted_path(target.path))
}

/// True if a parameter of this type takes numbers.
pub(super) fn takes_numbers(of_type: Base) -> bool {
    of_type.sort().is_numeric()
}
