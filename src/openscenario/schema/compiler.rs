//! Compiles the rows of an edition into its schema.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::openscenario::automaton::Automaton;
use crate::openscenario::bounds::{Bounds, BoundsRow};
use crate::openscenario::content::{self, Particle};
use crate::openscenario::restriction::Restriction;
use crate::openscenario::table::{EditionIndex, ElementRow, Life, Table, TypeRow};
use crate::openscenario::values::Base;
use crate::xml::NameId;

use super::{AttributeRule, Child, Member, Model, NameKind, Role, Schema, Type, TypeId, Value};

/// Gathers the rows of one edition.
pub(super) struct Compiler<'t> {
    table: &'t Table,
    edition: EditionIndex,
    ids: FxHashMap<&'t str, TypeId>,
    names: Vec<&'t str>,
    contents: FxHashMap<&'t str, &'t str>,
    values: FxHashMap<&'t str, Value>,
    attributes: FxHashMap<&'t str, Vec<AttributeRule>>,
    children: FxHashMap<&'t str, Vec<&'t ElementRow>>,
}

impl<'t> Compiler<'t> {
    pub(super) fn new(table: &'t Table, edition: EditionIndex) -> Self {
        let exists = |row: &&TypeRow| row.kind == "type" && row.life.exists_in(edition);
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
        if !self.table.has_parameters {
            return self.collect_restrictions();
        }
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

    /// The value types of a standard that knows no parameters.
    fn collect_restrictions(&mut self) {
        let edition = self.edition;
        let mut restrictions: FxHashMap<&str, Restriction> = FxHashMap::default();
        for row in self.table.values.iter().filter(|row| row.life.exists_in(edition)) {
            let (base, bounds, forms) = (Base::from_name(&row.base), row.bounds.clone(), row.forms.clone());
            restrictions.insert(&row.name, Restriction { base, bounds, forms, ..Restriction::new(&row.name) });
        }
        for row in self.table.literals.iter().filter(|row| row.life.exists_in(edition)) {
            let restriction = restrictions.entry(&row.of_type).or_insert_with(|| Restriction::new(&row.of_type));
            restriction.literals.push(row.literal.clone());
        }
        let values = restrictions.into_iter().map(|(name, restriction)| {
            let is_text = restriction.is_any_text();
            let (parameter, expression) = (false, false);
            let plain = || Value::Plain { type_name: name.to_owned(), base: Base::Text, parameter, expression };
            (name, if is_text { plain() } else { Value::Restricted(Arc::new(restriction)) })
        });
        self.values.extend(values);
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
            self.children.entry(&row.owner).or_default().push(row);
        }
    }

    pub(super) fn compile(mut self) -> Schema {
        let names = std::mem::take(&mut self.names);
        let types: Vec<Type> = names.into_iter().map(|name| self.compile_type(name)).collect();
        let roots = self.table.roots.iter().filter_map(|root| {
            let name = self.table.vocabulary.get(&root.element)?;
            Some((name, *self.ids.get(root.of_type.as_str())?, root.usual))
        });
        let (roots, choices) = (roots.collect(), self.table.open_choices(self.edition, &types));
        Schema { edition: self.edition, version: self.table.version(self.edition), types, roots, choices }
    }

    fn compile_type(&mut self, name: &str) -> Type {
        let content = self.contents.get(name).copied().unwrap_or("#empty");
        let (mixed, content) = match content.strip_prefix("#text ") {
            Some(elements) => (true, elements),
            None => (false, content),
        };
        let mut children = Vec::new();
        let model = match content {
            "#empty" => Model::Empty,
            "#text" => Model::Text,
            "#any" => Model::Any,
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
            mixed,
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
        for row in self.children.get(owner).into_iter().flatten() {
            if let Some(&of_type) = self.ids.get(row.of_type.as_str()) {
                let (when, deprecated) = (row.when.clone(), row.life.is_deprecated_in(self.edition));
                into.push(Child { name: row.element, of_type, when, deprecated });
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
