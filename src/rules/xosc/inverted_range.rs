use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

rule! {
    /// The lower limit of a range is above the upper one.
    ///
    /// ## Why it matters
    /// No value lies in the range: no concrete scenario can be drawn from it, or a tool
    /// takes the limits the other way round without saying so.
    ///
    /// ## Example
    /// ```xml
    /// <DistributionRange stepWidth="5"><Range lowerLimit="60" upperLimit="20"/></DistributionRange>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <DistributionRange stepWidth="5"><Range lowerLimit="20" upperLimit="60"/></DistributionRange>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `Range` from 1.1; also the ranges of initial speeds from 1.2
    /// and of lanes in `RelativeClearanceCondition`.
    "xosc/inverted-range" {
        severity: Error,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// Elements with two limits: name, lower, upper.
const RANGES: [(&str, &str, &str); 3] = [
    ("Range", "lowerLimit", "upperLimit"),
    ("InitialSpeedRange", "lowerLimit", "upperLimit"),
    ("RelativeLaneRange", "from", "to"),
];

fn check(document: &Document<'_>) -> Vec<Hit> {
    let ranges = RANGES.iter().flat_map(|range| document.elements(range.0).map(move |element| (element, range)));
    let mut hits: Vec<(NodeId, Hit)> = ranges
        .filter_map(|(element, (_, lower, upper))| Some((element, hit(document, element, lower, upper)?)))
        .collect();
    hits.sort_by_key(|(element, _)| *element);
    hits.into_iter().map(|(_, hit)| hit).collect()
}

fn hit(document: &Document<'_>, element: NodeId, lower: &str, upper: &str) -> Option<Hit> {
    let (from, to) = (document.number(element, lower)?, document.number(element, upper)?);
    if from <= to {
        return None;
    }
    let shown = |name| quoted(document.text(element, name).unwrap_or_default());
    let message = format!("`{lower}` {} is above `{upper}` {}", shown(lower), shown(upper));
    Some(Hit {
        draft: Draft::new(message).help("exchange the limits"),
        at: document.value_at(element, lower)?,
        related: None,
    })
}
