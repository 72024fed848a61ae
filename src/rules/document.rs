//! What a rule on scenario and road files looks at.

use std::borrow::Cow;
use std::cell::OnceCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::xosc::{Fact, assignments, given};
use super::{At, Kind};
use crate::companions::Companions;
use crate::opendrive::Network;
use crate::openscenario::constraints::broken;
use crate::openscenario::expression::{ExpressionFault, Operand};
use crate::openscenario::{
    Body, BodyFacts, Declared, Meaning, Object, Objects, Parameter, Scenario, Spot, Validation, names_in,
};
use crate::xml::{NameId, NodeId, Tree};

/// A well-formed document with all that later rules need.
#[derive(Debug)]
pub struct Document<'d> {
    /// What the root element says it is.
    pub kind: Kind,
    /// The edition that an OpenSCENARIO file declares.
    pub declared: Declared,
    /// The elements.
    pub tree: &'d Tree<'d>,
    /// The root element.
    pub root: NodeId,
    /// The document against its schema; none if it has none.
    pub validation: Option<&'d Validation>,
    /// What an OpenSCENARIO file declares and refers to.
    pub scenario: Option<&'d Scenario<'d>>,
    /// What an OpenDRIVE file holds.
    pub network: Option<&'d Network>,
    /// The files that an OpenSCENARIO file refers to, if it lies in a folder.
    pub companions: Option<&'d Companions<'d>>,
    /// What several rules ask for, worked out once.
    pub memo: Memo,
}

/// What several rules ask of a document.
#[derive(Debug, Default)]
pub struct Memo {
    bodies: OnceCell<Vec<BodyFacts>>,
    /// What the expressions come to, in the order of `Scenario::parameter_uses`.
    /// Only those that the schema takes.
    pub(super) results: OnceCell<Vec<(usize, Evaluated)>>,
    /// What the conditions on the simulation time say, by condition.
    pub(super) times: OnceCell<FxHashMap<NodeId, Fact>>,
    /// The declarations of variables by name; of several, the first.
    variables: OnceCell<FxHashMap<String, NodeId>>,
    /// The declarations of parameters whose values violate their own constraints.
    violating: OnceCell<FxHashSet<NodeId>>,
}

/// What an expression comes to; nothing for what is none, or names a parameter
/// that is not declared.
pub(super) type Evaluated = Result<Option<Operand>, ExpressionFault>;

impl<'d> Document<'d> {
    /// The index of the attribute `name` of `element`.
    #[inline]
    pub(super) fn attribute_index(&self, element: NodeId, name: &str) -> Option<usize> {
        self.attribute_by(element, self.tree.find_name(name)?)
    }

    fn attribute_by(&self, element: NodeId, name: NameId) -> Option<usize> {
        self.tree.attributes(element).iter().position(|attribute| attribute.name == name)
    }

