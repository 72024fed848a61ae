//! What follows from a misspelling or an omission that has its finding, and needs none.

use crate::openscenario::is_parameter_name;
use crate::rules::{Document, Hit};
use crate::xml::NodeId;

/// The findings, if no element of the file may be one of `names`, misspelt.
pub(super) fn unless_misspelt(document: &Document<'_>, names: &[&str], hits: Vec<Hit>) -> Vec<Hit> {
    if hits.is_empty() || !document.has_misspelt_anywhere(names) { hits } else { Vec::new() }
}

/// The findings, if each element of these `names` has a name and none is misspelt.
pub(super) fn unless_nameless(document: &Document<'_>, names: &[&str], hits: Vec<Hit>) -> Vec<Hit> {
    let mut elements = names.iter().flat_map(|name| document.elements(name));
    if hits.is_empty() || !elements.any(|element| hides_name(document, element)) {
        return unless_misspelt(document, names, hits);
    }
    Vec::new()
}

/// True if the schema misses the name of `element`, or what it has for one is none.
fn hides_name(document: &Document<'_>, element: NodeId) -> bool {
    let owner = document.tree.name(element);
    let Some(name) = document.text(element, "name") else {
        // A controller of an entity may have no name of its own.
        return owner != "ObjectController" || document.has_misspelt(element, "name");
    };
    owner == "ParameterDeclaration" && !is_parameter_name(name.strip_prefix('$').unwrap_or(name))
}
