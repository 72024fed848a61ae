//! References by name that lead nowhere.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::openscenario::{NameKind, Named, Scenario, Spot};
use crate::rules::{At, Document, Draft, Hit, quoted};
use crate::spelling::closest;

use super::misspelt::unless_nameless;

/// Among more names than this, the one that was meant is not sought.
pub(super) const MANY: usize = 500;

/// More findings than this help nobody.
const MOST: usize = 10_000;

/// A finding on each reference to a name of `kind` that is not among `declared`.
pub(super) fn unresolved(
    document: &Document<'_>,
    kind: NameKind,
    declared: &FxHashSet<Cow<'_, str>>,
    word: &str,
    list: &str,
) -> Vec<Hit> {
    let Some(scenario) = document.scenario else { return Vec::new() };
    let names = scenario.declarations.iter().filter(|declaration| declaration.kind == kind);
    let known: Vec<&str> = names.map(|declaration| declaration.name).take(MANY).collect();
    let mut suggestions: FxHashMap<Cow<'_, str>, Option<&str>> = FxHashMap::default();
    let hits = scenario.references_to(kind).filter_map(|used| {
        let (name, origin) = match scenario.resolve(used.element, used.name) {
            Named::Plain(name) => (name.into(), String::new()),
            Named::ByParameter(name) => (name, format!(", the value of {},", quoted(used.name))),
            Named::Open => return None,
        };
        if declared.contains(&name) {
            return None;
        }
        let draft = Draft::new(format!("{word} {}{origin} is not declared", quoted(&name)));
        let meant = *suggestions.entry(name).or_insert_with_key(|name| closest(name, &known));
        let draft = match meant {
            Some(meant) => draft.help(format!("did you mean {}?", quoted(meant))),
            None => draft.help(format!("declare it in {list}, or correct the reference")),
        };
        Some(Hit { draft, at: At::Node(used.element, Spot::AttributeValue(used.attribute)), related: None })
    });
    unless_nameless(document, declared_by(kind), hits.take(MOST).collect())
}

/// The elements that declare names of `kind`, if a missing name may be what a reference means.
fn declared_by(kind: NameKind) -> &'static [&'static str] {
    match kind {
        NameKind::Variable => &["VariableDeclaration"],
        NameKind::Monitor => &["MonitorDeclaration"],
        NameKind::SignalController => &["TrafficSignalController"],
        NameKind::Controller => &["ObjectController"],
        _ => &[],
    }
}

/// The same against the names that the scenario declares: with one of them
/// open, any reference may be to it.
pub(super) fn undeclared(document: &Document<'_>, kind: NameKind, word: &str, list: &str) -> Vec<Hit> {
    let declared = scenario(document).and_then(|scenario| scenario.names_of(kind));
    declared.map_or_else(Vec::new, |declared| unresolved(document, kind, &declared, word, list))
}

/// The scenario of a document, if it is one: a catalog refers to names of the
/// scenario that uses it.
pub(super) fn scenario<'d>(document: &Document<'d>) -> Option<&'d Scenario<'d>> {
    document.scenario.filter(|scenario| scenario.has_entities)
}
