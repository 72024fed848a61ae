//! A document against the schema of its edition: all deviations, with recovery.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::source::Limits;
use crate::xml::{Attribute, AttributeNamespace, NameId, NodeId, Tree};

use super::align::{Edit, align};
use super::automaton::Automaton;
use super::deviation::{Deviation, DeviationKind, Spot};
use super::schema::{AttributeRule, Member, Model, Role, Schema, Type, TypeId, Value};
use super::table::Table;
use super::values::{Base, is_expression};

/// The outcome of [`validate`].
#[derive(Debug)]
pub struct Validation {
    /// All deviations, in no particular order.
    pub deviations: Vec<Deviation>,
    /// Deviations beyond the budget, counted and not kept.
    pub omitted: usize,
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
}

/// Validates `tree` against `schema`.
pub fn validate(tree: &Tree<'_>, table: &Table, schema: &Schema, limits: &Limits) -> Validation {
    let types = vec![None; tree.len()];
    let out = Validation { deviations: Vec::new(), omitted: 0, types };
    let mut validator = Validator {
        tree,
        table,
        schema,
        limit: limits.findings.max(1),
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
    /// Deviations kept that make the document invalid, and those that do not.
    invalid: usize,
    advice: usize,
    /// Elements reported as deprecated, and what is inside them.
    deprecated: FxHashSet<NodeId>,
    out: Validation,
}

impl Validator<'_, '_> {
    fn deviate(&mut self, kind: DeviationKind, element: NodeId, spot: Spot, related: Option<NodeId>) {
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

    fn only_elements(&mut self, id: NodeId, _: &Type) {
        if self.tree.element(id).has_text {
            let kind = DeviationKind::UnexpectedText { owner: self.tree.name(id).to_owned(), only_space: false };
            self.deviate(kind, id, Spot::Text, None);
        }
    }

    // ---- attributes ----

    fn attributes(&mut self, id: NodeId, of_type: &Type) {
        let tree = self.tree;
        let attributes = tree.attributes(id);
        let mut required = of_type.attributes.iter().filter(|rule| rule.required).count();
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
            match of_type.attributes.iter().find(|rule| rule.name == attribute.name) {
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
        if of_type.attributes.iter().any(|rule| rule.deprecated) {
            self.deprecated_attributes(id, of_type);
        }
    }

    /// `xsi:…Location` may stand anywhere; `xsi:type` may repeat the type.
    fn schema_instance(&mut self, id: NodeId, of_type: &Type, index: usize) {
        let attribute = &self.tree.attributes(id)[index];
        let name = self.tree.name_of(attribute.name);
        let fits = match name.split_once(':').map_or(name, |(_, local)| local) {
            "schemaLocation" | "noNamespaceSchemaLocation" => true,
            "type" => self.tree.value(attribute) == of_type.name,
            _ => false,
        };
        if !fits {
            self.unknown_attribute(id, of_type, index);
        }
    }

    fn unknown_attribute(&mut self, id: NodeId, of_type: &Type, index: usize) {
        let attribute = &self.tree.attributes(id)[index];
        let (name, owner) = (self.name(attribute.name), self.tree.name(id).to_owned());
        let life = self.table.attribute_life(&of_type.name, attribute.name);
        let kind = match life.filter(|_| attribute.namespace == AttributeNamespace::None) {
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
            let is_deprecated = |rule: &AttributeRule| rule.name == attribute.name && rule.deprecated;
            if of_type.attributes.iter().any(is_deprecated)
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
                let mut expected = self.table.value_says(type_name).to_owned();
                match (parameter, expression) {
                    (true, true) => expected.push_str(", a `$parameter` or an `${expression}`"),
                    (true, false) => expected.push_str(", or a `$parameter`"),
                    _ => {}
                }
                DeviationKind::BadValue { attribute, value: shown, expected }
            }
            Value::Literal { type_name, literals, .. } => match self.table.literal_life(type_name, value) {
                Some(life) => {
                    let existence = self.table.existence(life, self.schema.edition);
                    DeviationKind::LiteralNotInVersion { attribute, value: shown, existence }
                }
                None => DeviationKind::UnknownLiteral {
                    suggestion: closest(value, literals),
                    attribute,
                    value: shown,
                    of_type: type_name.clone(),
                    literals: self.current_literals(type_name, literals),
                },
            },
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

    // ---- children ----

    /// Gives `child` its type, or notes that its use is deprecated.
    fn assign(&mut self, owner: &Type, child: NodeId, name: NameId) {
        let Some(rule) = owner.children.iter().find(|rule| rule.name == name) else { return };
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

    /// True for an element that is in a namespace, unless its parent is too:
    /// one finding is enough for a tree.
    fn is_foreign(&self, child: NodeId) -> bool {
        let parent_is_native = |parent: NodeId| self.tree.element(parent).in_no_namespace;
        !self.tree.element(child).in_no_namespace && self.tree.parent(child).is_none_or(parent_is_native)
    }

    /// The name a child counts as: in a namespace it is a stranger.
    fn child_name(&self, child: NodeId) -> NameId {
        if self.is_foreign(child) { NameId(u32::MAX) } else { self.tree.local_name(child) }
    }

    fn ordered(&mut self, id: NodeId, of_type: &Type, automaton: &Automaton) {
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
        let misspelt: Vec<bool> =
            (0..names.len()).map(|at| !automaton.knows(names[at]) && self.is_stranger(of_type, children[at])).collect();
        let alike = |at: usize, name: NameId| misspelt[at] && is_alike(tree.name(children[at]), tree.name_of(name));
        let edits = align(automaton, &names, &alike);
        let mut kept: Vec<bool> = vec![true; children.len()];
        for edit in &edits {
            if let Edit::Delete(at) | Edit::Replace(at, _) = edit {
                kept[*at] = false;
            }
        }
        for (at, &child) in children.iter().enumerate() {
            if self.out.types[child.index()].is_none() && of_type.children.iter().any(|rule| rule.name == names[at]) {
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
        if let [name] = meant
            && is_alike(written, self.tree.name_of(*name))
            && self.is_stranger(of_type, child)
        {
            self.assign(of_type, child, *name);
        }
    }

    /// True if the element is legal nowhere, so that its name may be misspelt.
    fn is_stranger(&self, owner: &Type, child: NodeId) -> bool {
        let name = self.tree.element(child).name;
        self.table.element_life(&owner.name, name).is_none() && self.table.parents_of(self.schema, name).is_empty()
    }

    fn unknown_child(&mut self, id: NodeId, of_type: &Type, child: NodeId, expected: Vec<NameId>) {
        let element = self.tree.element(child);
        let name = self.tree.name(child).to_owned();
        if self.is_foreign(child) {
            self.deviate(DeviationKind::InNamespace { name }, child, Spot::Name, None);
            return;
        }
        let owner = self.tree.name(id).to_owned();
        if let Some(life) = self.table.element_life(&of_type.name, element.name) {
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

    fn all(&mut self, id: NodeId, of_type: &Type, members: &[Member]) {
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
                    self.assign(of_type, child, name);
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
            let alike = open.iter().find(|&&at| is_stranger && is_alike(written, tree.name_of(members[at].name)));
            if let Some(&at) = alike {
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

    /// A sibling whose absence would give the child `at` a place.
    fn rival(&self, at: usize) -> Option<usize> {
        if self.kept.len() > MANY {
            return None;
        }
        self.kept.iter().copied().find(|&rival| {
            let sequence =
                self.kept.iter().map(|&index| if index == rival { self.names[at] } else { self.names[index] });
            self.automaton.matches(sequence)
        })
    }
}

/// The candidate that `word` was probably meant to be.
fn closest(word: &str, candidates: &[String]) -> Option<String> {
    let lower = word.to_lowercase();
    candidates
        .iter()
        .filter(|candidate| is_alike(word, candidate))
        .min_by_key(|candidate| strsim::damerau_levenshtein(&lower, &candidate.to_lowercase()))
        .cloned()
}

/// True if `word` could be a misspelt `candidate`: at most a third of its
/// letters differ, capitals aside.
fn is_alike(word: &str, candidate: &str) -> bool {
    let (word, candidate) = (word.to_lowercase(), candidate.to_lowercase());
    if word.len().abs_diff(candidate.len()) > 4 || word.len() > 100 {
        return false;
    }
    let longest = word.chars().count().max(candidate.chars().count());
    strsim::damerau_levenshtein(&word, &candidate) * 3 <= longest
}
