use std::borrow::Cow;

use crate::companions::{CatalogState, EntryAt};
use crate::openscenario::{NameKind, Named, Reference, Scenario, Spot, Storyboard, StoryboardElement};
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};
use crate::spelling::closest;
use crate::xml::NodeId;

use super::misspelt::{unless_misspelt, unless_nameless};
use super::references::scenario;

rule! {
    /// A condition refers to no element of the storyboard, or to more than one.
    ///
    /// ## Why it matters
    /// The condition is never met, or is met by another element than the one that was
    /// meant: what should follow starts never, or too early.
    ///
    /// ## Example
    /// ```xml
    /// <Event name="brake" …/>
    /// …
    /// <StoryboardElementStateCondition storyboardElementType="act"
    ///     storyboardElementRef="brake" state="completeState"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <StoryboardElementStateCondition storyboardElementType="event"
    ///     storyboardElementRef="brake" state="completeState"/>
    /// ```
    /// Where two elements have the name, put the name of one around it before it:
    /// `left::brake`.
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `StoryboardElementStateCondition` and the naming of
    /// elements, all editions. The official checker applies its rule from 1.2 on only; the
    /// checker rules annexed to the standard stamp theirs 1.0.0. Elements of another type
    /// with the same name are no obstacle here.
    "xosc/unresolved-storyboard-element" {
        severity: Error,
        confidence: Likely,
        aliases: [
            "asam.net:xosc:1.0.0:reference_control.resolvable_storyboard_element_ref",
            "asam.net:xosc:1.2.0:reference_control.resolvable_storyboard_element_reference",
        ],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// The types of what conditions refer to.
const TYPES: [&str; 6] = ["story", "act", "maneuverGroup", "maneuver", "event", "action"];

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(scenario) = scenario(document) else { return Vec::new() };
    let references: Vec<&Reference<'_>> = scenario.references_to(NameKind::StoryboardElement).collect();
    if references.is_empty() {
        return Vec::new();
    }
    let storyboard = scenario.storyboard();
    let hits = references.into_iter().filter_map(|used| hit(document, scenario, &storyboard, used));
    let hits = unless_misspelt(document, &["Storyboard"], hits.collect());
    unless_nameless(document, &["Story", "Act", "ManeuverGroup", "Maneuver", "Event", "Action"], hits)
}

/// True if two elements stand, however deep, in two of one name beside each other: those
/// have a finding of their own.
fn are_in_twins(document: &Document<'_>, first: NodeId, second: NodeId) -> bool {
    let tree = document.tree;
    let (mut first, mut second) = (first, second);
    while let (Some(one), Some(other)) = (tree.parent(first), tree.parent(second)) {
        if one == other {
            return document.text(first, "name") == document.text(second, "name");
        }
        (first, second) = (one, other);
    }
    false
}

fn hit<'d>(
    document: &Document<'_>,
    scenario: &Scenario<'d>,
    storyboard: &Storyboard<'_>,
    used: &Reference<'d>,
) -> Option<Hit> {
    let name: Cow<'_, str> = match scenario.resolve(used.element, used.name) {
        Named::Plain(name) => name.into(),
        Named::ByParameter(name) => name,
        Named::Open => return None,
    };
    let wanted = document.text(used.element, "storyboardElementType")?;
    // What is no type has that finding.
    if !TYPES.contains(&wanted) {
        return None;
    }
    let found: Vec<&StoryboardElement<'_>> = storyboard.find(&name).map(|index| &storyboard.elements[index]).collect();
    let mut fitting = found.iter().filter(|element| element.kind == wanted);
    let at = At::Node(used.element, Spot::AttributeValue(used.attribute));
    match (fitting.next(), fitting.next()) {
        (Some(_), None) => None,
        (Some(first), Some(second)) if are_in_twins(document, first.element, second.element) => None,
        (Some(first), Some(_)) => {
            let draft = Draft::new(format!("more than one {wanted} is called {}", quoted(&name)))
                .help("put the name of an element around it before it, with `::` between them")
                .related("one of them");
            Some(Hit { draft, at, related: Some(At::Node(first.element, Spot::Name)) })
        }
        (None, _) if storyboard.uses_catalog && may_be_in_catalogs(document, &name, wanted) => None,
        (None, _) => Some(Hit { draft: missing(storyboard, &name, wanted, found.first().copied()), at, related: None }),
    }
}

/// True if a maneuver out of a catalog is what is meant, holds it, or is not known.
fn may_be_in_catalogs(document: &Document<'_>, name: &str, wanted: &str) -> bool {
    let element = match wanted {
        "maneuver" => "Maneuver",
        "event" => "Event",
        "action" => "Action",
        _ => return false,
    };
    let Some(companions) = document.companions else { return true };
    // Names of elements around it may stand before.
    let last = name.rsplit("::").next().unwrap_or(name);
    let maneuvers = companions.catalogs.iter().filter(|used| used.places.iter().any(|place| place.entry == "Maneuver"));
    maneuvers.into_iter().any(|used| match &used.state {
        CatalogState::Entry(found) => holds(found, element, last),
        _ => true,
    })
}

fn holds(found: &EntryAt, element: &str, name: &str) -> bool {
    let tree = &found.file.tree;
    let (Some(element), Some(attribute)) = (tree.find_name(element), tree.find_name("name")) else { return false };
    let mut named = tree.subtree(found.entry.element).filter(|&id| tree.element(id).name == element);
    // A name that is a parameter may come to anything.
    named.any(|id| tree.value_of(id, attribute).is_some_and(|found| found == name || found.starts_with('$')))
}

fn missing(storyboard: &Storyboard<'_>, name: &str, wanted: &str, other: Option<&StoryboardElement<'_>>) -> Draft {
    let draft = Draft::new(format!("no {wanted} is called {}", quoted(name)));
    if let Some(other) = other {
        return draft.help(format!("there is {} of that name: correct the type", with_article(other.kind)));
    }
    let of_type = storyboard.elements.iter().filter(|element| element.kind == wanted);
    let known: Vec<&str> = of_type.map(|element| element.name).collect();
    match closest(name, &known) {
        Some(meant) => draft.help(format!("did you mean {}?", quoted(meant))),
        None => draft.help("correct the reference, or give the element this name"),
    }
}

fn with_article(kind: &str) -> String {
    let article = if kind.starts_with(['a', 'e']) { "an" } else { "a" };
    format!("{article} {kind}")
}
