//! The names that a scenario declares and the places that refer to them.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::xml::{NodeId, Tree};

use super::deviation::DeviationKind;
use super::schema::{Role, Schema};
use super::validate::Validation;

/// An element that gives itself a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Declaration<'d> {
    /// The element.
    pub element: NodeId,
    /// Index of the attribute that holds the name.
    pub attribute: usize,
    /// The name.
    pub name: &'d str,
    /// True for an entity.
    pub is_entity: bool,
}

/// A place that refers to an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntityUse<'d> {
    /// The element.
    pub element: NodeId,
    /// Index of the attribute that holds the reference.
    pub attribute: usize,
    /// The reference as written.
    pub name: &'d str,
}

/// Names and references of one scenario.
#[derive(Debug, Default)]
pub struct Scenario<'d> {
    /// True for a scenario; a catalog or a distribution declares no entities.
    pub has_entities: bool,
    /// All declarations, in document order.
    pub declarations: Vec<Declaration<'d>>,
    /// All references to entities, in document order.
    pub entity_uses: Vec<EntityUse<'d>>,
    /// An entity's declaration violates the schema, so its name may be unknown.
    pub has_faulty_entity: bool,
    /// The names of all entities; `None` if one of them is open or faulty.
    pub entity_names: Option<FxHashSet<&'d str>>,
    /// The values of the parameters declared for the whole scenario.
    parameters: FxHashMap<&'d str, &'d str>,
}

/// What a name resolves to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named<'d> {
    /// As written.
    Plain(&'d str),
    /// The default of a parameter.
    ByParameter(&'d str),
    /// Known only when parameters are assigned.
    Open,
}

impl<'d> Scenario<'d> {
    /// Reads the names of `tree`, using the types that validation found.
    pub fn read(tree: &'d Tree<'_>, schema: &Schema, validation: &Validation) -> Scenario<'d> {
        let mut scenario = Scenario::default();
        let Some(root) = tree.root() else { return scenario };
        scenario.has_entities = tree.find_name("Entities").is_some_and(|name| tree.child(root, name).is_some());
        scenario.parameters = global_parameters(tree, root);
        for id in tree.ids() {
            for &(name, role) in validation.naming(schema, id) {
                let attributes = tree.attributes(id);
                let Some(attribute) = attributes.iter().position(|found| found.name == name) else { continue };
                let name = tree.value(&attributes[attribute]);
                match role {
                    Role::EntityRef => scenario.entity_uses.push(EntityUse { element: id, attribute, name }),
                    Role::EntityName | Role::OtherName => {
                        let is_entity = role == Role::EntityName;
                        scenario.declarations.push(Declaration { element: id, attribute, name, is_entity });
                    }
                }
            }
        }
        scenario.has_faulty_entity = has_faulty_entity(tree, root, validation);
        if !scenario.has_faulty_entity {
            scenario.entity_names = scenario.closed_entity_names();
        }
        scenario
    }

    /// What `written` means, as far as the scenario itself tells.
    pub fn resolve(&self, written: &'d str) -> Named<'d> {
        match written.strip_prefix('$') {
            None => Named::Plain(written),
            Some(parameter) => match self.parameters.get(parameter) {
                Some(value) if !value.starts_with('$') => Named::ByParameter(value),
                _ => Named::Open,
            },
        }
    }

    fn closed_entity_names(&self) -> Option<FxHashSet<&'d str>> {
        let entities = self.declarations.iter().filter(|declaration| declaration.is_entity);
        entities
            .map(|declaration| match self.resolve(declaration.name) {
                Named::Plain(name) | Named::ByParameter(name) => Some(name),
                Named::Open => None,
            })
            .collect()
    }
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

/// `ParameterDeclarations` directly below the root.
fn global_parameters<'d>(tree: &'d Tree<'_>, root: NodeId) -> FxHashMap<&'d str, &'d str> {
    let name = |name: &str| tree.find_name(name);
    let (Some(declarations), Some(name), Some(value)) = (name("ParameterDeclarations"), name("name"), name("value"))
    else {
        return FxHashMap::default();
    };
    let Some(list) = tree.child(root, declarations) else { return FxHashMap::default() };
    let pairs = |id| Some((tree.value_of(id, name)?, tree.value_of(id, value)?));
    let mut parameters: FxHashMap<&str, &str> = tree.children(list).filter_map(pairs).collect();
    // A name declared again further in may have another value where it is used.
    for inner in tree.ids().filter(|&id| tree.element(id).name == declarations && id != list) {
        for id in tree.children(inner) {
            if let Some(again) = tree.value_of(id, name) {
                parameters.remove(again);
            }
        }
    }
    parameters
}
