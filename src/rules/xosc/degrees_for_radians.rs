use crate::openscenario::plausible::figure;
use crate::rules::{Check, Document, Draft, Hit, quoted, rounded, rule};
use crate::xml::NodeId;

rule! {
    /// An angle in radians looks as if it were given in degrees.
    ///
    /// ## Why it matters
    /// 90 rad are 14 turns and a third of one: the vehicle faces anywhere, and drives off where
    /// nobody meant it to.
    ///
    /// ## Example
    /// ```xml
    /// <Orientation type="relative" h="90"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Orientation type="relative" h="1.5708"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, classes `Orientation` and `WorldPosition`, all editions: heading, pitch
    /// and roll are in rad; no range is stated. Two turns of heading and one of pitch and roll are
    /// let pass (`plausible.csv`).
    "xosc/degrees-for-radians" {
        severity: Warning,
        confidence: Likely,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// The elements with heading, pitch and roll as attributes.
const OWNERS: [&str; 2] = ["Orientation", "WorldPosition"];

/// The angles, with the figure that they do not go beyond.
const ANGLES: [(&str, &str); 3] = [("h", "heading-highest"), ("p", "tilt-highest"), ("r", "tilt-highest")];

fn check(document: &Document<'_>) -> Vec<Hit> {
    let owners = OWNERS.iter().flat_map(|owner| document.elements(owner));
    let mut hits: Vec<(NodeId, Hit)> = owners
        .flat_map(|element| {
            let hit = move |(name, most)| Some((element, hit(document, element, name, most)?));
            ANGLES.into_iter().filter_map(hit)
        })
        .collect();
    hits.sort_by_key(|(element, _)| *element);
    hits.into_iter().map(|(_, hit)| hit).collect()
}

fn hit(document: &Document<'_>, element: NodeId, name: &str, most: &str) -> Option<Hit> {
    let angle = document.number(element, name)?;
    if angle.abs() <= figure(most)? {
        return None;
    }
    let owner = quoted(document.tree.name(element));
    let turns = rounded(angle.abs() / std::f64::consts::TAU, 1);
    let message = format!("`{name}` of {owner} is {angle} rad, {turns} turns; it looks like degrees");
    let help = format!("the unit is rad: {angle}° are {}", rounded(angle.to_radians(), 4));
    Some(Hit { draft: Draft::new(message).help(help), at: document.value_at(element, name)?, related: None })
}
