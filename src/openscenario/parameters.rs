//! Parameters: where each is declared, where it counts, what a value comes to.

use std::borrow::Cow;
use std::collections::BTreeMap;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::xml::{NodeId, Tree};

use super::expression::{Expression, ExpressionFault, Language, Lookup, Number, Operand, Sort, evaluate, read};
use super::values::{Base, is_parameter};

/// A declared parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter<'d> {
    /// Its name, without `$`.
    pub name: &'d str,
    /// Its name as it is written, which may have a `$` that is none of its.
    pub written: &'d str,
    /// The declaration.
    pub element: NodeId,
    /// Its type as it is written.
    pub type_name: &'d str,
    /// Its type, if that is one of the language.
    pub(crate) of_type: Option<Base>,
    /// Its value as written: a default that a distribution or a caller may replace.
    pub value: Option<&'d str>,
}

/// All parameters of a file with their scopes: the element that holds the list
/// of declarations, and everything below it.
#[derive(Debug, Default)]
pub struct Parameters<'d> {
    all: Vec<Parameter<'d>>,
    /// By owner, in document order.
    scopes: Vec<Scope<'d>>,
    /// What each comes to, worked out once: a value may use others many times.
    meanings: Vec<Meaning<'d>>,
    /// The declarations whose values lead back to them.
    circular: FxHashSet<NodeId>,
}

/// Where the parameters of one element count.
#[derive(Debug)]
struct Scope<'d> {
    /// The element that holds the list of declarations.
    owner: NodeId,
    /// The parameters by name; of several, the first.
    by_name: FxHashMap<&'d str, usize>,
    /// The next scope outwards.
    around: Option<usize>,
}

/// What a value comes to.
#[derive(Debug, Clone, PartialEq)]
pub enum Meaning<'d> {
    /// This text, after all parameters and expressions.
    Text(Cow<'d, str>),
    /// Not known: a parameter is undeclared, refers to itself, or has no value.
    Open,
}

/// Values that replace the defaults of the parameters that one element declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The element with the list of declarations.
    pub owner: NodeId,
    /// The values by the names of the parameters; none where it is not known.
    pub values: BTreeMap<String, Option<String>>,
}

impl Given {
    /// No values: every default stands.
    pub fn nothing() -> Given {
        Given { owner: NodeId::ROOT, values: BTreeMap::new() }
    }
}

