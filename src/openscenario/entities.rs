//! The names that a scenario declares and the places that refer to them.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::xml::{NameId, NodeId, Tree};

use super::schema::Schema;
use super::table::Table;
use super::validate::Validation;

/// An element that gives itself a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    /// The element.
    pub element: NodeId,
    /// Index of the attribute that holds the name.
    pub attribute: usize,
    /// The name.
    pub name: String,
    /// What is named: `entity`, `parameter`, `storyboard-element`…
    pub kind: String,
}

/// A place that refers to an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityUse {
    /// The element.
    pub element: NodeId,
    /// Index of the attribute that holds the reference.
    pub attribute: usize,
    /// The reference as written.
    pub name: String,
}

/// Names and references of one scenario.
#[derive(Debug, Default)]
pub struct Scenario {
    /// True for a scenario; a catalog or a distribution declares no entities.
    pub has_entities: bool,
    /// All declarations, in document order.
    pub declarations: Vec<Declaration>,
    /// All references to entities, in document order.
    pub entity_uses: Vec<EntityUse>,
    /// The values of the parameters declared for the whole scenario.
    parameters: FxHashMap<String, String>,
}

/// What a name resolves to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// As written.
    Plain(String),
    /// The default of a parameter.
    ByParameter(String),
    /// Known only when parameters are assigned.
    Open,
}

impl Scenario {
    /// Reads the names of `tree`, using the types that validation found.
    pub fn read(tree: &Tree<'_>, table: &Table, schema: &Schema, validation: &Validation) -> Scenario {
        let rows: FxHashMap<&str, Vec<(NameId, &str, &str)>> = rows_by_owner(table);
        let mut scenario = Scenario::default();
        let Some(root) = tree.root() else { return scenario };
        scenario.has_entities = tree.find_name("Entities").is_some_and(|name| tree.child(root, name).is_some());
        scenario.parameters = global_parameters(tree, root);
        for id in tree.ids() {
            let Some(type_name) = validation.type_name(schema, id) else { continue };
            for &(attribute, role, kind) in rows.get(type_name).into_iter().flatten() {
                let found = tree.attributes(id).iter().position(|found| found.name == attribute);
                let Some(index) = found else { continue };
                let name = tree.value(&tree.attributes(id)[index]).to_owned();
                if role == "declares" {
                    let kind = kind.to_owned();
                    scenario.declarations.push(Declaration { element: id, attribute: index, name, kind });
                } else if kind == "entity" {
                    scenario.entity_uses.push(EntityUse { element: id, attribute: index, name });
                }
            }
        }
        scenario
    }

    /// What `written` means, as far as the scenario itself tells.
    pub fn resolve(&self, written: &str) -> Named {
        match written.strip_prefix('$') {
            None => Named::Plain(written.to_owned()),
            Some(parameter) => match self.parameters.get(parameter) {
                Some(value) if !value.starts_with('$') => Named::ByParameter(value.clone()),
                _ => Named::Open,
            },
        }
    }

    /// The names of all entities; `None` if one of them is open.
    pub fn entity_names(&self) -> Option<FxHashSet<String>> {
        let entities = self.declarations.iter().filter(|declaration| declaration.kind == "entity");
        entities
            .map(|declaration| match self.resolve(&declaration.name) {
                Named::Plain(name) | Named::ByParameter(name) => Some(name),
                Named::Open => None,
            })
            .collect()
    }
}

fn rows_by_owner(table: &Table) -> FxHashMap<&str, Vec<(NameId, &str, &str)>> {
    let mut rows: FxHashMap<&str, Vec<(NameId, &str, &str)>> = FxHashMap::default();
    for row in &table.names {
        if let Some(attribute) = table.vocabulary.get(&row.attribute) {
            rows.entry(&row.owner).or_default().push((attribute, &row.role, &row.kind));
        }
    }
    rows
}

/// `ParameterDeclarations` directly below the root.
fn global_parameters(tree: &Tree<'_>, root: NodeId) -> FxHashMap<String, String> {
    let name = |name: &str| tree.find_name(name);
    let (Some(declarations), Some(name), Some(value)) = (name("ParameterDeclarations"), name("name"), name("value")) else {
        return FxHashMap::default();
    };
    let Some(list) = tree.child(root, declarations) else { return FxHashMap::default() };
    tree.children(list)
        .filter_map(|id| Some((tree.value_of(id, name)?.to_owned(), tree.value_of(id, value)?.to_owned())))
        .collect()
}
