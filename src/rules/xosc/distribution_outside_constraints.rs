use crate::rules::{Check, Document, Draft, Hit, quoted, rule};

use super::distributions::{Distributed, Target, expected_without_limits, is_numeric, named, values, with_target};

rule! {
    /// A distribution reaches outside the constraints that its scenario declares.
    ///
    /// ## Why it matters
    /// Some of the concrete scenarios will be refused, or run where the scenario was not
    /// made for: the number of tests is smaller than it looks.
    ///
    /// ## Example
    /// ```xml
    /// <!-- in CutIn.xosc the constraint of EgoSpeed is lessOrEqual 60 -->
    /// <DeterministicSingleParameterDistribution parameterName="EgoSpeed">
    ///   <DistributionRange stepWidth="10"><Range lowerLimit="20" upperLimit="90"/></DistributionRange>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    ///   <DistributionRange stepWidth="10"><Range lowerLimit="20" upperLimit="60"/></DistributionRange>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `ConstraintGroup` and parameter value distributions, from 1.1.
    /// One finding for a distribution, at the first value or end of a range outside. A range
    /// with steps ends at its last step. A normal or Poisson distribution without limits
    /// always has values outside, however few: told is one whose expected value is.
    "xosc/distribution-outside-constraints" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    with_target(document, |target, place| hit(document, target, place))
}

fn hit(document: &Document<'_>, target: &Target<'_>, place: &Distributed<'_>) -> Option<Hit> {
    let parameter = target.parameter(place.name)?;
    let mut values = values(document, place);
    values.extend(expected_without_limits(document, place));
    // A continuous range may touch a limit that is itself excluded.
    let touches = is_numeric(document, place) && document.child(place.element, "DistributionRange").is_none();
    let outside = values.iter().find_map(|given| Some((given, target.violated(parameter, &given.value, touches)?)));
    let (given, constraints) = outside?;
    let message =
        format!("{} is outside the constraints of {}: {constraints}", quoted(&given.value), named(target, parameter));
    let draft = Draft::new(message).help("narrow the distribution, or widen the constraints");
    Some(Hit { draft, at: given.at, related: None })
}
