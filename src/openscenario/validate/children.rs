//! Child elements: which, how many, in which order.

use std::collections::{BTreeMap, BTreeSet};

use crate::openscenario::align::{Edit, align};
use crate::openscenario::automaton::Automaton;
use crate::openscenario::deviation::{DeviationKind, Spot};
use crate::openscenario::schema::{Child, Member, Type};
use crate::spelling::{closest, spelling_distance};
use crate::xml::{NameId, NodeId};

use super::Validator;

impl Validator<'_, '_> {
    /// Gives `child` its type, or notes that its use is deprecated.
    fn assign(&mut self, owner: &Type, child: NodeId, name: NameId) {
        let Some(rule) = self.rule_for(owner, child, name) else { return };
        self.out.types[child.index()] = Some(rule.of_type);
        let parent = self.tree.parent(child);
        if parent.is_some_and(|parent| self.deprecated.contains(&parent)) {
            // What it belongs to has said so already.
            self.deprecated.insert(child);
        } else if rule.deprecated
            && let Some((since, instead)) = self.table.element_deprecation(&owner.name, name)
        {
            self.deprecated.insert(child);
            let kind =
                DeviationKind::DeprecatedElement { name: self.name(name), owner: owner.name.clone(), since, instead };
            self.deviate(kind, child, Spot::Name, None);
        }
    }

