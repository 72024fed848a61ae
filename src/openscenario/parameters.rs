//! Parameters: where each is declared, where it counts, what a value comes to.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

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
    scopes: FxHashMap<NodeId, FxHashMap<&'d str, usize>>,
}

/// What a value comes to.
#[derive(Debug, Clone, PartialEq)]
pub enum Meaning<'d> {
    /// This text, after all parameters and expressions.
    Text(Cow<'d, str>),
    /// Not known: a parameter is undeclared, refers to itself, or has no value.
    Open,
}

/// A default may lead to another parameter so many times.
const MOST_STEPS: usize = 32;

impl<'d> Parameters<'d> {
    /// Reads all declarations of `tree`.
    pub(super) fn read(tree: &'d Tree<'_>) -> Parameters<'d> {
        let mut parameters = Parameters::default();
        let name_of = |name: &str| tree.find_name(name);
        let (Some(list), Some(name)) = (name_of("ParameterDeclarations"), name_of("name")) else { return parameters };
        let (of_type, value) = (name_of("parameterType"), name_of("value"));
        for declarations in tree.ids().filter(|&id| tree.element(id).name == list) {
            let Some(owner) = tree.parent(declarations) else { continue };
            let scope = parameters.scopes.entry(owner).or_default();
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
        parameters
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
        self.visible(tree, at).find_map(|scope| scope.get(name)).map(|index| &self.all[*index])
    }

    /// The names that may be used at `at`.
    pub fn names(&self, tree: &Tree<'_>, at: NodeId) -> Vec<&'d str> {
        let mut names: Vec<&str> = self.visible(tree, at).flat_map(|scope| scope.keys().copied()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    fn visible(&self, tree: &Tree<'_>, at: NodeId) -> impl Iterator<Item = &FxHashMap<&'d str, usize>> {
        std::iter::successors(Some(at), |at| tree.parent(*at)).filter_map(|owner| self.scopes.get(&owner))
    }

    /// What `written` at `at` comes to.
    pub fn meaning(&self, tree: &Tree<'_>, language: Language<'_>, at: NodeId, written: &'d str) -> Meaning<'d> {
        self.follow(tree, language, at, written, 0)
    }

    /// What an expression at `at` comes to; none if a parameter is undeclared.
    pub fn evaluate(
        &self,
        tree: &Tree<'_>,
        language: Language<'_>,
        at: NodeId,
        expression: &Expression<'d>,
    ) -> Result<Option<Operand>, ExpressionFault> {
        evaluate(expression, language, &|name| self.operand(tree, language, at, name, 0))
    }

    fn follow(
        &self,
        tree: &Tree<'_>,
        language: Language<'_>,
        at: NodeId,
        written: &'d str,
        steps: usize,
    ) -> Meaning<'d> {
        if steps > MOST_STEPS {
            return Meaning::Open;
        }
        if let Some(inner) = expression_in(written, language) {
            let value = read(inner, language).and_then(|expression| {
                evaluate(&expression, language, &|name| self.operand(tree, language, at, name, steps + 1))
            });
            let number = value.ok().flatten().and_then(|operand| operand.value);
            return number.map_or(Meaning::Open, |number| Meaning::Text(number.to_string().into()));
        }
        if !is_parameter(written) {
            return Meaning::Text(written.into());
        }
        match self.find(tree, at, &written[1..]) {
            Some(Parameter { element, value: Some(value), .. }) => {
                self.follow(tree, language, *element, value, steps + 1)
            }
            _ => Meaning::Open,
        }
    }

    fn operand(&self, tree: &Tree<'_>, language: Language<'_>, at: NodeId, name: &str, steps: usize) -> Lookup {
        let Some(parameter) = self.find(tree, at, name) else { return Lookup::Undeclared };
        let sort = parameter.of_type.map(Base::sort);
        let meaning = match parameter.value {
            Some(value) => self.follow(tree, language, parameter.element, value, steps + 1),
            None => Meaning::Open,
        };
        let value = match meaning {
            Meaning::Text(text) => parameter.of_type.and_then(|of_type| number(of_type, &text)),
            Meaning::Open => None,
        };
        Lookup::Found(Operand { sort, value })
    }
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
