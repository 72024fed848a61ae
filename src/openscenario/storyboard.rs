//! The elements of a storyboard that conditions refer to.

use crate::xml::{NodeId, Tree};

/// A story, an act, a maneuver group, a maneuver, an event or an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryboardElement<'d> {
    /// The element.
    pub element: NodeId,
    /// The literal of `StoryboardElementType`.
    pub kind: &'static str,
    /// Its name as written, if it has one.
    pub name: &'d str,
    /// The element of the storyboard that it stands in, as an index.
    pub parent: Option<usize>,
}

/// The elements by name with the literals that conditions use for them.
const KINDS: [(&str, &str); 6] = [
    ("Story", "story"),
    ("Act", "act"),
    ("ManeuverGroup", "maneuverGroup"),
    ("Maneuver", "maneuver"),
    ("Event", "event"),
    ("Action", "action"),
];

/// What a scenario's storyboard holds, in document order.
#[derive(Debug, Default)]
pub struct Storyboard<'d> {
    /// The elements.
    pub elements: Vec<StoryboardElement<'d>>,
    /// True if a maneuver comes out of a catalog: its events and actions have
    /// names that this file does not tell.
    pub uses_catalog: bool,
}

impl<'d> Storyboard<'d> {
    /// Reads the storyboard of `tree`.
    pub(super) fn read(tree: &'d Tree<'_>) -> Storyboard<'d> {
        let mut storyboard = Storyboard::default();
        let Some(root) = tree.find_name("Storyboard").and_then(|name| tree.child(tree.root()?, name)) else {
            return storyboard;
        };
        let name = tree.find_name("name");
        let kinds = KINDS.map(|(element, kind)| (tree.find_name(element), kind));
        let (group, reference) = (tree.find_name("ManeuverGroup"), tree.find_name("CatalogReference"));
        let mut open: Vec<(NodeId, usize)> = Vec::new();
        for element in tree.subtree(root) {
            let written = Some(tree.element(element).name);
            if written == reference && tree.parent(element).map(|parent| tree.element(parent).name) == group {
                storyboard.uses_catalog = true;
            }
            let Some((_, kind)) = kinds.iter().find(|(name, _)| name.is_some() && *name == written) else { continue };
            open.retain(|(ancestor, _)| tree.is_within(element, *ancestor));
            let parent = open.last().map(|(_, index)| *index);
            let name = name.and_then(|name| tree.value_of(element, name)).unwrap_or_default();
            open.push((element, storyboard.elements.len()));
            storyboard.elements.push(StoryboardElement { element, kind, name, parent });
        }
        storyboard
    }

    /// The names of an element and of those around it, innermost first.
    pub fn path(&self, element: &StoryboardElement<'d>) -> Vec<&'d str> {
        let ancestors = std::iter::successors(Some(element), |inner| self.elements.get(inner.parent?));
        ancestors.map(|element| element.name).collect()
    }

    /// The elements that `reference` may mean: a name, or a name after names
    /// of elements around it with `::` between them.
    pub fn find<'s>(&'s self, reference: &'s str) -> impl Iterator<Item = &'s StoryboardElement<'d>> {
        let wanted: Vec<&str> = reference.split("::").collect();
        self.elements.iter().filter(move |element| {
            let path = self.path(element);
            let mut outer = path.iter();
            let (last, before) = wanted.split_last().unwrap_or((&"", &[]));
            outer.next() == Some(last) && before.iter().rev().all(|name| outer.any(|found| found == name))
        })
    }
}
