//! Attributes and their values.

use crate::openscenario::deviation::{DeviationKind, Spot};
use crate::openscenario::restriction::{Flaw, Restriction};
use crate::openscenario::schema::{AttributeRule, Type, Value};
use crate::openscenario::values::{Base, is_expression};
use crate::spelling::closest;
use crate::xml::{Attribute, AttributeNamespace, NodeId};

use super::Validator;

impl Validator<'_, '_> {
    pub(super) fn attributes(&mut self, id: NodeId, of_type: &Type) {
        let tree = self.tree;
        let attributes = tree.attributes(id);
        let mut required = of_type.required;
        for (index, attribute) in attributes.iter().enumerate() {
            match attribute.namespace {
                AttributeNamespace::None => {}
                AttributeNamespace::SchemaInstance => {
                    self.schema_instance(id, of_type, index);
                    continue;
                }
                AttributeNamespace::Other => {
                    self.unknown_attribute(id, of_type, index);
                    continue;
                }
            }
            match of_type.attribute(attribute.name) {
                Some(rule) => {
                    required -= usize::from(rule.required);
                    self.value(id, rule, index, attribute);
                }
                None => self.unknown_attribute(id, of_type, index),
            }
        }
        if required > 0 {
            self.missing_attributes(id, of_type);
        }
        if of_type.has_deprecated {
            self.deprecated_attributes(id, of_type);
        }
    }

    /// `xsi:…Location` may stand anywhere; `xsi:type` may repeat the type.
    fn schema_instance(&mut self, id: NodeId, of_type: &Type, index: usize) {
        let attribute = &self.tree.attributes(id)[index];
        let name = self.tree.name_of(attribute.name);
        let fits = match name.split_once(':').map_or(name, |(_, local)| local) {
            "schemaLocation" | "noNamespaceSchemaLocation" => true,
            // The names of types in the table of road files are our own.
            "type" => self.tree.value(attribute) == of_type.name || !self.table.has_parameters,
            _ => false,
        };
        if !fits {
            self.unknown_attribute(id, of_type, index);
        }
    }

    fn unknown_attribute(&mut self, id: NodeId, of_type: &Type, index: usize) {
        let attribute = &self.tree.attributes(id)[index];
        let (name, owner) = (self.name(attribute.name), self.tree.name(id).to_owned());
        let life = self.table.attribute_life(&of_type.name, attribute.name, self.schema.edition);
        let is_plain = attribute.namespace == AttributeNamespace::None;
        let kind = match life.filter(|_| is_plain && !self.schema.has_in_variant(of_type, attribute.name)) {
            Some(life) => {
                let existence = self.table.existence(life, self.schema.edition);
                DeviationKind::AttributeNotInVersion { name, owner, existence }
            }
            None => {
                let absent = |rule: &&AttributeRule| self.tree.attribute(id, rule.name).is_none();
                let known: Vec<String> =
                    of_type.attributes.iter().filter(absent).map(|rule| self.name(rule.name)).collect();
                DeviationKind::UnknownAttribute { suggestion: closest(&name, &known), name, owner, known }
            }
        };
        self.deviate(kind, id, Spot::AttributeName(index), None);
    }

    /// One finding per missing attribute, but none for one that is there under
    /// a misspelt name.
    fn missing_attributes(&mut self, id: NodeId, of_type: &Type) {
        let tree = self.tree;
        let owner = tree.name(id);
        let missing = |rule: &&AttributeRule| rule.required && tree.attribute(id, rule.name).is_none();
        let meant: Vec<String> = self
            .out
            .deviations
            .iter()
            .rev()
            .take_while(|deviation| deviation.element == id)
            .filter_map(|deviation| match &deviation.kind {
                DeviationKind::UnknownAttribute { suggestion, .. } => suggestion.clone(),
                _ => None,
            })
            .collect();
        for rule in of_type.attributes.iter().filter(missing) {
            let name = self.name(rule.name);
            if !meant.contains(&name) {
                let kind = DeviationKind::MissingAttribute { name, owner: owner.to_owned() };
                self.deviate(kind, id, Spot::Name, None);
            }
        }
    }

