use crate::openscenario::{Ask, Exclusion, Spot, When};
use crate::rules::{At, Check, Document, Draft, Hit, listed, quoted, rule};
use crate::xml::NodeId;

use super::exclusive_properties::{asked, lacks_all, names};

rule! {
    /// A value is stated neither in the form of older editions nor in that of newer ones.
    ///
    /// ## Why it matters
    /// The schema lets each of them be left out, because the other one says the same. With
    /// neither, the position is in the Gulf of Guinea, the sun at noon gives no light, and
    /// how hard it rains is up to the simulator.
    ///
    /// ## Example
    /// ```xml
    /// <Precipitation precipitationType="rain"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Precipitation precipitationType="rain" precipitationIntensity="2"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML: `Precipitation` from 1.1, `GeoPosition` and `Sun` from 1.2,
    /// `TrafficSourceAction` and `TrafficSwarmAction` from 1.3. The editions before demand the
    /// old form. Degrees of latitude and longitude and the illuminance are 0 if they are
    /// missing, which hardly anybody means. A sun below the horizon and dry weather are left out.
    "xosc/value-not-stated" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let mut hits: Vec<(NodeId, Hit)> = Vec::new();
    for row in asked(document, &[Ask::Stated]) {
        let lacking = |element: &NodeId| lacks_all(document, row, *element) && holds(document, row, *element);
        hits.extend(
            document.elements(&row.owner).filter(lacking).map(|element| (element, hit(document, row, element))),
        );
    }
    hits.sort_by_key(|(element, _)| *element);
    // One finding will do for a position that has neither coordinate.
    hits.dedup_by_key(|(element, _)| *element);
    hits.into_iter().map(|(_, hit)| hit).collect()
}

/// True if the condition of the row is met, as far as is known.
fn holds(document: &Document<'_>, row: &Exclusion, element: NodeId) -> bool {
    match row.when() {
        None => true,
        Some(When::Differs(attribute, value)) => document.known(element, attribute).is_some_and(|found| found != value),
        Some(When::Above(attribute, least)) => document.number(element, attribute).is_some_and(|found| found > least),
    }
}

fn hit(document: &Document<'_>, row: &Exclusion, element: NodeId) -> Hit {
    let owner = quoted(document.tree.name(element));
    let draft =
        Draft::new(format!("{owner} states neither of two forms of a value, expected {}", listed(&names(row), 2)))
            .help("state it; of the two, newer editions have the last");
    Hit { draft, at: At::Node(element, Spot::Name), related: None }
}
