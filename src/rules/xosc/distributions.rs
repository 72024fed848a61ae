//! Distributions, and the parameters of the scenario that they give values to.

use std::borrow::Cow;

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
        if !self.scenario.has_constraints() {
            return None;
        }
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
    pub(super) value: Cow<'d, str>,
}

/// The values that a distribution names: single ones, and the ends of ranges, which for a
/// range with steps are the first and the last step.
pub(super) fn values<'d>(document: &Document<'d>, place: &Distributed<'d>) -> Vec<Sample<'d>> {
    if place.attribute == "parameterRef" {
        return sample(document, place.element, "value").into_iter().collect();
    }
    let mut values = Vec::new();
    for element in document.tree.subtree(place.element) {
        match document.tree.name(element) {
            "Element" => values.extend(sample(document, element, "value")),
            "Range" => {
                // What is no number is refused by the schema.
                let number = |limit| sample(document, element, limit).filter(|one| Base::Double.admits(&one.value));
                let last = last_step(document, element).map(|last| last.to_string().into());
                values.extend(number("lowerLimit"));
                values.extend(number("upperLimit").map(|upper| Sample { value: last.unwrap_or(upper.value), ..upper }));
            }
            _ => {}
        }
    }
    values
}

fn sample<'d>(document: &Document<'d>, element: NodeId, attribute: &str) -> Option<Sample<'d>> {
    let value = document.text(element, attribute).filter(|value| !value.starts_with('$'))?;
    Some(Sample { at: document.value_at(element, attribute)?, value: value.into() })
}

/// The last value of a range with steps, if its upper limit is none of them.
fn last_step(document: &Document<'_>, range: NodeId) -> Option<f64> {
    let number = |element, name| document.text(element, name)?.trim().parse::<f64>().ok().filter(|it| it.is_finite());
    let (lower, upper) = (number(range, "lowerLimit")?, number(range, "upperLimit")?);
    let step = number(document.tree.parent(range)?, "stepWidth").filter(|step| *step > 0.0 && lower <= upper)?;
    let steps = (upper - lower) / step;
    // Steps such as 0.1 do not sum up exactly: a limit that is almost met is met.
    let is_met = (steps - steps.round()).abs() <= steps.max(1.0) * 1e-9;
    // Nor is their sum exact: nanometres are noise.
    (!is_met).then(|| ((lower + steps.floor() * step) * 1e9).round() / 1e9)
}

/// The expected value of a distribution that has no limits: half of its values or so lie on
/// each side of it.
pub(super) fn expected_without_limits<'d>(document: &Document<'d>, place: &Distributed<'d>) -> Option<Sample<'d>> {
    let kinds = ["NormalDistribution", "PoissonDistribution"];
    let distribution = kinds.iter().find_map(|kind| document.child(place.element, kind))?;
    let is_limited = document.child(distribution, "Range").is_some() || document.has_misspelt(distribution, "Range");
    let value = document.text(distribution, "expectedValue").filter(|value| Base::Double.admits(value))?;
    let at = document.value_at(distribution, "expectedValue").filter(|_| !is_limited)?;
    Some(Sample { at, value: value.into() })
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
