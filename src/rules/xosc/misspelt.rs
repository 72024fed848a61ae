//! What follows from a misspelling or an omission that has its finding, and needs none.

use crate::openscenario::{Table, is_parameter_name};
use crate::rules::{Document, Hit};
use crate::spelling::closest;
use crate::xml::NodeId;

/// The findings, if no element of the file may be one of `names`, misspelt.
pub(super) fn unless_misspelt(document: &Document<'_>, names: &[&str], hits: Vec<Hit>) -> Vec<Hit> {
    if hits.is_empty() || !is_misspelt(document, names) { hits } else { Vec::new() }
}

/// The findings, if each element of these `names` has a name and none is misspelt.
pub(super) fn unless_nameless(document: &Document<'_>, names: &[&str], hits: Vec<Hit>) -> Vec<Hit> {
    let mut elements = names.iter().flat_map(|name| document.elements(name));
    if hits.is_empty() || !elements.any(|element| hides_name(document, element)) {
        return unless_misspelt(document, names, hits);
    }
    Vec::new()
}

/// True if an element has a name that no edition knows, close to one of `names`.
fn is_misspelt(document: &Document<'_>, names: &[&str]) -> bool {
    let (tree, known) = (document.tree, Table::builtin().vocabulary());
    let unknown = tree.ids().filter(|&id| known.name(tree.element(id).name).is_none());
    unknown.into_iter().any(|id| closest(tree.name(id), names).is_some())
}

/// True if the schema misses the name of `element`, or what it has for one is none.
fn hides_name(document: &Document<'_>, element: NodeId) -> bool {
    let owner = document.tree.name(element);
    let Some(name) = document.text(element, "name") else {
        // A controller of an entity may have no name of its own.
        return owner != "ObjectController" || has_misspelt(document, element, "name");
    };
    owner == "ParameterDeclaration" && !is_parameter_name(name.strip_prefix('$').unwrap_or(name))
}

/// True if `element` has an attribute that no edition knows, close to `name`.
pub(super) fn has_misspelt(document: &Document<'_>, element: NodeId, name: &str) -> bool {
    let known = Table::builtin().vocabulary();
    let unknown = document.tree.attributes(element).iter().filter(|attribute| known.name(attribute.name).is_none());
    unknown.into_iter().any(|attribute| closest(document.tree.name_of(attribute.name), &[name]).is_some())
}
