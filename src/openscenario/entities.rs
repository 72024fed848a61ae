//! The names that a scenario declares and the places that refer to them.

use std::borrow::Cow;

use rustc_hash::FxHashSet;

use crate::xml::{NameId, NodeId, Tree};

use super::bounds::Bounds;
use super::choices::{Choice, unchosen};
use super::deviation::DeviationKind;
use super::expression::{Expression, ExpressionFault, Language, Operand};
use super::objects::Objects;
use super::parameters::{Given, Meaning, Parameter, Parameters};
use super::schema::{NameKind, Role, Schema, Type, Value};
use super::storyboard::Storyboard;
use super::table::Table;
use super::validate::Validation;
use super::values::Base;

/// An element that gives itself a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Declaration<'d> {
    /// The element.
    pub element: NodeId,
    /// Index of the attribute that holds the name.
    pub attribute: usize,
    /// The name.
    pub name: &'d str,
    /// What it names.
    pub kind: NameKind,
}

/// A place that refers to something by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference<'d> {
    /// The element.
    pub element: NodeId,
    /// Index of the attribute that holds the reference.
    pub attribute: usize,
    /// The reference as written.
    pub name: &'d str,
    /// What it refers to.
    pub kind: NameKind,
}

/// A value that uses parameters: `$name` or `${…}`.
#[derive(Debug, Clone, Copy)]
pub struct ParameterUse<'d> {
    /// The element.
    pub element: NodeId,
    /// Index of the attribute.
    pub attribute: usize,
    /// The value as written.
    pub text: &'d str,
    /// What the schema wants there; none for an attribute it does not know.
    pub(crate) expects: Option<&'d Value>,
}

/// A value that has to lie in a range.
#[derive(Debug, Clone, Copy)]
pub struct BoundedValue<'d> {
    /// The element.
    pub element: NodeId,
    /// Index of the attribute.
    pub attribute: usize,
    /// The value as written.
    pub text: &'d str,
    /// The range.
    pub bounds: &'d Bounds,
}

/// Names, references and parameters of one file.
#[derive(Debug)]
pub struct Scenario<'d> {
    /// True for a scenario; a catalog or a distribution declares no entities.
    pub has_entities: bool,
    /// All declarations, in document order.
    pub declarations: Vec<Declaration<'d>>,
    /// All references by name, in document order.
    pub references: Vec<Reference<'d>>,
    /// An entity's declaration violates the schema, so its name may be unknown.
    pub has_faulty_entity: bool,
    /// The names of all entities; `None` if one of them is open or faulty.
    pub entity_names: Option<FxHashSet<Cow<'d, str>>>,
    /// The parameters with their scopes.
    pub parameters: Parameters<'d>,
    /// All values that use parameters, in document order.
    pub parameter_uses: Vec<ParameterUse<'d>>,
    /// All values that have a range, in document order.
    pub bounded: Vec<BoundedValue<'d>>,
    /// The numbers written as `NaN`, `INF` or `-INF`: element and index of the attribute.
    pub not_finite: Vec<(NodeId, usize)>,
    /// All elements that had to choose a child and have none, in document order.
    pub unchosen: Vec<Choice>,
    /// What a scenario moves: vehicles, pedestrians, things.
    pub objects: Objects<'d>,
    /// The expressions of the file's edition.
    pub language: Language<'d>,
    tree: &'d Tree<'d>,
    /// True if all of the file was read.
    is_whole: bool,
}

