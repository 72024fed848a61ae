//! Deviations from the schema that a rule of this family tells in its own words.

use crate::openscenario::{Deviation, DeviationKind};
use crate::xml::{NodeId, Tree};

/// Elements whose lack of an id is `xodr/missing-id`.
const WITH_ID: [&str; 5] = ["road", "junction", "lane", "signal", "controller"];

/// What a rule of its own asks for, or speaks of: `missing-header`, `missing-reference-line`,
/// `road-without-lanes`, `missing-center-lane`, `lane-without-width`.
const REQUIRED: [(&str, &str); 9] = [
    ("OpenDRIVE", "header"),
    ("road", "planView"),
    ("planView", "geometry"),
    ("road", "lanes"),
    ("lanes", "laneSection"),
    ("laneSection", "center"),
    ("center", "lane"),
    ("lane", "width"),
    ("lane", "border"),
];

/// True if a rule of this family says what `deviation` says.
pub(in crate::rules) fn tells(deviation: &Deviation, tree: &Tree<'_>) -> bool {
    let element = deviation.element;
    match &deviation.kind {
        DeviationKind::MissingAttribute { name, owner } => match name.as_str() {
            "id" => WITH_ID.contains(&owner.as_str()) && !is_within(tree, element, "junction"),
            "contactPoint" => owner == "connection",
            _ => false,
        },
        DeviationKind::OutOfRange { attribute, .. } => attribute == "id" && tree.name(element) == "lane",
        DeviationKind::MissingElement { owner, expected, .. } => {
            let is_told = |name: &String| REQUIRED.contains(&(owner.as_str(), name.as_str()));
            expected.iter().all(is_told) && !is_single_sided(tree, element)
        }
        DeviationKind::ConflictingElement { name, owner, .. } | DeviationKind::RepeatedElement { name, owner } => {
            owner == "geometry" && name != "userData" || owner == "lane" && matches!(name.as_str(), "width" | "border")
        }
        DeviationKind::UnknownAttribute { name, owner, .. } => {
            owner == "connection" && is_of_other_kind(tree, element, name)
        }
        DeviationKind::AttributeNotInVersion { name, owner, existence } => {
            let is_past = existence.removed.is_some_and(|removed| removed <= existence.declared);
            is_past && owner == "connection" && is_of_other_kind(tree, element, name)
        }
        _ => false,
    }
}

/// True for the road that only connections of another kind of junction name.
fn is_of_other_kind(tree: &Tree<'_>, connection: NodeId, name: &str) -> bool {
    let kind = tree.find_name("type");
    let kind = tree.parent(connection).zip(kind).and_then(|(junction, kind)| tree.value_of(junction, kind));
    name == if kind == Some("direct") { "connectingRoad" } else { "linkedRoad" }
}

fn is_within(tree: &Tree<'_>, element: NodeId, name: &str) -> bool {
    tree.parent(element).is_some_and(|parent| tree.name(parent) == name)
}

/// `xodr/missing-center-lane` says nothing of a section that is declared to have one side.
fn is_single_sided(tree: &Tree<'_>, section: NodeId) -> bool {
    let value = tree.find_name("singleSide").and_then(|name| tree.value_of(section, name));
    value == Some("true")
}
