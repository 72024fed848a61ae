//! The schema of one edition, compiled from the table for fast validation.

mod compiler;

use std::sync::Arc;

use crate::xml::NameId;

use super::automaton::Automaton;
use super::bounds::Bounds;
use super::choices::Choices;
use super::restriction::Restriction;
use super::table::{EditionIndex, Table};
use super::values::{Base, is_expression, is_parameter};
use super::version::Version;
use compiler::Compiler;

/// Index of a type in a [`Schema`].
pub(super) type TypeId = u16;

/// Everything that one edition allows.
#[derive(Debug)]
pub struct Schema {
    pub(super) edition: EditionIndex,
    version: Version,
    pub(super) types: Vec<Type>,
    pub(super) roots: Vec<(NameId, TypeId, bool)>,
    pub(super) choices: Choices,
}

/// The definition of an element.
#[derive(Debug)]
pub(super) struct Type {
    pub(super) name: String,
    pub(super) attributes: Vec<AttributeRule>,
    pub(super) model: Model,
    /// True if character data may stand among the children.
    pub(super) mixed: bool,
    pub(super) children: Vec<Child>,
    /// Attributes that declare or refer to a name.
    pub(super) naming: Vec<(NameId, Role)>,
    /// The names of `attributes`, side by side: looking one up reads little memory.
    attribute_names: Vec<NameId>,
    /// How many attributes have to be there.
    pub(super) required: usize,
    /// True if an attribute is deprecated.
    pub(super) has_deprecated: bool,
    /// True if an attribute has a range.
    pub(super) has_bounds: bool,
}

impl Type {
    /// The element, of a name such as `road.link` or `junction:virtual`, which tell several
    /// elements of one name apart.
    pub(super) fn element(&self) -> &str {
        let last = self.name.rsplit('.').next().unwrap_or(&self.name);
        last.split(':').next().unwrap_or(last)
    }

    /// What holds for the attribute `name`.
    pub(super) fn attribute(&self, name: NameId) -> Option<&AttributeRule> {
        let index = self.attribute_names.iter().position(|known| *known == name)?;
        self.attributes.get(index)
    }
}

/// What an attribute means beyond its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It gives its element a name.
    Declares(NameKind),
    /// It refers to such a name.
    Refers(NameKind),
}

/// What a name is given to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NameKind {
    /// An entity or a selection of entities.
    Entity,
    /// A parameter.
    Parameter,
    /// A variable.
    Variable,
    /// A controller of traffic signals.
    SignalController,
    /// A monitor.
    Monitor,
    /// A controller of an entity.
    Controller,
    /// A story, an act, a group, a maneuver, an event or an action.
    StoryboardElement,
    /// Anything else.
    Other,
}

impl NameKind {
    fn from_word(word: &str) -> NameKind {
        match word {
            "entity" => NameKind::Entity,
            "parameter" => NameKind::Parameter,
            "variable" => NameKind::Variable,
            "signal-controller" => NameKind::SignalController,
            "monitor" => NameKind::Monitor,
            "controller" => NameKind::Controller,
            "storyboard-element" => NameKind::StoryboardElement,
            _ => NameKind::Other,
        }
    }
}

/// An attribute that a type may have.
#[derive(Debug)]
pub(super) struct AttributeRule {
    pub(super) name: NameId,
    pub(super) value: Value,
    pub(super) required: bool,
    pub(super) deprecated: bool,
    pub(super) bounds: Option<Bounds>,
}

/// What a value may be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// Of a road file.
    Restricted(Arc<Restriction>),
    Plain {
        type_name: String,
        base: Base,
        parameter: bool,
        expression: bool,
    },
    Literal {
        type_name: String,
        literals: Vec<String>,
        some_deprecated: bool,
    },
}

impl Value {
    /// True if `value` is a literal of this type: no parameter, no expression.
    pub(crate) fn takes(&self, value: &str) -> bool {
        match self {
            Value::Restricted(restriction) => restriction.flaw(value).is_none(),
            Value::Plain { base, .. } => base.admits(value),
            Value::Literal { literals, .. } => literals.iter().any(|known| known == value),
        }
    }

    pub(crate) fn admits(&self, value: &str) -> bool {
        match self {
            Value::Restricted(restriction) => restriction.flaw(value).is_none(),
            Value::Plain { base: Base::Text, .. } => true,
            Value::Plain { base, parameter, expression, .. } => {
                if value.starts_with('$') {
                    (*parameter && is_parameter(value)) || (*expression && is_expression(value))
                } else {
                    base.admits(value)
                }
            }
            Value::Literal { literals, .. } => literals.iter().any(|known| known == value) || is_parameter(value),
        }
    }
}

