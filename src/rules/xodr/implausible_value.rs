use crate::opendrive::plausible::figure;
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::shared::{hit, network};

rule! {
    /// A number in a road file is larger than any road has it.
    ///
    /// ## Why it matters
    /// Centimetres for metres, degrees for radians or a radius for a curvature: the file is valid, and
    /// the road is a hundred times too wide or turns on the spot.
    ///
    /// ## Example
    /// ```xml
    /// <width sOffset="0" a="350" b="0" c="0" d="0"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <width sOffset="0" a="3.5" b="0" c="0" d="0"/>
    /// ```
    ///
    /// ## Source
    /// The units are those of ASAM OpenDRIVE: metres, radians, 1/m for curvatures. It sets no limits;
    /// those used here, with the reasons for them, stand in `plausible.csv`, chosen so that only wrong
    /// units go beyond. Judged are widths, lane offsets, curvatures of arcs and spirals, banking, slopes,
    /// speed limits, and how far signals stand from the reference line.
    "xodr/implausible-value" {
        severity: Warning,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

/// A number that is limited.
struct Limited {
    element: &'static str,
    /// What the element stands in.
    owner: &'static str,
    attribute: &'static str,
    /// What it gives, and in which unit.
    gives: (&'static str, &'static str),
    /// The name of the limit in `plausible.csv`.
    limit: &'static str,
    help: &'static str,
}

const fn limited(
    [element, owner, attribute]: [&'static str; 3],
    gives: (&'static str, &'static str),
    limit: &'static str,
    help: &'static str,
) -> Limited {
    Limited { element, owner, attribute, gives, limit, help }
}

const METRES: &str = "give it in metres";
const CURVATURE: &str = "give the curvature, which is 1 divided by the radius in metres";
const LIMITED: [Limited; 11] = [
    limited(["width", "lane", "a"], ("the width", "m"), "lane-width-highest", METRES),
    limited(["laneOffset", "lanes", "a"], ("the lane offset", "m"), "lane-offset-highest", METRES),
    limited(["arc", "geometry", "curvature"], ("the curvature", "1/m"), "curvature-highest", CURVATURE),
    limited(["spiral", "geometry", "curvStart"], ("the curvature", "1/m"), "curvature-highest", CURVATURE),
    limited(["spiral", "geometry", "curvEnd"], ("the curvature", "1/m"), "curvature-highest", CURVATURE),
    limited(
        ["superelevation", "lateralProfile", "a"],
        ("the banking", "rad"),
        "superelevation-highest",
        "give it in radians",
    ),
    limited(
        ["elevation", "elevationProfile", "b"],
        ("the slope", "m/m"),
        "slope-highest",
        "give the rise in metres a metre",
    ),
    limited(
        ["speed", "type", "max"],
        ("the speed limit", "m/s"),
        "speed-highest",
        "correct `unit`, which is m/s if it is left out",
    ),
    limited(
        ["speed", "lane", "max"],
        ("the speed limit", "m/s"),
        "speed-highest",
        "correct `unit`, which is m/s if it is left out",
    ),
    limited(
        ["signal", "signals", "t"],
        ("the distance from the reference line", "m"),
        "signal-distance-highest",
        METRES,
    ),
    limited(
        ["signalReference", "signals", "t"],
        ("the distance from the reference line", "m"),
        "signal-distance-highest",
        METRES,
    ),
];

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(_) = network(document) else { return Vec::new() };
    let mut hits: Vec<(NodeId, Hit)> = Vec::new();
    for row in &LIMITED {
        let is_owned = |element: &NodeId| {
            document.tree.parent(*element).is_some_and(|parent| document.tree.name(parent) == row.owner)
        };
        let elements = document.elements(row.element).filter(is_owned);
        hits.extend(elements.filter_map(|element| Some((element, of_element(document, row, element)?))));
    }
    hits.sort_by_key(|(element, _)| *element);
    hits.into_iter().map(|(_, hit)| hit).collect()
}

fn of_element(document: &Document<'_>, row: &Limited, element: NodeId) -> Option<Hit> {
    let most = figure(row.limit)?;
    let number: f64 = document.text(element, row.attribute)?.trim().parse().ok()?;
    let found = if row.element == "speed" { number * m_per_s(document.text(element, "unit"))? } else { number };
    // What is below 0 where it cannot be has findings of its own.
    let is_signed = !matches!(row.element, "width" | "speed");
    let size = if is_signed { found.abs() } else { found };
    if !size.is_finite() || size <= most {
        return None;
    }
    let (what, unit) = row.gives;
    let shown = (size * 1000.0).round() / 1000.0;
    let most = (most * 1000.0).round() / 1000.0;
    let message = format!("{what} is {shown} {unit}, expected at most {most} {unit}");
    let draft =
        Draft::new(message).help(row.help).label(format!("{} of {}", quoted(row.attribute), quoted(row.element)));
    Some(hit(document, element, row.attribute, draft))
}

/// What one of the unit is in metres per second; none for a word that is no unit.
fn m_per_s(unit: Option<&str>) -> Option<f64> {
    match unit.map(str::trim) {
        None | Some("m/s") => Some(1.0),
        Some("km/h") => Some(1.0 / 3.6),
        // The international mile has 1609.344 m.
        Some("mph") => Some(1609.344 / 3600.0),
        _ => None,
    }
}