/// What a name resolves to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named<'d> {
    /// As written.
    Plain(&'d str),
    /// The value of a parameter.
    ByParameter(Cow<'d, str>),
    /// Known only when parameters are assigned.
    Open,
}

impl<'d> Scenario<'d> {
    /// Reads the names at `within` and below, using the types that validation
    /// found. `given` replaces defaults of parameters.
    pub fn read(
        tree: &'d Tree<'d>,
        table: &'d Table,
        schema: &'d Schema,
        validation: &Validation,
        within: NodeId,
        given: &Given,
    ) -> Scenario<'d> {
        let language = Language { operators: table.operators(), version: schema.version() };
        let mut scenario = Scenario {
            has_entities: false,
            declarations: Vec::new(),
            references: Vec::new(),
            has_faulty_entity: false,
            entity_names: None,
            parameters: Parameters::read(tree, language, within, given),
            parameter_uses: Vec::new(),
            bounded: Vec::new(),
            not_finite: Vec::new(),
            unchosen: if within == NodeId::ROOT { unchosen(tree, schema, validation) } else { Vec::new() },
            objects: Objects::default(),
            language,
            tree,
            is_whole: within == NodeId::ROOT,
        };
        let Some(root) = tree.root() else { return scenario };
        scenario.has_entities = tree.find_name("Entities").is_some_and(|name| tree.child(within, name).is_some());
        for id in tree.subtree(within).filter(|&id| !tree.attributes(id).is_empty()) {
            let of_type = validation.type_of(id).map(|of_type| schema.of(of_type));
            if let Some(of_type) = of_type {
                scenario.naming(of_type, id);
            }
            scenario.values(of_type, id);
        }
        scenario.has_faulty_entity = has_faulty_entity(tree, root, validation);
        if !scenario.has_faulty_entity {
            scenario.entity_names = scenario.names_of(NameKind::Entity);
        }
        if scenario.has_entities {
            scenario.objects = Objects::read(&scenario);
        }
        scenario
    }

    fn naming(&mut self, of_type: &Type, id: NodeId) {
        for &(name, role) in &of_type.naming {
            let attributes = self.tree.attributes(id);
            let Some(attribute) = attributes.iter().position(|found| found.name == name) else { continue };
            let name = self.tree.value(&attributes[attribute]);
            match role {
                Role::Refers(kind) => self.references.push(Reference { element: id, attribute, name, kind }),
                Role::Declares(kind) => self.declarations.push(Declaration { element: id, attribute, name, kind }),
            }
        }
    }

    fn values(&mut self, of_type: Option<&'d Type>, id: NodeId) {
        for (attribute, found) in self.tree.attributes(id).iter().enumerate() {
            let text = self.tree.value(found);
            let rule = || of_type.and_then(|of_type| of_type.attribute(found.name));
            let expects = || rule().map(|rule| &rule.value);
            if is_not_finite(text) && takes_double(expects()) {
                self.not_finite.push((id, attribute));
            }
            // A `$` in the name of a parameter is a fault of that name.
            let declares = || self.parameters.declared_by(id).is_some() && self.tree.name_of(found.name) == "name";
            if text.starts_with('$') && !declares() {
                self.parameter_uses.push(ParameterUse { element: id, attribute, text, expects: expects() });
            }
            // What the schema refuses has its finding already.
            if of_type.is_some_and(|of_type| of_type.has_bounds)
                && let Some(rule) = rule()
                && let Some(bounds) = &rule.bounds
                && rule.value.admits(text)
            {
                self.bounded.push(BoundedValue { element: id, attribute, text, bounds });
            }
        }
    }

    /// The elements of the storyboard, read anew at each call; none of a part of the file.
    pub fn storyboard(&self) -> Storyboard<'d> {
        if self.is_whole { Storyboard::read(self.tree) } else { Storyboard::default() }
    }

    /// True if the file's edition has constraints on the values of parameters.
    pub fn has_constraints(&self) -> bool {
        self.language.version >= super::constraints::SINCE
    }

    /// What a name written at `at` means, as far as the file itself tells.
    pub fn resolve(&self, at: NodeId, written: &'d str) -> Named<'d> {
        if !written.starts_with('$') {
            return Named::Plain(written);
        }
        match self.meaning(at, written) {
            Meaning::Text(text) => Named::ByParameter(text),
            Meaning::Open => Named::Open,
        }
    }

    /// What a value written at `at` comes to, with the defaults of parameters.
    pub fn meaning(&self, at: NodeId, written: &'d str) -> Meaning<'d> {
        self.parameters.meaning(self.tree, self.language, at, written)
    }

    /// The value of the attribute `name` of `element`, as it is written.
    #[inline]
    pub fn text(&self, element: NodeId, name: &str) -> Option<&'d str> {
        self.tree.value_of(element, self.tree.find_name(name)?)
    }

    /// The text that the attribute `name` of `element` comes to, if that is known.
    #[inline]
    pub fn known(&self, element: NodeId, name: &str) -> Option<Cow<'d, str>> {
        self.known_by(element, self.tree.find_name(name)?)
    }

    fn known_by(&self, element: NodeId, name: NameId) -> Option<Cow<'d, str>> {
        match self.meaning(element, self.tree.value_of(element, name)?) {
            Meaning::Text(text) => Some(text),
            Meaning::Open => None,
        }
    }

    /// The number that the attribute `name` of `element` comes to, if that is known.
    /// What is not finite is none: it has a finding of its own.
    #[inline]
    pub fn number(&self, element: NodeId, name: &str) -> Option<f64> {
        self.number_by(element, self.tree.find_name(name)?)
    }

    pub(crate) fn number_by(&self, element: NodeId, name: NameId) -> Option<f64> {
        decimal(&self.known_by(element, name)?)
    }

    /// The range of the attribute of this index, if it has one and the schema takes its value.
    pub(crate) fn bounds_of(&self, element: NodeId, attribute: usize) -> Option<&'d Bounds> {
        let place = (element, attribute);
        let index = self.bounded.binary_search_by_key(&place, |value| (value.element, value.attribute)).ok()?;
        Some(self.bounded.get(index)?.bounds)
    }

    /// What the schema wants in the attribute of this index, if its value uses parameters.
    pub(crate) fn expected(&self, element: NodeId, attribute: usize) -> Option<&'d Value> {
        let place = (element, attribute);
        let index = self.parameter_uses.binary_search_by_key(&place, |used| (used.element, used.attribute)).ok()?;
        self.parameter_uses.get(index)?.expects
    }

    /// The first child of `element` called `name`.
    #[inline]
    pub fn child(&self, element: NodeId, name: &str) -> Option<NodeId> {
        self.tree.child(element, self.tree.find_name(name)?)
    }

    /// The elements of the file.
    pub fn tree(&self) -> &'d Tree<'d> {
        self.tree
    }

    /// The parameter that `name` means at `at`.
    pub fn parameter(&self, at: NodeId, name: &str) -> Option<&Parameter<'d>> {
        self.parameters.find(self.tree, at, name)
    }

    /// The names of the parameters that may be used at `at`.
    pub fn parameter_names(&self, at: NodeId) -> Vec<&'d str> {
        self.parameters.names(self.tree, at)
    }

    /// What an expression at `at` comes to; none if a parameter is undeclared.
    pub fn evaluate(&self, at: NodeId, expression: &Expression<'d>) -> Result<Option<Operand>, ExpressionFault> {
        self.parameters.evaluate(self.tree, self.language, at, expression)
    }

    /// The references to one kind of name.
    pub fn references_to(&self, kind: NameKind) -> impl Iterator<Item = &Reference<'d>> {
        self.references.iter().filter(move |reference| reference.kind == kind)
    }

    /// The names of one kind; none if one of them depends on what is not known.
    pub fn names_of(&self, kind: NameKind) -> Option<FxHashSet<Cow<'d, str>>> {
        let declarations = self.declarations.iter().filter(|declaration| declaration.kind == kind);
        declarations
            .map(|declaration| match self.resolve(declaration.element, declaration.name) {
                Named::Plain(name) => Some(name.into()),
                Named::ByParameter(name) => Some(name),
                Named::Open => None,
            })
            .collect()
    }
}