/// A child element that a type may have.
#[derive(Debug, Clone)]
pub(super) struct Child {
    pub(super) name: NameId,
    pub(super) of_type: TypeId,
    /// The attribute and value that make it of this type; without, it is unless another is.
    pub(super) when: Option<(NameId, String)>,
    pub(super) deprecated: bool,
}

/// What may stand between the tags.
#[derive(Debug)]
pub(super) enum Model {
    /// Nothing, not even white space.
    Empty,
    /// Character data.
    Text,
    /// Any elements, which are nobody's matter.
    Any,
    /// Elements, each at most once, in any order.
    All(Vec<Member>),
    /// Elements in an order.
    Ordered(Automaton),
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    pub(super) name: NameId,
    pub(super) required: bool,
}

impl Schema {
    /// The edition this is the schema of.
    pub fn version(&self) -> Version {
        self.version
    }

    pub(super) fn compile(table: &Table, edition: EditionIndex) -> Schema {
        Compiler::new(table, edition).compile()
    }

    /// True if the element has the attribute where another value makes it of another type:
    /// `mainRoad` is of virtual junctions only.
    pub(super) fn has_in_variant(&self, of_type: &Type, attribute: NameId) -> bool {
        let general = of_type.name.split(':').next();
        let is_variant = |other: &&Type| other.name.split(':').next() == general;
        self.types.iter().filter(is_variant).any(|other| other.attribute(attribute).is_some())
    }

    pub(super) fn of(&self, id: TypeId) -> &Type {
        &self.types[usize::from(id)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openscenario::content;

    /// The shipped table, every edition: each name that a model uses has an
    /// element row and the other way round, each type and value type exists.
    #[test]
    fn the_shipped_tables_are_closed() {
        is_closed(Table::builtin(), 2);
        is_closed(Table::opendrive(), 1);
    }

    fn is_closed(table: &Table, roots: usize) {
        for (index, edition) in table.editions().iter().enumerate() {
            let schema = table.schema(edition.id).unwrap();
            assert!(schema.roots.len() == roots, "{}", edition.id);
            let types = table.types.iter().filter(|row| row.kind == "type" && row.life.exists_in(index)).count();
            assert_eq!(schema.types.len(), types);
            for row in table.elements.iter().filter(|row| row.life.exists_in(index)) {
                assert!(schema.types.iter().any(|of_type| of_type.name == row.of_type), "{}", row.of_type);
            }
            for row in table.contents.iter().filter(|row| row.life.exists_in(index) && !row.content.starts_with('#')) {
                content::parse(&row.content).unwrap_or_else(|error| panic!("{}: {error}", row.owner));
            }
            for of_type in &schema.types {
                let mut listed: Vec<_> = of_type.children.iter().map(|child| child.name).collect();
                let mut modelled = match &of_type.model {
                    Model::Ordered(automaton) => automaton.alphabet().to_vec(),
                    Model::All(members) => members.iter().map(|member| member.name).collect(),
                    Model::Empty | Model::Text | Model::Any => Vec::new(),
                };
                listed.sort();
                listed.dedup();
                modelled.sort();
                assert_eq!(listed, modelled, "{} in {}", of_type.name, edition.id);
            }
            let exists = |life: crate::openscenario::table::Life| life.exists_in(index);
            let rows = table.attributes.iter().filter(|row| exists(row.life)).count();
            let compiled: usize = schema.types.iter().map(|of_type| of_type.attributes.len()).sum();
            assert_eq!(rows, compiled, "attributes of {}", edition.id);
        }
    }

    /// The counts of the published schema files.
    #[test]
    fn the_shipped_table_has_every_definition() {
        let table = Table::builtin();
        let counts = |index: EditionIndex| {
            let kind =
                |kind: &str| table.types.iter().filter(|row| row.kind == kind && row.life.exists_in(index)).count();
            let literals = table.literals.iter().filter(|row| row.life.exists_in(index)).count();
            let attributes = table.attributes.iter().filter(|row| row.life.exists_in(index)).count();
            (kind("type"), kind("group"), kind("enumeration"), literals, attributes)
        };
        assert_eq!(counts(0), (186, 4, 20, 93, 260));
        assert_eq!(counts(1), (218, 11, 23, 108, 316));
        assert_eq!(counts(2), (261, 13, 36, 217, 403));
        assert_eq!(counts(3), (287, 13, 37, 221, 440));
        assert_eq!(counts(4), (291, 13, 39, 251, 448));
    }
}
