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
    /// The elements as indices, ordered by name.
    by_name: Vec<usize>,
}

impl<'d> Storyboard<'d> {
    /// Reads the storyboard of `tree`.
    pub(super) fn read(tree: &'d Tree<'_>) -> Storyboard<'d> {
        let mut storyboard = Storyboard::default();
        let Some(root) = tree.find_name("Storyboard").and_then(|name| tree.child(tree.root()?, name)) else {
            return storyboard;
        };
        let name = tree.find_name("name");
        let called = |name: &str| tree.find_name(name).map_or(&[][..], |name| tree.named_within(root, name));
        let is_in_group = |&id: &NodeId| tree.parent(id).is_some_and(|parent| tree.name(parent) == "ManeuverGroup");
        storyboard.uses_catalog = called("CatalogReference").iter().any(is_in_group);
        let of_kind = |(name, kind)| called(name).iter().map(move |&element| (element, kind));
        let mut elements: Vec<(NodeId, &'static str)> = KINDS.into_iter().flat_map(of_kind).collect();
        elements.sort_unstable();
        storyboard.elements.reserve(elements.len());
        let mut open: Vec<(NodeId, usize)> = Vec::new();
        for (element, kind) in elements {
            open.retain(|(ancestor, _)| tree.is_within(element, *ancestor));
            let parent = open.last().map(|(_, index)| *index);
            let name = name.and_then(|name| tree.value_of(element, name)).unwrap_or_default();
            open.push((element, storyboard.elements.len()));
            storyboard.elements.push(StoryboardElement { element, kind, name, parent });
        }
        let elements = &storyboard.elements;
        storyboard.by_name = (0..elements.len()).collect();
        storyboard.by_name.sort_unstable_by_key(|&index| (elements[index].name, index));
        storyboard
    }

    /// The elements of this name, as indices.
    pub fn named(&self, name: &str) -> &[usize] {
        let first = self.by_name.partition_point(|&index| self.elements[index].name < name);
        let last = self.by_name.partition_point(|&index| self.elements[index].name <= name);
        &self.by_name[first..last]
    }

    /// The elements that `reference` may mean, as indices: a name, or a name after
    /// names of elements around it with `::` between them.
    pub fn find<'s>(&'s self, reference: &'s str) -> impl Iterator<Item = usize> + use<'s, 'd> {
        let (before, last) = reference.rsplit_once("::").unwrap_or(("", reference));
        self.named(last).iter().copied().filter(move |&index| {
            let parent = |index: &usize| self.elements[*index].parent;
            let mut outer = std::iter::successors(parent(&index), parent).map(|index| self.elements[index].name);
            before.is_empty() || before.rsplit("::").all(|name| outer.any(|found| found == name))
        })
    }
}