    /// All elements called `name`, in document order.
    #[inline]
    pub(super) fn elements(&self, name: &str) -> impl Iterator<Item = NodeId> + use<'d> {
        let tree = self.tree;
        let named = tree.find_name(name).map_or(&[][..], |name| tree.named(name));
        named.iter().copied()
    }

    /// The first child of `element` called `name`.
    #[inline]
    pub(super) fn child(&self, element: NodeId, name: &str) -> Option<NodeId> {
        self.tree.child(element, self.tree.find_name(name)?)
    }

    /// The value of the attribute `name` of `element`.
    #[inline]
    pub(super) fn text(&self, element: NodeId, name: &str) -> Option<&'d str> {
        self.tree.value_of(element, self.tree.find_name(name)?)
    }

    /// True if a child or an attribute of `element` called `name` seems to be there under a
    /// misspelt name, which has a finding of its own.
    pub(super) fn has_misspelt(&self, element: NodeId, name: &str) -> bool {
        self.validation.is_some_and(|validation| validation.has_misspelt(element, name))
    }

    /// True if a child of any element seems to be one of `names`, misspelt.
    pub(super) fn has_misspelt_anywhere(&self, names: &[&str]) -> bool {
        let meant = |name: &String| names.contains(&name.as_str());
        let mut unknown = self.validation.iter().flat_map(|validation| validation.unknown.values().flatten().flatten());
        unknown.any(meant)
    }

    /// True if a child or an attribute of `element` is there that no edition has there:
    /// it has a finding of its own, and may be anything that is missed.
    pub(super) fn has_unknown(&self, element: NodeId) -> bool {
        self.validation.is_some_and(|validation| validation.unknown.contains_key(&element))
    }

    /// The number that an attribute comes to, if that is known and within the range that
    /// the standard sets: what is out of range has its finding.
    #[inline]
    pub(super) fn number(&self, element: NodeId, name: &str) -> Option<f64> {
        self.number_by(element, self.tree.find_name(name)?)
    }

    fn number_by(&self, element: NodeId, name: NameId) -> Option<f64> {
        let scenario = self.scenario?;
        let attribute = self.attribute_by(element, name)?;
        let written = self.tree.value(&self.tree.attributes(element)[attribute]);
        if self.uses_violation(element, written) {
            return None;
        }
        let number = scenario.number_by(element, name)?;
        scenario.bounds_of(element, attribute).is_none_or(|bounds| bounds.admit(number)).then_some(number)
    }

    /// True if a value written at `at` uses a parameter whose own value violates its
    /// constraints: that has its finding, and what follows from it is no second one.
    pub(super) fn uses_violation(&self, at: NodeId, written: &str) -> bool {
        let Some(scenario) = self.scenario.filter(|_| written.starts_with('$')) else { return false };
        let violates = |parameter: &Parameter<'d>| {
            let Some(Meaning::Text(value)) = scenario.parameters.meaning_of(parameter.element) else { return false };
            !broken(self.tree, parameter.element, value, |at, bound| scenario.meaning(at, bound)).is_empty()
        };
        let read = || {
            let all = scenario.parameters.all().iter().filter(|_| scenario.has_constraints());
            all.filter(|parameter| violates(parameter)).map(|parameter| parameter.element).collect()
        };
        let violating = self.memo.violating.get_or_init(read);
        let uses = |name| scenario.parameter(at, name).is_some_and(|used| violating.contains(&used.element));
        !violating.is_empty() && names_in(written, scenario.language).into_iter().any(uses)
    }

    /// The text that an attribute comes to, if that is known.
    #[inline]
    pub(super) fn known(&self, element: NodeId, name: &str) -> Option<Cow<'d, str>> {
        self.scenario?.known(element, name)
    }

    /// The elements called `name` among `element` and those below it.
    #[inline]
    pub(super) fn below(&self, element: NodeId, name: &str) -> impl Iterator<Item = NodeId> + use<'d> {
        let tree = self.tree;
        let named = tree.find_name(name).map_or(&[][..], |name| tree.named_within(element, name));
        named.iter().copied()
    }

    /// The nearest element around `element` called `name`.
    #[inline]
    pub(super) fn around(&self, element: NodeId, name: &str) -> Option<NodeId> {
        self.around_by(element, self.tree.find_name(name)?)
    }

    fn around_by(&self, element: NodeId, name: NameId) -> Option<NodeId> {
        let outwards = std::iter::successors(self.tree.parent(element), |&id| self.tree.parent(id));
        outwards.into_iter().find(|&id| self.tree.element(id).name == name)
    }

    /// The objects of a scenario; none for a catalog or a distribution.
    pub(super) fn objects(&self) -> Option<&'d Objects<'d>> {
        self.scenario.filter(|scenario| scenario.has_entities).map(|scenario| &scenario.objects)
    }

    /// What is told of the body of the object of this index, here or in a catalog.
    pub(super) fn body(&self, object: usize) -> Option<&BodyFacts> {
        let objects = self.objects()?;
        let read = || objects.all().iter().map(|object| self.read_body(object).unwrap_or_default()).collect();
        self.memo.bodies.get_or_init(read).get(object)
    }

    /// The same of an object.
    pub(super) fn body_of(&self, object: &Object<'_>) -> Option<&BodyFacts> {
        self.body(self.objects()?.index(&object.name)?)
    }

    /// The declaration of the variable `name`.
    pub(super) fn variable(&self, name: &str) -> Option<NodeId> {
        let read = || {
            let mut variables = FxHashMap::default();
            for declaration in self.elements("VariableDeclaration") {
                if let Some(name) = self.text(declaration, "name") {
                    variables.entry(name.to_owned()).or_insert(declaration);
                }
            }
            variables
        };
        self.memo.variables.get_or_init(read).get(name).copied()
    }

    fn read_body(&self, object: &Object<'d>) -> Option<BodyFacts> {
        match object.body {
            Body::Inline(body) => Some(BodyFacts::read(self.scenario?, body)),
            Body::Catalog(reference) => {
                let entry = self.companions?.entry(reference)?;
                let within = entry.entry.element;
                let inside = entry.file.scenario(within, &given(within, &assignments(self, reference)))?;
                Some(BodyFacts { place: Some(entry.place()), ..BodyFacts::read(&inside, within) })
            }
            Body::Unknown => None,
        }
    }

    /// The value of the attribute `name` of `element`, as a place.
    #[inline]
    pub(super) fn value_at(&self, element: NodeId, name: &str) -> Option<At> {
        let index = self.attribute_index(element, name)?;
        Some(At::Node(element, Spot::AttributeValue(index)))
    }
}
