use crate::rules::{At, Check, Document, Draft, Hit, rule};
use crate::xml::NodeId;

use super::stated::{stated, stated_number};

rule! {
    /// The measures of a body contradict each other.
    ///
    /// ## Why it matters
    /// Distances, collisions and what a sensor sees are reckoned with these measures: a vehicle
    /// of no length is never hit, and one whose axles are exchanged steers with its rear.
    ///
    /// ## Example
    /// ```xml
    /// <Dimensions length="1.8" width="4.5" height="1.5"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Dimensions length="4.5" width="1.8" height="1.5"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `BoundingBox`, `Dimensions` and `Axle`, all editions. Reported are a
    /// vehicle or pedestrian with one measure of 0, while others are given; a vehicle
    /// that is wider than it is long, trailers left out; wheels that stand farther apart
    /// than the vehicle is wide, bicycles and motorbikes left out; and a front axle behind the rear axle. Three measures of 0 are
    /// taken for none.
    "xosc/implausible-body" {
        severity: Warning,
        confidence: Likely,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// The vehicles that are longer than they are wide.
const LONG: [&str; 8] = ["car", "van", "truck", "bus", "tram", "train", "motorbike", "bicycle"];

/// The vehicles with two wheels on an axle.
const TWO_TRACKED: [&str; 8] = ["car", "van", "truck", "bus", "trailer", "semitrailer", "tram", "train"];

/// The elements that tell of an axle.
const AXLES: [&str; 3] = ["FrontAxle", "RearAxle", "AdditionalAxle"];

fn check(document: &Document<'_>) -> Vec<Hit> {
    let bodies = ["Vehicle", "Pedestrian"].iter().flat_map(|name| document.elements(name));
    let mut hits: Vec<(NodeId, Hit)> = bodies
        .flat_map(|body| {
            let found = [size(document, body), track(document, body), order(document, body)];
            found.into_iter().flatten().map(move |hit| (body, hit))
        })
        .collect();
    hits.sort_by_key(|(body, _)| *body);
    hits.into_iter().map(|(_, hit)| hit).collect()
}

/// A measure of 0, or a width above the length.
fn size(document: &Document<'_>, body: NodeId) -> Option<Hit> {
    let dimensions = dimensions(document, body)?;
    let number = |name| stated_number(document, dimensions, name);
    let (length, width, height) = (number("length")?, number("width")?, number("height")?);
    let measures = [("length", length), ("width", width), ("height", height)];
    if measures.iter().any(|(_, measure)| *measure > 0.0)
        && let Some((name, _)) = measures.iter().find(|(_, measure)| *measure == 0.0)
    {
        let message = format!("the `{name}` of this body is 0 m");
        let draft = Draft::new(message).help("state its size; distances and collisions are reckoned with it");
        return Some(Hit { draft, at: document.value_at(dimensions, name)?, related: None });
    }
    let kind = stated(document, body, "vehicleCategory")?;
    if width <= length || length <= 0.0 || !LONG.contains(&&*kind) {
        return None;
    }
    let message = format!("this {kind} is {width} m wide and {length} m long");
    let draft = Draft::new(message).help("exchange length and width, or correct one of them");
    Some(Hit { draft, at: document.value_at(dimensions, "width")?, related: None })
}

/// Wheels beside the body.
fn track(document: &Document<'_>, body: NodeId) -> Option<Hit> {
    stated(document, body, "vehicleCategory").filter(|kind| TWO_TRACKED.contains(&&**kind))?;
    let dimensions = dimensions(document, body)?;
    let width = stated_number(document, dimensions, "width").filter(|width| *width > 0.0)?;
    let axles = document.child(body, "Axles")?;
    document.tree.children(axles).find_map(|axle| {
        let name = document.tree.name(axle);
        let track = stated_number(document, axle, "trackWidth").filter(|track| *track > width)?;
        AXLES.contains(&name).then_some(())?;
        let message = format!("the wheels of `{name}` stand {track} m apart, and the body is {width} m wide");
        let draft = Draft::new(message).help("correct the track width, or the width of the body").related("the width");
        let related: Option<At> = document.value_at(dimensions, "width");
        Some(Hit { draft, at: document.value_at(axle, "trackWidth")?, related })
    })
}

/// A front axle behind the rear axle.
fn order(document: &Document<'_>, body: NodeId) -> Option<Hit> {
    let axles = document.child(body, "Axles")?;
    let (front, rear) = (document.child(axles, "FrontAxle")?, document.child(axles, "RearAxle")?);
    let at = |axle| stated_number(document, axle, "positionX");
    let (ahead, behind) = (at(front)?, at(rear)?);
    // A negative position is out of its range and has that finding.
    if ahead >= behind || ahead < 0.0 {
        return None;
    }
    let message = format!("the front axle is at {ahead} m, behind the rear axle at {behind} m");
    let draft = Draft::new(message).help("x points to the front: exchange the two").related("the rear axle");
    Some(Hit { draft, at: document.value_at(front, "positionX")?, related: document.value_at(rear, "positionX") })
}

fn dimensions(document: &Document<'_>, body: NodeId) -> Option<NodeId> {
    document.child(document.child(body, "BoundingBox")?, "Dimensions")
}
