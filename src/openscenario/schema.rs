//! The schema of one edition, compiled from the table for fast validation.

use rustc_hash::FxHashMap;

use crate::xml::NameId;

use super::automaton::Automaton;
use super::bounds::{Bounds, BoundsRow};
use super::choices::Choices;
use super::content::{self, Particle};
use super::table::{EditionIndex, Life, Table};
use super::values::{Base, is_expression, is_parameter};
use super::version::Version;

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Plain { type_name: String, base: Base, parameter: bool, expression: bool },
    Literal { type_name: String, literals: Vec<String>, some_deprecated: bool },
}

impl Value {
    /// True if `value` is a literal of this type: no parameter, no expression.
    pub(crate) fn takes(&self, value: &str) -> bool {
        match self {
            Value::Plain { base, .. } => base.admits(value),
            Value::Literal { literals, .. } => literals.iter().any(|known| known == value),
        }
    }

    pub(crate) fn admits(&self, value: &str) -> bool {
        match self {
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
#[derive(Debug, Clone, Copy)]
pub(super) struct Child {
    pub(super) name: NameId,
    pub(super) of_type: TypeId,
    pub(super) deprecated: bool,
}

/// What may stand between the tags.
#[derive(Debug)]
pub(super) enum Model {
    /// Nothing, not even white space.
    Empty,
    /// Character data.
    Text,
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

    pub(super) fn of(&self, id: TypeId) -> &Type {
        &self.types[usize::from(id)]
    }
}

struct Compiler<'t> {
    table: &'t Table,
    edition: EditionIndex,
    ids: FxHashMap<&'t str, TypeId>,
    names: Vec<&'t str>,
    contents: FxHashMap<&'t str, &'t str>,
    values: FxHashMap<&'t str, Value>,
    attributes: FxHashMap<&'t str, Vec<AttributeRule>>,
    children: FxHashMap<&'t str, Vec<(NameId, &'t str, bool)>>,
}

impl<'t> Compiler<'t> {
    fn new(table: &'t Table, edition: EditionIndex) -> Self {
        let exists = |row: &&super::table::TypeRow| row.kind == "type" && row.life.exists_in(edition);
        let names: Vec<&str> = table.types.iter().filter(exists).map(|row| row.name.as_str()).collect();
        let ids = names.iter().enumerate().map(|(index, name)| (*name, index as TypeId)).collect();
        let contents = table
            .contents
            .iter()
            .filter(|row| row.life.exists_in(edition))
            .map(|row| (row.owner.as_str(), row.content.as_str()))
            .collect();
        let mut compiler = Compiler {
            table,
            edition,
            ids,
            names,
            contents,
            values: FxHashMap::default(),
            attributes: FxHashMap::default(),
            children: FxHashMap::default(),
        };
        compiler.collect_values();
        compiler.collect_attributes();
        compiler.collect_children();
        compiler
    }

    fn collect_values(&mut self) {
        let edition = self.edition;
        let reached = |since: Option<EditionIndex>| since.is_some_and(|since| since <= edition);
        for row in &self.table.values {
            let Some(base) = Base::from_name(&row.base) else { continue };
            let (parameter, expression) = (reached(row.parameter_since), reached(row.expression_since));
            let value = Value::Plain { type_name: row.name.clone(), base, parameter, expression };
            self.values.insert(&row.name, value);
        }
        for row in self.table.literals.iter().filter(|row| row.life.exists_in(edition)) {
            let value = self.values.entry(&row.of_type).or_insert_with(|| Value::Literal {
                type_name: row.of_type.clone(),
                literals: Vec::new(),
                some_deprecated: false,
            });
            if let Value::Literal { literals, some_deprecated, .. } = value {
                literals.push(row.literal.clone());
                *some_deprecated |= row.life.is_deprecated_in(edition);
            }
        }
    }

    fn collect_attributes(&mut self) {
        let edition = self.edition;
        for row in self.table.attributes.iter().filter(|row| row.life.exists_in(edition)) {
            let Some(value) = self.values.get(row.value_type.as_str()).cloned() else { continue };
            let rule = AttributeRule {
                name: row.attribute,
                value,
                required: row.required_since.is_some_and(|since| since <= edition)
                    && row.required_until.is_none_or(|until| edition < until),
                deprecated: row.life.is_deprecated_in(edition),
                bounds: self.bounds(&row.owner, row.attribute),
            };
            self.attributes.entry(&row.owner).or_default().push(rule);
        }
    }

    fn bounds(&self, owner: &str, attribute: NameId) -> Option<Bounds> {
        let is_meant = |(row, _, life): &&(BoundsRow, Bounds, Life)| {
            row.owner == owner
                && self.table.vocabulary.get(&row.attribute) == Some(attribute)
                && life.exists_in(self.edition)
        };
        self.table.bounds.iter().find(is_meant).map(|(_, bounds, _)| bounds.clone())
    }

    fn collect_children(&mut self) {
        for row in self.table.elements.iter().filter(|row| row.life.exists_in(self.edition)) {
            let child = (row.element, row.of_type.as_str(), row.life.is_deprecated_in(self.edition));
            self.children.entry(&row.owner).or_default().push(child);
        }
    }

