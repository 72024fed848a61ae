use crate::rules::{Check, Document, Draft, Hit, rule};
use crate::xml::NodeId;

rule! {
    /// The step of a distribution is wider than its range.
    ///
    /// ## Why it matters
    /// The range gives its lower limit and nothing else: instead of a series of concrete
    /// scenarios there is one.
    ///
    /// ## Example
    /// ```xml
    /// <DistributionRange stepWidth="50"><Range lowerLimit="20" upperLimit="60"/></DistributionRange>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <DistributionRange stepWidth="5"><Range lowerLimit="20" upperLimit="60"/></DistributionRange>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, class `DistributionRange`, from 1.1: values begin at the lower limit,
    /// and steps are added up to the upper one. A range of one value is let pass.
    "xosc/step-beyond-range" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    document.elements("DistributionRange").filter_map(|element| hit(document, element)).collect()
}

fn hit(document: &Document<'_>, element: NodeId) -> Option<Hit> {
    let range = document.child(element, "Range")?;
    let step = document.number(element, "stepWidth")?;
    let width = document.number(range, "upperLimit")? - document.number(range, "lowerLimit")?;
    // Figures such as 0.1 do not add up exactly.
    if width <= 0.0 || step <= width * (1.0 + 1e-9) {
        return None;
    }
    let message = format!("`stepWidth` {step} is more than the range is wide, {width}");
    let draft = Draft::new(message).help("take smaller steps, or widen the range");
    Some(Hit { draft, at: document.value_at(element, "stepWidth")?, related: None })
}
