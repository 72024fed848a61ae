use crate::rules::{Check, Document, Draft, Hit, quoted, quoted_path, rule};
use crate::spelling::closest;
use crate::xml::NodeId;

use super::distributions::{Distributed, Target, with_target};

rule! {
    /// A distribution gives values to a parameter that its scenario does not declare.
    ///
    /// ## Why it matters
    /// The values go nowhere: every concrete scenario runs with the default, and the tests
    /// that were counted on are one and the same.
    ///
    /// ## Example
    /// ```xml
    /// <ScenarioFile filepath="CutIn.xosc"/>   <!-- declares EgoSpeed -->
    /// <Deterministic>
    ///   <DeterministicSingleParameterDistribution parameterName="egoSpeed">
    /// ```
    ///
    /// ## Instead
    /// ```xml
    ///   <DeterministicSingleParameterDistribution parameterName="EgoSpeed">
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, parameter value distributions, from 1.1: the parameters are
    /// those that the scenario declares for the whole file.
    "xosc/unknown-distribution-parameter" {
        severity: Error,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    with_target(document, |target, place| hit(document, target, place))
}

fn hit(document: &Document<'_>, target: &Target<'_>, place: &Distributed<'_>) -> Option<Hit> {
    if target.parameter(place.name).is_some() {
        return None;
    }
    let message = format!("{} declares no parameter {}", quoted_path(target.path), quoted(place.name));
    let names = target.scenario.parameter_names(NodeId::ROOT);
    let is_inner = target.scenario.parameters.all().iter().any(|parameter| parameter.name == place.name);
    let help = match closest(place.name, &names) {
        Some(meant) => format!("did you mean {}?", quoted(meant)),
        None if is_inner => "it is declared inside an element: declare it for the whole scenario".to_owned(),
        None => "correct the name, or declare the parameter in the scenario".to_owned(),
    };
    let draft = Draft::new(message).help(help);
    Some(Hit { draft, at: document.value_at(place.element, place.attribute)?, related: None })
}
