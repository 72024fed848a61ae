//! The elements of a storyboard that conditions refer to.

use rustc_hash::FxHashMap;

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
    /// The elements of each name, as indices.
    by_name: FxHashMap<&'d str, Vec<usize>>,
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
            storyboard.by_name.entry(name).or_default().push(storyboard.elements.len());
            storyboard.elements.push(StoryboardElement { element, kind, name, parent });
        }
        storyboard
    }

    /// The elements of this name, as indices.
    pub fn named(&self, name: &str) -> &[usize] {
        self.by_name.get(name).map_or(&[], Vec::as_slice)
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