impl<'d> Parameters<'d> {
    /// Reads the declarations at `within` and below.
    pub(crate) fn read(tree: &'d Tree<'_>, language: Language<'_>, within: NodeId, given: &Given) -> Parameters<'d> {
        let mut parameters = Parameters::default();
        let name_of = |name: &str| tree.find_name(name);
        let (Some(list), Some(name)) = (name_of("ParameterDeclarations"), name_of("name")) else { return parameters };
        let (of_type, value) = (name_of("parameterType"), name_of("value"));
        let mut scopes: BTreeMap<NodeId, FxHashMap<&'d str, usize>> = BTreeMap::new();
        for &declarations in tree.named_within(within, list) {
            let Some(owner) = tree.parent(declarations) else { continue };
            let scope = scopes.entry(owner).or_default();
            for element in tree.children(declarations) {
                let Some(written) = tree.value_of(element, name) else { continue };
                let name = written.strip_prefix('$').unwrap_or(written);
                let text = |attribute| tree.value_of(element, attribute?);
                let type_name = text(of_type).unwrap_or_default();
                let of_type = Base::from_parameter_type(type_name);
                scope.entry(name).or_insert(parameters.all.len());
                parameters.all.push(Parameter { name, written, element, type_name, of_type, value: text(value) });
            }
        }
        for (owner, by_name) in scopes {
            let around = parameters.scope_at(tree, owner);
            parameters.scopes.push(Scope { owner, by_name, around });
        }
        if !parameters.all.is_empty() {
            parameters.settle(tree, language, given);
        }
        parameters
    }

    /// Works the values out, each after those it uses. What uses itself stays open.
    fn settle(&mut self, tree: &Tree<'_>, language: Language<'_>, given: &Given) {
        self.meanings = vec![Meaning::Open; self.all.len()];
        let fixed = self.give(given);
        let mut graph: DiGraph<(), ()> = DiGraph::with_capacity(self.all.len(), 0);
        self.all.iter().for_each(|_| _ = graph.add_node(()));
        for (at, parameter) in self.all.iter().enumerate().filter(|(at, _)| !fixed.contains(at)) {
            for name in parameter.value.map(|value| names_in(value, language)).unwrap_or_default() {
                if let Some(used) = self.index(tree, parameter.element, name) {
                    graph.add_edge(NodeIndex::new(at), NodeIndex::new(used), ());
                }
            }
        }
        if graph.edge_count() == 0 {
            for at in (0..self.all.len()).filter(|at| !fixed.contains(at)) {
                self.set(tree, language, at);
            }
            return;
        }
        // Components come in such an order that what is used comes first.
        for component in kosaraju_scc(&graph) {
            let [node] = component[..] else {
                self.circular.extend(component.iter().map(|node| self.all[node.index()].element));
                continue;
            };
            if graph.contains_edge(node, node) {
                self.circular.insert(self.all[node.index()].element);
            } else if !fixed.contains(&node.index()) {
                self.set(tree, language, node.index());
            }
        }
    }

    /// Works out a value, after those it uses.
    fn set(&mut self, tree: &Tree<'_>, language: Language<'_>, at: usize) {
        let Parameter { element, value, .. } = self.all[at];
        if let Some(value) = value {
            self.meanings[at] = self.meaning(tree, language, element, value);
        }
    }

    /// Sets the values that replace defaults; the parameters that have one.
    fn give(&mut self, given: &Given) -> FxHashSet<usize> {
        let mut fixed = FxHashSet::default();
        let Some(scope) = self.scopes.iter().find(|scope| scope.owner == given.owner) else { return fixed };
        for (name, value) in &given.values {
            let Some(&index) = scope.by_name.get(name.as_str()) else { continue };
            fixed.insert(index);
            self.meanings[index] = value.clone().map_or(Meaning::Open, |text| Meaning::Text(text.into()));
        }
        fixed
    }

    /// What the parameter that `element` declares comes to.
    pub fn meaning_of(&self, element: NodeId) -> Option<&Meaning<'d>> {
        let index = self.all.binary_search_by_key(&element, |parameter| parameter.element).ok()?;
        self.meanings.get(index)
    }

    /// True if the value of the parameter that `element` declares leads back to it.
    pub fn is_circular(&self, element: NodeId) -> bool {
        self.circular.contains(&element)
    }

    /// All declarations in document order.
    pub fn all(&self) -> &[Parameter<'d>] {
        &self.all
    }