    /// What holds for `child`: of several types, the one that its attribute asks for.
    fn rule_for<'o>(&self, owner: &'o Type, child: NodeId, name: NameId) -> Option<&'o Child> {
        let mut general = None;
        for rule in owner.children.iter().filter(|rule| rule.name == name) {
            match &rule.when {
                None => general = general.or(Some(rule)),
                Some((attribute, value)) if self.tree.value_of(child, *attribute) == Some(value) => return Some(rule),
                Some(_) => {}
            }
        }
        general
    }

    /// True for an element that is in a namespace, unless its parent is too:
    /// one finding is enough for a tree.
    pub(super) fn is_foreign(&self, child: NodeId) -> bool {
        let parent_is_native = |parent: NodeId| self.tree.element(parent).in_no_namespace;
        !self.tree.element(child).in_no_namespace && self.tree.parent(child).is_none_or(parent_is_native)
    }

    /// The name a child counts as: in a namespace it is a stranger.
    pub(super) fn child_name(&self, child: NodeId) -> NameId {
        if self.is_foreign(child) { NameId(u32::MAX) } else { self.tree.local_name(child) }
    }

    pub(super) fn ordered(&mut self, id: NodeId, of_type: &Type, automaton: &Automaton) {
        let tree = self.tree;
        let mut state = 0;
        let mut fits = true;
        for child in tree.children(id) {
            let name = self.child_name(child);
            fits &= match automaton.step(state, name) {
                Some(next) => {
                    state = next;
                    true
                }
                None => false,
            };
            if !fits {
                break;
            }
            self.assign(of_type, child, name);
        }
        if !fits || !automaton.accepts(state) {
            self.misfit(id, of_type, automaton);
        }
    }

    /// The slow path: something is wrong among the children of `id`.
    fn misfit(&mut self, id: NodeId, of_type: &Type, automaton: &Automaton) {
        let tree = self.tree;
        let children: Vec<NodeId> = tree.children(id).collect();
        let names: Vec<NameId> = children.iter().map(|&child| self.child_name(child)).collect();
        // Each name is looked up once, however often it stands there.
        let mut strangers: BTreeMap<NameId, bool> = BTreeMap::new();
        for (&child, &name) in children.iter().zip(&names) {
            if strangers.len() < MANY {
                strangers.entry(name).or_insert_with(|| !automaton.knows(name) && self.is_stranger(of_type, child));
            }
        }
        let mut spellings: BTreeMap<(NameId, NameId), u32> = BTreeMap::new();
        for (&name, _) in strangers.iter().filter(|(_, is_stranger)| **is_stranger).take(MANY) {
            for &known in automaton.alphabet() {
                if let Some(distance) = spelling_distance(tree.name_of(name), tree.name_of(known)) {
                    spellings.insert((name, known), distance);
                }
            }
        }
        let alike = |at: usize, name: NameId| spellings.get(&(names[at], name)).copied();
        let edits = align(automaton, &names, &alike);
        let mut kept: Vec<bool> = vec![true; children.len()];
        for edit in &edits {
            if let Edit::Delete(at) | Edit::Replace(at, _) = edit {
                kept[*at] = false;
            }
        }
        for (at, &child) in children.iter().enumerate() {
            if kept[at]
                && self.out.types[child.index()].is_none()
                && of_type.children.iter().any(|rule| rule.name == names[at])
            {
                self.assign(of_type, child, names[at]);
            }
        }
        let kept = (0..children.len()).filter(|&at| kept[at]).collect();
        let siblings = Siblings { children: &children, names: &names, kept, automaton };
        // A child removed here and missed there has only moved: one finding.
        let removed: BTreeSet<NameId> = edits
            .iter()
            .filter_map(|edit| match edit {
                Edit::Delete(at) => Some(names[*at]),
                _ => None,
            })
            .collect();
        for edit in &edits {
            match edit {
                _ if self.invalid >= self.limit => self.out.omitted += 1,
                Edit::Delete(at) => self.surplus(id, of_type, &siblings, *at),
                Edit::Replace(at, meant) => self.stand_in(id, of_type, children[*at], meant, automaton),
                Edit::Insert { cheapest, .. } if cheapest.iter().any(|name| removed.contains(name)) => {}
                Edit::Insert { cheapest, possible, .. } => {
                    // What a file as a whole lacks is not only what would be least to write.
                    let expected = if tree.parent(id).is_none() { possible } else { cheapest };
                    let present = names.iter().filter(|name| expected.contains(name)).count();
                    let expected = expected.iter().map(|&name| self.name(name)).collect();
                    let owner = tree.name(id).to_owned();
                    self.deviate(DeviationKind::MissingElement { owner, expected, present }, id, Spot::Name, None);
                }
            }
        }
    }

    /// A child that the model has no place for.
    fn surplus(&mut self, id: NodeId, of_type: &Type, siblings: &Siblings<'_>, at: usize) {
        let child = siblings.children[at];
        let name = siblings.names[at];
        if !siblings.automaton.knows(name) {
            let expected = siblings.automaton.alphabet().to_vec();
            self.unknown_child(id, of_type, child, expected);
            return;
        }
        let (shown, owner) = (self.name(name), self.tree.name(id).to_owned());
        let kind = if let Some((before, after)) = siblings.right_place(at) {
            self.assign(of_type, child, name);
            let name_at = |at: Option<usize>| at.map(|at| self.name(siblings.names[at]));
            DeviationKind::MisplacedElement { name: shown, before: name_at(before), after: name_at(after) }
        } else if let Some(first) = siblings.kept_twin(at) {
            let kind = DeviationKind::RepeatedElement { name: shown, owner };
            self.deviate(kind, child, Spot::Name, Some(siblings.children[first]));
            return;
        } else if let Some(rival) = siblings.rival(at) {
            let with = self.name(siblings.names[rival]);
            let kind = DeviationKind::ConflictingElement { name: shown, with, owner };
            self.deviate(kind, child, Spot::Name, Some(siblings.children[rival]));
            return;
        } else {
            DeviationKind::MisplacedElement { name: shown, before: None, after: None }
        };
        self.deviate(kind, child, Spot::Name, None);
    }

    /// An unknown child in the place of a known one.
    fn stand_in(&mut self, id: NodeId, of_type: &Type, child: NodeId, meant: &[NameId], automaton: &Automaton) {
        let expected = if meant.len() == 1 { meant } else { automaton.alphabet() };
        self.unknown_child(id, of_type, child, expected.to_vec());
        let written = self.tree.name(child);
        let names: Vec<&str> = meant.iter().map(|&name| self.tree.name_of(name)).collect();
        if let Some(name) = closest(written, &names).and_then(|name| self.tree.find_name(name))
            && self.is_stranger(of_type, child)
        {
            self.assign(of_type, child, name);
        }
    }

    /// True if the element is legal nowhere, so that its name may be misspelt.
    pub(super) fn is_stranger(&self, owner: &Type, child: NodeId) -> bool {
        let name = self.tree.element(child).name;
        self.table.element_life(&owner.name, name, self.schema.edition).is_none()
            && self.table.parents_of(self.schema, name).is_empty()
    }

    pub(super) fn unknown_child(&mut self, id: NodeId, of_type: &Type, child: NodeId, expected: Vec<NameId>) {
        let element = self.tree.element(child);
        let name = self.tree.name(child).to_owned();
        if self.is_foreign(child) {
            self.deviate(DeviationKind::InNamespace { name }, child, Spot::Name, None);
            return;
        }
        let owner = self.tree.name(id).to_owned();
        if let Some(life) = self.table.element_life(&of_type.name, element.name, self.schema.edition) {
            let existence = self.table.existence(life, self.schema.edition);
            let known: Vec<String> = of_type.children.iter().map(|rule| self.name(rule.name)).collect();
            let renamed = known.into_iter().find(|known| strsim::damerau_levenshtein(known, &name) <= 2);
            let kind = DeviationKind::ElementNotInVersion { name, owner, existence, renamed };
            self.deviate(kind, child, Spot::Name, None);
            return;
        }
        let expected: Vec<String> = expected.into_iter().map(|name| self.name(name)).collect();
        let elsewhere = self.table.parents_of(self.schema, element.name);
        let suggestion = if elsewhere.is_empty() { closest(&name, &expected) } else { None };
        let kind = DeviationKind::UnknownElement { name, owner, suggestion, expected, elsewhere };
        self.deviate(kind, child, Spot::Name, None);
    }

    pub(super) fn all(&mut self, id: NodeId, of_type: &Type, members: &[Member]) {
        let tree = self.tree;
        let mut seen: u64 = 0;
        let mut strangers = false;
        for child in tree.children(id) {
            let name = self.child_name(child);
            match members.iter().position(|member| member.name == name) {
                Some(at) if seen & (1 << at) == 0 => {
                    seen |= 1 << at;
                    self.assign(of_type, child, name);
                }
                Some(_) => {
                    let first = tree.children(id).find(|&other| self.child_name(other) == name);
                    let kind =
                        DeviationKind::RepeatedElement { name: self.name(name), owner: tree.name(id).to_owned() };
                    self.deviate(kind, child, Spot::Name, first);
                }
                None => strangers = true,
            }
        }
        if strangers {
            self.strangers_among_all(id, of_type, members, &mut seen);
        }
        for (at, member) in members.iter().enumerate() {
            if member.required && seen & (1 << at) == 0 {
                let kind = DeviationKind::MissingElement {
                    owner: tree.name(id).to_owned(),
                    expected: vec![self.name(member.name)],
                    present: 0,
                };
                self.deviate(kind, id, Spot::Name, None);
            }
        }
    }

    /// Unknown children: one that could be a misspelt member counts as it.
    fn strangers_among_all(&mut self, id: NodeId, of_type: &Type, members: &[Member], seen: &mut u64) {
        let tree = self.tree;
        for child in tree.children(id) {
            let name = self.child_name(child);
            if members.iter().any(|member| member.name == name) {
                continue;
            }
            let open: Vec<usize> = (0..members.len()).filter(|at| *seen & (1 << at) == 0).collect();
            let expected: Vec<NameId> = members.iter().map(|member| member.name).collect();
            self.unknown_child(id, of_type, child, expected);
            let written = tree.name(child);
            let is_stranger = self.is_stranger(of_type, child);
            let names: Vec<&str> = open.iter().map(|&at| tree.name_of(members[at].name)).collect();
            let alike = closest(written, &names).filter(|_| is_stranger);
            let alike = alike.and_then(|name| names.iter().position(|&open| open == name));
            if let Some(at) = alike.map(|index| open[index]) {
                *seen |= 1 << at;
                self.assign(of_type, child, members[at].name);
            } else if let Some(&at) = open.iter().find(|&&at| members[at].required) {
                // It stands where something is missing: one fault, one finding.
                *seen |= 1 << at;
            }
        }
    }
}

