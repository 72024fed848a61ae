//! A document against the schema of its edition: all deviations, with recovery.

mod attributes;
mod children;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::source::Limits;
use crate::xml::{NameId, NodeId, Tree};

use super::deviation::{Deviation, DeviationKind, Spot};
use super::schema::{Model, NameKind, Role, Schema, Type, TypeId};
use super::table::Table;

/// The outcome of [`validate`].
#[derive(Debug)]
pub struct Validation {
    /// All deviations, in no particular order.
    pub deviations: Vec<Deviation>,
    /// Deviations beyond the budget, counted and not kept.
    pub omitted: usize,
    /// By element, its children and attributes that no edition has there: what each was
    /// probably meant to be. None that `wanted` refused: nothing tells of those.
    pub unknown: FxHashMap<NodeId, Vec<Option<String>>>,
    /// The type of each element, where it has one.
    types: Vec<Option<TypeId>>,
}

impl Validation {
    /// The attributes of `id` that declare or refer to a name.
    pub(super) fn naming<'s>(&self, schema: &'s Schema, id: NodeId) -> &'s [(NameId, Role)] {
        match self.types.get(id.index()) {
            Some(Some(of_type)) => &schema.of(*of_type).naming,
            _ => &[],
        }
    }

    /// True if an attribute of `id` refers to a name other than a parameter's.
    pub fn refers(&self, schema: &Schema, id: NodeId) -> bool {
        let is_outward = |role: &Role| matches!(role, Role::Refers(kind) if *kind != NameKind::Parameter);
        self.naming(schema, id).iter().any(|(_, role)| is_outward(role))
    }

    /// True if a child or an attribute of `element` called `name` seems to be there under a
    /// misspelt name.
    pub fn has_misspelt(&self, element: NodeId, name: &str) -> bool {
        self.unknown.get(&element).is_some_and(|meant| meant.iter().flatten().any(|meant| meant == name))
    }

    /// The type of `id`, where it has one.
    pub(super) fn type_of(&self, id: NodeId) -> Option<TypeId> {
        *self.types.get(id.index())?
    }
}

/// Validates `tree` against `schema`.
///
/// Deviations that `wanted` refuses are not kept and take nothing from the
/// budget of the others.
pub fn validate(
    tree: &Tree<'_>,
    table: &Table,
    schema: &Schema,
    limits: &Limits,
    wanted: &dyn Fn(&DeviationKind) -> bool,
) -> Validation {
    let types = vec![None; tree.len()];
    let out = Validation { deviations: Vec::new(), omitted: 0, unknown: FxHashMap::default(), types };
    let mut validator = Validator {
        tree,
        table,
        schema,
        limit: limits.findings.max(1),
        wanted,
        invalid: 0,
        advice: 0,
        deprecated: FxHashSet::default(),
        out,
    };
    if let Some(root) = tree.root() {
        validator.root(root);
        for id in tree.ids() {
            if let Some(of_type) = validator.out.types[id.index()] {
                validator.element(id, of_type);
            }
        }
    }
    validator.out
}

struct Validator<'v, 't> {
    tree: &'v Tree<'t>,
    table: &'v Table,
    schema: &'v Schema,
    limit: usize,
    wanted: &'v dyn Fn(&DeviationKind) -> bool,
    /// Deviations kept that make the document invalid, and those that do not.
    invalid: usize,
    advice: usize,
    /// Elements reported as deprecated, and what is inside them.
    deprecated: FxHashSet<NodeId>,
    out: Validation,
}

impl Validator<'_, '_> {
    fn deviate(&mut self, kind: DeviationKind, element: NodeId, spot: Spot, related: Option<NodeId>) {
        if !(self.wanted)(&kind) {
            return;
        }
        self.note_unknown(&kind, element);
        // Each class has its own budget: nothing that makes the document invalid
        // may be lost behind mere advice.
        let kept = if kind.is_invalid() { &mut self.invalid } else { &mut self.advice };
        if *kept < self.limit {
            *kept += 1;
            self.out.deviations.push(Deviation { kind, element, spot, related });
        } else {
            self.out.omitted += 1;
        }
    }

    fn note_unknown(&mut self, kind: &DeviationKind, element: NodeId) {
        let parent = || self.tree.parent(element);
        let (owner, meant) = match kind {
            DeviationKind::UnknownElement { suggestion, .. } => (parent(), suggestion),
            DeviationKind::UnknownAttribute { suggestion, .. } => (Some(element), suggestion),
            DeviationKind::InNamespace { .. } => (parent(), &None),
            _ => return,
        };
        if let Some(owner) = owner {
            self.out.unknown.entry(owner).or_default().push(meant.clone());
        }
    }

    fn name(&self, id: NameId) -> String {
        self.tree.name_of(id).to_owned()
    }

    /// A root by any other name gets its own finding elsewhere; its content is
    /// that of a scenario all the same.
    fn root(&mut self, root: NodeId) {
        let name = self.tree.element(root).name;
        let known = self.schema.roots.iter().find(|(known, ..)| *known == name);
        let of_type = known.or(self.schema.roots.first()).map(|(_, of_type, _)| *of_type);
        self.out.types[root.index()] = of_type;
        if !self.tree.element(root).in_no_namespace {
            let name = self.tree.name(root).to_owned();
            self.deviate(DeviationKind::InNamespace { name }, root, Spot::Name, None);
        }
    }

    fn element(&mut self, id: NodeId, of_type: TypeId) {
        let schema = self.schema;
        let of_type = schema.of(of_type);
        self.attributes(id, of_type);
        match &of_type.model {
            Model::Empty => self.no_content(id, of_type),
            Model::Text => self.no_children(id, of_type),
            Model::Any => self.only_elements(id, of_type),
            Model::All(members) => {
                self.only_elements(id, of_type);
                self.all(id, of_type, members);
            }
            Model::Ordered(automaton) => {
                self.only_elements(id, of_type);
                self.ordered(id, of_type, automaton);
            }
        }
    }

    fn no_content(&mut self, id: NodeId, of_type: &Type) {
        let element = self.tree.element(id);
        let has_children = self.tree.children(id).next().is_some();
        // White space around a child that should not be there is not a fault of its own.
        if element.has_text || (element.has_space && !has_children) {
            let kind =
                DeviationKind::UnexpectedText { owner: self.tree.name(id).to_owned(), only_space: !element.has_text };
            self.deviate(kind, id, Spot::Text, None);
        }
        self.no_children(id, of_type);
    }

    fn no_children(&mut self, id: NodeId, of_type: &Type) {
        let tree = self.tree;
        for child in tree.children(id) {
            self.unknown_child(id, of_type, child, Vec::new());
        }
    }

    fn only_elements(&mut self, id: NodeId, of_type: &Type) {
        if self.tree.element(id).has_text && !of_type.mixed {
            let kind = DeviationKind::UnexpectedText { owner: self.tree.name(id).to_owned(), only_space: false };
            self.deviate(kind, id, Spot::Text, None);
        }
    }
}
