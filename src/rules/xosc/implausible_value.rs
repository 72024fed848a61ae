use crate::openscenario::plausible::{Limit, figure, limits};
use crate::rules::{Check, Document, Draft, Hit, quoted, rounded, rule};
use crate::xml::NodeId;

use super::stated::stated_number;

rule! {
    /// A value is far beyond all that exists, as if it were in another unit.
    ///
    /// ## Why it matters
    /// Units are not written down in the file: a length in millimetres, an angle in degrees or a
    /// percentage is taken as metres, radians and a share. The vehicle is a kilometre long,
    /// the road grips ninety times better, and no tool says so.
    ///
    /// ## Example
    /// ```xml
    /// <Dimensions length="4500" width="1.8" height="1.5"/>   <!-- millimetres -->
    /// <RoadCondition frictionScaleFactor="90"/>              <!-- per cent -->
    /// <Orientation type="relative" h="180"/>                 <!-- degrees -->
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Dimensions length="4.5" width="1.8" height="1.5"/>
    /// <RoadCondition frictionScaleFactor="0.9"/>
    /// <Orientation type="relative" h="3.1416"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, the units that the class pages state for speeds, lengths, angles,
    /// accelerations and weather, all editions. The limits stand in `plausible.csv` with where they are from:
    /// records, or figures so high that only another unit reaches them. The length of a
    /// train and the size of things are not judged.
    "xosc/implausible-value" {
        severity: Warning,
        confidence: Likely,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let found = limits().iter().flat_map(|limit| {
        let [.., name] = limit.path[..] else { return Vec::new() };
        document.elements(name).filter_map(|element| Some((element, hit(document, limit, element)?))).collect()
    });
    let mut hits: Vec<(NodeId, Hit)> = found.collect();
    hits.extend(lengths(document));
    hits.sort_by_key(|(element, _)| *element);
    hits.into_iter().map(|(_, hit)| hit).collect()
}

fn hit(document: &Document<'_>, limit: &Limit, element: NodeId) -> Option<Hit> {
    if !is_at(document, limit, element) {
        return None;
    }
    let value = stated_number(document, element, limit.attribute)?;
    // Angles go both ways; what is negative elsewhere is out of its range.
    let size = if limit.unit == "rad" { value.abs() } else { value };
    (size > limit.most).then(|| implausible(document, limit, element)).flatten()
}

/// True if the elements around `element` are those of the limit.
fn is_at(document: &Document<'_>, limit: &Limit, element: NodeId) -> bool {
    let around = std::iter::successors(Some(element), |&id| document.tree.parent(id));
    let mut names = around.map(|id| document.tree.name(id));
    limit.path.iter().rev().all(|name| names.next() == Some(name))
}

fn implausible(document: &Document<'_>, limit: &Limit, element: NodeId) -> Option<Hit> {
    let unit = if limit.unit == "1" { String::new() } else { format!(" {}", limit.unit) };
    let message = format!(
        "{} is implausible for `{}` of `{}`, expected at most {}{unit}",
        quoted(document.text(element, limit.attribute)?),
        limit.attribute,
        document.tree.name(element),
        rounded(limit.most, 2),
    );
    let draft = Draft::new(message).help(format!("{}: is the value in another unit?", limit.says));
    Some(Hit { draft, at: document.value_at(element, limit.attribute)?, related: None })
}

/// Vehicles that are too long; of trains there is no telling.
fn lengths(document: &Document<'_>) -> Vec<(NodeId, Hit)> {
    let Some(most) = figure("vehicle-longest") else { return Vec::new() };
    let says = "no road vehicle is longer";
    let limit =
        Limit { path: vec!["Vehicle", "BoundingBox", "Dimensions"], attribute: "length", most, unit: "m", says };
    let of_vehicle = |element: &NodeId| {
        let vehicle = document.around(*element, "Vehicle");
        vehicle.and_then(|vehicle| document.known(vehicle, "vehicleCategory")).is_some_and(|kind| kind != "train")
    };
    let dimensions = document.elements("Dimensions").filter(of_vehicle);
    dimensions.filter_map(|element| Some((element, hit(document, &limit, element)?))).collect()
}