    fn deprecated_attributes(&mut self, id: NodeId, of_type: &Type) {
        let tree = self.tree;
        for (index, attribute) in tree.attributes(id).iter().enumerate() {
            if of_type.attribute(attribute.name).is_some_and(|rule| rule.deprecated)
                && let Some((since, instead)) = self.table.attribute_deprecation(&of_type.name, attribute.name)
            {
                let (name, owner) = (self.name(attribute.name), tree.name(id).to_owned());
                let kind = DeviationKind::DeprecatedAttribute { name, owner, since, instead };
                self.deviate(kind, id, Spot::AttributeName(index), None);
            }
        }
    }

    fn value(&mut self, id: NodeId, rule: &AttributeRule, index: usize, attribute: &Attribute) {
        if matches!(rule.value, Value::Plain { base: Base::Text, .. }) {
            return;
        }
        let value = self.tree.value(attribute);
        if !rule.value.admits(value) {
            let kind = self.bad_value(rule, value);
            self.deviate(kind, id, Spot::AttributeValue(index), None);
        } else if let Value::Literal { type_name, some_deprecated: true, .. } = &rule.value
            && let Some((since, instead)) = self.table.literal_deprecation(type_name, value)
            && since <= self.schema.edition
        {
            let since = self.table.editions()[since].id;
            let kind = DeviationKind::DeprecatedLiteral {
                attribute: self.name(rule.name),
                value: value.to_owned(),
                since,
                instead,
            };
            self.deviate(kind, id, Spot::AttributeValue(index), None);
        }
    }

    fn bad_value(&self, rule: &AttributeRule, value: &str) -> DeviationKind {
        let (attribute, declared) = (self.name(rule.name), self.schema.version());
        let shown = value.to_owned();
        match &rule.value {
            Value::Plain { type_name, parameter, expression, .. } => {
                let since = self.table.expression_since(type_name);
                if let (false, Some(since), true) = (*expression, since, is_expression(value)) {
                    let since = self.table.editions()[since].id;
                    return DeviationKind::ExpressionNotInVersion { attribute, value: shown, since, declared };
                }
                let mut expected = self.table.value_says(type_name, self.schema.edition).to_owned();
                match (parameter, expression) {
                    (true, true) => expected.push_str(", a `$parameter` or an `${expression}`"),
                    (true, false) => expected.push_str(", or a `$parameter`"),
                    _ => {}
                }
                DeviationKind::BadValue { attribute, value: shown, expected }
            }
            Value::Literal { type_name, literals, .. } => self.bad_literal(attribute, value, type_name, literals),
            Value::Restricted(restriction) => self.bad_restricted(attribute, value, restriction),
        }
    }

    fn bad_literal(&self, attribute: String, value: &str, type_name: &str, literals: &[String]) -> DeviationKind {
        let shown = value.to_owned();
        match self.table.literal_life(type_name, value, self.schema.edition) {
            Some(life) => {
                let existence = self.table.existence(life, self.schema.edition);
                DeviationKind::LiteralNotInVersion { attribute, value: shown, existence }
            }
            None => DeviationKind::UnknownLiteral {
                suggestion: closest(value, literals),
                attribute,
                value: shown,
                of_type: type_name.to_owned(),
                literals: self.current_literals(type_name, literals),
            },
        }
    }

    fn bad_restricted(&self, attribute: String, value: &str, restriction: &Restriction) -> DeviationKind {
        let type_name = &restriction.type_name;
        let (Some(_), flaw) = (restriction.base, restriction.flaw(value)) else {
            return self.bad_literal(attribute, value, type_name, &restriction.literals);
        };
        let value = value.to_owned();
        match restriction.bounds.as_ref().filter(|_| flaw == Some(Flaw::Range)) {
            Some(bounds) => DeviationKind::OutOfRange { attribute, value, expected: bounds.to_string() },
            None => {
                let expected = self.table.value_says(type_name, self.schema.edition).to_owned();
                DeviationKind::BadValue { attribute, value, expected }
            }
        }
    }

    /// The literals to recommend: those that are not deprecated.
    fn current_literals(&self, type_name: &str, literals: &[String]) -> Vec<String> {
        let is_deprecated = |literal: &String| {
            let deprecation = self.table.literal_deprecation(type_name, literal);
            deprecation.is_some_and(|(since, _)| since <= self.schema.edition)
        };
        literals.iter().filter(|literal| !is_deprecated(literal)).cloned().collect()
    }
}