    fn compile(mut self) -> Schema {
        let names = std::mem::take(&mut self.names);
        let types = names.into_iter().map(|name| self.compile_type(name)).collect();
        let roots = self.table.roots.iter().filter_map(|root| {
            let name = self.table.vocabulary.get(&root.element)?;
            Some((name, *self.ids.get(root.of_type.as_str())?, root.usual))
        });
        let (roots, choices) = (roots.collect(), self.table.open_choices(self.edition, &self.ids));
        Schema { edition: self.edition, version: self.table.version(self.edition), types, roots, choices }
    }

    fn compile_type(&mut self, name: &str) -> Type {
        let content = self.contents.get(name).copied().unwrap_or("#empty");
        let mut children = Vec::new();
        let model = match content {
            "#empty" => Model::Empty,
            "#text" => Model::Text,
            text => match content::parse(text) {
                Ok(particle) => {
                    self.gather_children(name, &particle, &mut children);
                    self.compile_model(&particle)
                }
                // A test compiles every model of the shipped table.
                Err(_) => Model::Empty,
            },
        };
        let attributes = self.attributes.remove(name).unwrap_or_default();
        Type {
            name: name.to_owned(),
            attribute_names: attributes.iter().map(|rule| rule.name).collect(),
            required: attributes.iter().filter(|rule| rule.required).count(),
            has_deprecated: attributes.iter().any(|rule| rule.deprecated),
            has_bounds: attributes.iter().any(|rule| rule.bounds.is_some()),
            attributes,
            model,
            children,
            naming: self.naming(name),
        }
    }

    fn naming(&self, owner: &str) -> Vec<(NameId, Role)> {
        let rows = self.table.names.iter().filter(|row| row.owner == owner);
        rows.filter_map(|row| {
            let kind = NameKind::from_word(&row.kind);
            let role = match row.role.as_str() {
                "declares" => Role::Declares(kind),
                "refers" => Role::Refers(kind),
                _ => return None,
            };
            Some((self.table.vocabulary.get(&row.attribute)?, role))
        })
        .collect()
    }

    /// The children of `owner` and of the groups its content refers to.
    fn gather_children(&self, owner: &str, particle: &Particle, into: &mut Vec<Child>) {
        for &(name, of_type, deprecated) in self.children.get(owner).into_iter().flatten() {
            if let Some(&of_type) = self.ids.get(of_type) {
                into.push(Child { name, of_type, deprecated });
            }
        }
        for group in groups_in(particle) {
            let owner = format!("@{group}");
            if let Some(inner) = self.group(group) {
                self.gather_children(&owner, &inner, into);
            }
        }
    }

    fn group(&self, name: &str) -> Option<Particle> {
        let content = self.contents.get(format!("@{name}").as_str())?;
        content::parse(content).ok()
    }

    fn compile_model(&self, particle: &Particle) -> Model {
        let id = |name: &str| self.table.vocabulary.get(name);
        if let Particle::All(members) = particle {
            let member = |particle: &Particle| match particle {
                Particle::Element(name) => Some(Member { name: id(name)?, required: true }),
                Particle::Repeat { particle, .. } => match &**particle {
                    Particle::Element(name) => Some(Member { name: id(name)?, required: false }),
                    _ => None,
                },
                _ => None,
            };
            return Model::All(members.iter().filter_map(member).collect());
        }
        Model::Ordered(Automaton::new(particle, &id, &|name| self.group(name)))
    }
}

fn groups_in(particle: &Particle) -> Vec<&str> {
    match particle {
        Particle::Element(_) => Vec::new(),
        Particle::Group(name) => vec![name],
        Particle::Sequence(members) | Particle::Choice(members) | Particle::All(members) => {
            members.iter().flat_map(groups_in).collect()
        }
        Particle::Repeat { particle, .. } => groups_in(particle),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shipped table, every edition: each name that a model uses has an
    /// element row and the other way round, each type and value type exists.
    #[test]
    fn the_shipped_table_is_closed() {
        let table = Table::builtin();
        for (index, edition) in table.editions().iter().enumerate() {
            let schema = table.schema(edition.id).unwrap();
            assert!(schema.roots.len() == 2, "{}", edition.id);
            for row in table.contents.iter().filter(|row| row.life.exists_in(index) && !row.content.starts_with('#')) {
                content::parse(&row.content).unwrap_or_else(|error| panic!("{}: {error}", row.owner));
            }
            for of_type in &schema.types {
                let mut listed: Vec<_> = of_type.children.iter().map(|child| child.name).collect();
                let mut modelled = match &of_type.model {
                    Model::Ordered(automaton) => automaton.alphabet().to_vec(),
                    Model::All(members) => members.iter().map(|member| member.name).collect(),
                    Model::Empty | Model::Text => Vec::new(),
                };
                listed.sort();
                modelled.sort();
                assert_eq!(listed, modelled, "{} in {}", of_type.name, edition.id);
            }
            let exists = |life: super::super::table::Life| life.exists_in(index);
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