/// The children of an element with something wrong among them.
struct Siblings<'a> {
    children: &'a [NodeId],
    names: &'a [NameId],
    /// Indices of the children that have their place.
    kept: Vec<usize>,
    automaton: &'a Automaton,
}

/// Beyond this many siblings, the place where one would fit is not searched.
const MANY: usize = 200;

impl Siblings<'_> {
    /// The neighbours between which the child `at` would be allowed.
    fn right_place(&self, at: usize) -> Option<(Option<usize>, Option<usize>)> {
        if self.kept.len() > MANY {
            return None;
        }
        (0..=self.kept.len()).find_map(|gap| {
            let (left, right) = self.kept.split_at(gap);
            let sequence = left.iter().chain([&at]).chain(right).map(|&index| self.names[index]);
            let fits = self.automaton.matches(sequence);
            fits.then(|| (right.first().copied(), left.last().copied()))
        })
    }

    /// The first sibling of the same name that has its place.
    fn kept_twin(&self, at: usize) -> Option<usize> {
        self.kept.iter().copied().find(|&other| self.names[other] == self.names[at])
    }

    /// A sibling whose absence, or that of all of its name, would give the child `at` a place.
    fn rival(&self, at: usize) -> Option<usize> {
        if self.kept.len() > MANY {
            return None;
        }
        let fits = |is_rival: &dyn Fn(usize) -> bool| {
            let name = |index: usize| self.names[if is_rival(index) { at } else { index }];
            self.automaton.matches(self.kept.iter().map(|&index| name(index)))
        };
        let alone = self.kept.iter().copied().find(|&rival| fits(&|index| index == rival));
        alone.or_else(|| {
            let mut seen: BTreeSet<NameId> = BTreeSet::new();
            let mut first = self.kept.iter().copied().filter(|&index| seen.insert(self.names[index]));
            first.find(|&rival| fits(&|index| self.names[index] == self.names[rival]))
        })
    }
}
