use crate::openscenario::Base;
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};

use super::distributions::{Distributed, Target, is_numeric, named, takes_numbers, values, with_target};

rule! {
    /// A distribution gives a parameter values of another type than it has.
    ///
    /// ## Why it matters
    /// The concrete scenarios cannot be made, or hold a value that the simulator refuses.
    ///
    /// ## Example
    /// ```xml
    /// <!-- in CutIn.xosc: <ParameterDeclaration name="Lanes" parameterType="integer" value="2"/> -->
    /// <DeterministicSingleParameterDistribution parameterName="Lanes">
    ///   <DistributionSet><Element value="2.5"/></DistributionSet>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    ///   <DistributionSet><Element value="2"/><Element value="3"/></DistributionSet>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, parameter value distributions and `ParameterType`, from 1.1.
    "xosc/distribution-value-type" {
        severity: Error,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    with_target(document, |target, place| hit(document, target, place))
}

/// One finding for a distribution: its first value that does not fit.
fn hit(document: &Document<'_>, target: &Target<'_>, place: &Distributed<'_>) -> Option<Hit> {
    let parameter = target.parameter(place.name)?;
    let of_type = parameter.of_type?;
    let is_numeric = is_numeric(document, place);
    if is_numeric && !takes_numbers(of_type) {
        let message =
            format!("{} is of type {}, expected one that takes numbers", named(target, parameter), parameter.type_name);
        let draft = Draft::new(message).help("list the values in a `DistributionSet`");
        return Some(Hit { draft, at: document.value_at(place.element, place.attribute)?, related: None });
    }
    // The ends of a continuous range need not be values.
    let is_range = is_numeric && document.child(place.element, "DistributionRange").is_none();
    let values = values(document, place);
    let wrong =
        values.iter().find(|given| !(of_type.admits(&given.value) || is_range && Base::Double.admits(&given.value)));
    let (at, value) = match wrong {
        Some(given) => (given.at, &*given.value),
        None => step(document, place, of_type)?,
    };
    let message =
        format!("{} is no value for {} of type {}", quoted(value), named(target, parameter), parameter.type_name);
    Some(Hit { draft: Draft::new(message).help("give values of the type that is declared"), at, related: None })
}

/// A step that leads from whole numbers to others.
fn step<'d>(document: &Document<'d>, place: &Distributed<'d>, of_type: Base) -> Option<(crate::rules::At, &'d str)> {
    let range = document.child(place.element, "DistributionRange")?;
    let step = document.text(range, "stepWidth")?;
    let whole = step.starts_with('$') || step.trim().parse::<f64>().is_ok_and(|step| step.fract() == 0.0);
    let needs_whole = matches!(of_type, Base::Int | Base::UnsignedInt | Base::UnsignedShort);
    (needs_whole && !whole).then_some((document.value_at(range, "stepWidth")?, step))
}
