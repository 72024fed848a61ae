use crate::rules::{Check, Document, Draft, Hit, rule};
use crate::xml::NodeId;

rule! {
    /// The expected value of a distribution lies outside the range that limits it.
    ///
    /// ## Why it matters
    /// The value that should come most often never comes; what is drawn crowds at one end of the
    /// range. Mostly one of the figures is in another unit.
    ///
    /// ## Example
    /// ```xml
    /// <NormalDistribution expectedValue="80" variance="4">
    ///   <Range lowerLimit="10" upperLimit="30"/>
    /// </NormalDistribution>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <NormalDistribution expectedValue="22" variance="4">
    ///   <Range lowerLimit="10" upperLimit="30"/>
    /// </NormalDistribution>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, classes `NormalDistribution` and `PoissonDistribution`, from 1.1:
    /// `Range` limits where values may lie. The standard does not forbid it.
    "xosc/expected-value-outside-range" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// The distributions whose expected value is in the unit of their values.
const DISTRIBUTIONS: [&str; 2] = ["NormalDistribution", "PoissonDistribution"];

fn check(document: &Document<'_>) -> Vec<Hit> {
    let elements = DISTRIBUTIONS.iter().flat_map(|name| document.elements(name));
    elements.filter_map(|element| hit(document, element)).collect()
}

fn hit(document: &Document<'_>, element: NodeId) -> Option<Hit> {
    let range = document.child(element, "Range")?;
    let expected = document.number(element, "expectedValue")?;
    let (low, high) = (document.number(range, "lowerLimit")?, document.number(range, "upperLimit")?);
    let (missed, name) = if expected < low { (low, "lowerLimit") } else { (high, "upperLimit") };
    // An inverted range has a finding of its own.
    if low > high || (low..=high).contains(&expected) {
        return None;
    }
    let side = if expected < low { "below" } else { "above" };
    let message = format!("`expectedValue` {expected} is {side} `{name}` {missed} of its range");
    let draft = Draft::new(message).help("correct the expected value or the range").related("the limit");
    Some(Hit { draft, at: document.value_at(element, "expectedValue")?, related: document.value_at(range, name) })
}
