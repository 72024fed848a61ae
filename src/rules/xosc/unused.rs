//! Declared names that nothing in the file mentions.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::companions::{CatalogUse, EntryAt};
use crate::openscenario::{Declaration, NameKind, Named, Reference, Scenario};
use crate::rules::{Document, Draft, Hit, quoted};
use crate::xml::NodeId;

/// The declarations of `kind` whose names stand in no other attribute of the file.
/// None at all where a reference to that kind is open or leads nowhere, or commands
/// for the simulator may hold names.
pub(super) fn unused<'s, 'd>(
    document: &Document<'d>,
    scenario: &'s Scenario<'d>,
    kind: NameKind,
) -> Vec<&'s Declaration<'d>> {
    let declared = scenario.declarations.iter().filter(|declaration| declaration.kind == kind);
    let mut unused: FxHashMap<&str, Vec<&Declaration<'_>>> = FxHashMap::default();
    for declaration in declared {
        unused.entry(declaration.name).or_default().push(declaration);
    }
    // A misspelt reference has its finding, and may be to any of them.
    let is_unclear = |reference: &Reference<'d>| match scenario.resolve(reference.element, reference.name) {
        Named::Plain(name) => !unused.contains_key(name),
        Named::ByParameter(name) => !unused.contains_key(&*name),
        Named::Open => true,
    };
    let commands = document.elements("CustomCommandAction").next().is_some();
    if commands || scenario.references_to(kind).any(is_unclear) {
        return Vec::new();
    }
    unused.retain(|name, _| !name.starts_with('$'));
    // Most names stand in a reference of their kind, which saves reading all values.
    for reference in scenario.references_to(kind) {
        unused.remove(reference.name);
    }
    if unused.is_empty() {
        return Vec::new();
    }
    let own: FxHashSet<(NodeId, usize)> =
        unused.values().flatten().map(|declaration| (declaration.element, declaration.attribute)).collect();
    for element in document.tree.ids() {
        for (index, attribute) in document.tree.attributes(element).iter().enumerate() {
            let value = document.tree.value(attribute);
            if unused.contains_key(value) && !own.contains(&(element, index)) {
                unused.remove(value);
            }
        }
    }
    match entries_used(document) {
        Some(entries) => {
            for value in entries.iter().flat_map(|entry| values(entry)) {
                unused.remove(value);
            }
        }
        None => return Vec::new(),
    }
    let mut unused: Vec<&Declaration<'_>> = unused.into_values().flatten().collect();
    unused.sort_unstable_by_key(|declaration| declaration.element);
    unused
}

/// The entries of catalogs that the scenario uses; none if one that may use names of
/// the scenario is not known.
pub(super) fn entries_used<'d>(document: &Document<'d>) -> Option<Vec<&'d EntryAt>> {
    let Some(companions) = document.companions else { return Some(Vec::new()) };
    let is_maneuver = |used: &CatalogUse<'_>| used.places.iter().any(|place| place.entry == "Maneuver");
    let is_complete = companions.catalogs.iter().all(|used| used.found().is_some() || !is_maneuver(used));
    is_complete.then(|| companions.entries().map(|(_, found)| found).collect())
}

/// The values of all attributes in an entry.
fn values(found: &EntryAt) -> impl Iterator<Item = &str> {
    let tree = &found.file.tree;
    tree.subtree(found.entry.element).flat_map(|id| tree.attributes(id)).map(|attribute| tree.value(attribute))
}

/// The finding on a declaration that is not used.
pub(super) fn hit(document: &Document<'_>, declaration: &Declaration<'_>, what: &str) -> Option<Hit> {
    let draft = Draft::new(format!("{what} {} is never used", quoted(declaration.name)))
        .help("use it, or delete the declaration");
    Some(Hit { draft, at: document.value_at(declaration.element, "name")?, related: None })
}
