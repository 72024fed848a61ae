use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, rule};
use crate::xml::NodeId;

rule! {
    /// A distribution has figures from which no value can be drawn.
    ///
    /// ## Why it matters
    /// A step of zero never ends, a negative variance is none, and where all weights are
    /// zero no value can come: the concrete scenarios that a test plan counts on cannot be
    /// made.
    ///
    /// ## Example
    /// ```xml
    /// <DistributionRange stepWidth="0"><Range lowerLimit="20" upperLimit="60"/></DistributionRange>
    /// <NormalDistribution expectedValue="30" variance="-4"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <DistributionRange stepWidth="5"><Range lowerLimit="20" upperLimit="60"/></DistributionRange>
    /// <NormalDistribution expectedValue="30" variance="4"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, distributions from 1.1; what a variance, an expected value of
    /// a Poisson distribution and a weight can be is mathematics.
    "xosc/invalid-distribution" {
        severity: Error,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// Figures that have to be positive: element, attribute, true if zero will do.
const FIGURES: [(&str, &str, bool); 4] = [
    ("DistributionRange", "stepWidth", false),
    ("NormalDistribution", "variance", true),
    ("PoissonDistribution", "expectedValue", false),
    ("Stochastic", "numberOfTestRuns", false),
];

/// Lists whose weights are shares of a whole: list, member.
const WEIGHTS: [(&str, &str); 7] = [
    ("ProbabilityDistributionSet", "Element"),
    ("Histogram", "Bin"),
    ("ControllerDistribution", "ControllerDistributionEntry"),
    ("EntityDistribution", "EntityDistributionEntry"),
    ("TrafficDistribution", "TrafficDistributionEntry"),
    ("VehicleCategoryDistribution", "VehicleCategoryDistributionEntry"),
    ("VehicleRoleDistribution", "VehicleRoleDistributionEntry"),
];

fn check(document: &Document<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (name, attribute, zero) in FIGURES {
        hits.extend(document.elements(name).filter_map(|element| figure(document, element, attribute, zero)));
    }
    for (list, member) in WEIGHTS {
        hits.extend(document.elements(list).filter_map(|element| weights(document, element, member)));
    }
    hits
}

fn figure(document: &Document<'_>, element: NodeId, attribute: &str, zero: bool) -> Option<Hit> {
    let number = document.number(element, attribute)?;
    // The schema refuses a negative count.
    let refused = attribute == "numberOfTestRuns" && number < 0.0;
    if number > 0.0 || zero && number == 0.0 || refused {
        return None;
    }
    let expected = if zero { "at least 0" } else { "more than 0" };
    let draft = Draft::new(format!("`{attribute}` is {number}, expected {expected}")).help("correct the figure");
    Some(Hit { draft, at: document.value_at(element, attribute)?, related: None })
}

/// Weights that add up to nothing. One that is out of range has its own finding.
fn weights(document: &Document<'_>, element: NodeId, member: &str) -> Option<Hit> {
    let name = document.tree.find_name(member)?;
    let members = || document.tree.children(element).filter(|&child| document.tree.element(child).name == name);
    let weights: Option<Vec<f64>> = members().map(|child| document.number(child, "weight")).collect();
    let weights = weights.filter(|weights| !weights.is_empty() && weights.iter().all(|weight| *weight == 0.0))?;
    if members().any(|member| has_to_be_positive(document, member)) {
        return None;
    }
    let draft = Draft::new(format!("all {} weights are 0, expected one above 0", weights.len()))
        .help("give each value the weight it is to have");
    Some(Hit { draft, at: At::Node(element, Spot::Name), related: None })
}

/// True if zero is out of range for a value of `member`.
fn has_to_be_positive(document: &Document<'_>, member: NodeId) -> bool {
    let bounded = document.scenario.map_or(&[][..], |scenario| &scenario.bounded);
    let first = bounded.partition_point(|value| value.element < member);
    let of_member = bounded.get(first..).unwrap_or_default().iter().take_while(|value| value.element == member);
    of_member.into_iter().any(|value| !value.bounds.admit(0.0))
}