    /// The parameter that `element` declares.
    pub fn declared_by(&self, element: NodeId) -> Option<&Parameter<'d>> {
        let index = self.all.binary_search_by_key(&element, |parameter| parameter.element).ok()?;
        self.all.get(index)
    }

    /// The parameter that `name` means at `at`: that of the smallest scope.
    pub fn find(&self, tree: &Tree<'_>, at: NodeId, name: &str) -> Option<&Parameter<'d>> {
        self.index(tree, at, name).map(|index| &self.all[index])
    }

    fn index(&self, tree: &Tree<'_>, at: NodeId, name: &str) -> Option<usize> {
        self.visible(tree, at).find_map(|scope| scope.by_name.get(name)).copied()
    }

    /// The names that may be used at `at`.
    pub fn names(&self, tree: &Tree<'_>, at: NodeId) -> Vec<&'d str> {
        let mut names: Vec<&str> = self.visible(tree, at).flat_map(|scope| scope.by_name.keys().copied()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The scopes around `at`, innermost first.
    fn visible(&self, tree: &Tree<'_>, at: NodeId) -> impl Iterator<Item = &Scope<'d>> {
        let scope = |index: usize| self.scopes.get(index);
        let innermost = self.scope_at(tree, at).and_then(scope);
        std::iter::successors(innermost, move |inner| inner.around.and_then(scope))
    }

    /// The innermost scope around `at`: the last that begins before it, or one around that.
    fn scope_at(&self, tree: &Tree<'_>, at: NodeId) -> Option<usize> {
        let last = self.scopes.partition_point(|scope| scope.owner <= at).checked_sub(1);
        let mut outwards = std::iter::successors(last, |&index| self.scopes[index].around);
        outwards.find(|&index| tree.is_within(at, self.scopes[index].owner))
    }

    /// What `written` at `at` comes to.
    pub fn meaning(&self, tree: &Tree<'_>, language: Language<'_>, at: NodeId, written: &'d str) -> Meaning<'d> {
        if !written.starts_with('$') {
            return Meaning::Text(written.into());
        }
        if let Some(inner) = expression_in(written, language) {
            let value = read(inner, language).and_then(|expression| self.evaluate(tree, language, at, &expression));
            let number = value.ok().flatten().and_then(|operand| operand.value);
            return number.map_or(Meaning::Open, |number| Meaning::Text(number.to_string().into()));
        }
        if !is_parameter(written) {
            return Meaning::Text(written.into());
        }
        let index = self.index(tree, at, &written[1..]);
        index.and_then(|index| self.meanings.get(index)).cloned().unwrap_or(Meaning::Open)
    }

    /// What an expression at `at` comes to; none if a parameter is undeclared.
    pub fn evaluate(
        &self,
        tree: &Tree<'_>,
        language: Language<'_>,
        at: NodeId,
        expression: &Expression<'d>,
    ) -> Result<Option<Operand>, ExpressionFault> {
        evaluate(expression, language, &|name| match self.index(tree, at, name) {
            Some(index) => Lookup::Found(self.operand(index)),
            None => Lookup::Undeclared,
        })
    }

    fn operand(&self, index: usize) -> Operand {
        let of_type = self.all[index].of_type;
        let value = match &self.meanings[index] {
            Meaning::Text(text) => of_type.and_then(|of_type| number(of_type, text)),
            Meaning::Open => None,
        };
        Operand { sort: of_type.map(Base::sort), value }
    }
}

/// The names of the parameters that a value uses, each once.
pub fn names_in<'d>(written: &'d str, language: Language<'_>) -> Vec<&'d str> {
    if !written.starts_with('$') {
        return Vec::new();
    }
    if is_parameter(written) {
        return vec![&written[1..]];
    }
    let expression = expression_in(written, language).and_then(|inner| read(inner, language).ok());
    let mut names: Vec<&str> = expression.iter().flat_map(Expression::parameters).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// What stands between `${` and `}`, where the edition has expressions.
pub fn expression_in<'d>(written: &'d str, language: Language<'_>) -> Option<&'d str> {
    let inner = written.strip_prefix("${")?.strip_suffix('}')?;
    language.has_expressions().then_some(inner)
}

/// A literal as a value that operators take.
pub(crate) fn number(of_type: Base, text: &str) -> Option<Number> {
    if !of_type.admits(text) {
        return None;
    }
    let text = text.trim();
    match of_type.sort() {
        Sort::Integer => text.parse().ok().map(Number::Integer),
        Sort::Double => text.parse().ok().filter(|value: &f64| value.is_finite()).map(Number::Double),
        Sort::Boolean => Some(Number::Boolean(matches!(text, "true" | "1"))),
        Sort::Other => None,
    }
}

/// True if `text` is a literal of the type that a declaration calls `name`;
/// none if there is no such type.
pub fn parameter_type_admits(name: &str, text: &str) -> Option<bool> {
    Base::from_parameter_type(name).map(|of_type| of_type.admits(text))
}