/// True for what a double may be besides the numbers.
pub(crate) fn is_not_finite(text: &str) -> bool {
    matches!(text.as_bytes(), [.., b'N' | b'F']) && matches!(text, "NaN" | "INF" | "-INF")
}

/// The number that a text is, with or without space around it; none if it is not finite.
pub(crate) fn decimal(text: &str) -> Option<f64> {
    let number: Result<f64, _> = text.parse().or_else(|_| text.trim().parse());
    number.ok().filter(|number| number.is_finite())
}

/// True if an attribute of this type takes decimal numbers.
pub(crate) fn takes_double(wanted: Option<&Value>) -> bool {
    matches!(wanted, Some(Value::Plain { base: Base::Double, .. }))
}

/// True if a child of `Entities` is unknown, or known and without name.
fn has_faulty_entity(tree: &Tree<'_>, root: NodeId, validation: &Validation) -> bool {
    let entities = tree.find_name("Entities").and_then(|name| tree.child(root, name));
    validation.deviations.iter().any(|deviation| {
        let hides_a_name = match &deviation.kind {
            DeviationKind::UnknownElement { .. } | DeviationKind::ElementNotInVersion { .. } => true,
            DeviationKind::MissingAttribute { name, .. } => name == "name",
            DeviationKind::UnknownAttribute { suggestion, .. } => suggestion.as_deref() == Some("name"),
            _ => false,
        };
        hides_a_name && entities.is_some() && tree.parent(deviation.element) == entities
    })
}
