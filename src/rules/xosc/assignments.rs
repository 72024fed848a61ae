//! What a scenario assigns to the parameters of a catalog's entry.

use crate::companions::{CatalogUse, Companions, EntryAt};
use crate::openscenario::{Declared, Given, Meaning};
use crate::rules::{Document, Kind, Memo};
use crate::xml::NodeId;

/// A `ParameterAssignment`.
pub(in crate::rules) struct Assignment<'d> {
    pub(super) element: NodeId,
    /// The parameter's name, without `$`.
    pub(super) name: &'d str,
    /// The value, if it is known.
    pub(super) value: Option<String>,
}

/// The references that lead to an entry, with what they assign to it.
pub(super) fn entries<'d>(
    document: &Document<'d>,
) -> impl Iterator<Item = (&'d CatalogUse<'d>, &'d EntryAt, Vec<Assignment<'d>>)> {
    let entries = document.companions.into_iter().flat_map(Companions::entries);
    entries.map(|(used, found)| (used, found, assignments(document, used.element)))
}

/// The assignments in the list that `owner` holds.
pub(in crate::rules) fn assignments<'d>(document: &Document<'d>, owner: NodeId) -> Vec<Assignment<'d>> {
    let Some(list) = document.child(owner, "ParameterAssignments") else { return Vec::new() };
    document.tree.children(list).filter_map(|element| assignment(document, element)).collect()
}

/// What one `ParameterAssignment` says.
fn assignment<'d>(document: &Document<'d>, element: NodeId) -> Option<Assignment<'d>> {
    let (name, written) = (document.text(element, "parameterRef")?, document.text(element, "value")?);
    let value = match document.scenario?.meaning(element, written) {
        Meaning::Text(value) => Some(value.into_owned()),
        Meaning::Open => None,
    };
    Some(Assignment { element, name: name.strip_prefix('$').unwrap_or(name), value })
}

/// The values for the parameters that `owner` declares.
pub(in crate::rules) fn given(owner: NodeId, assignments: &[Assignment<'_>]) -> Given {
    let values = assignments.iter().map(|assigned| (assigned.name.to_owned(), assigned.value.clone()));
    Given { owner, values: values.collect() }
}

/// Looks at an entry with the values `given` as at a document of its own; nothing if the
/// edition of its file is not known.
pub(super) fn inside<R>(entry: &EntryAt, given: &Given, look: impl FnOnce(&Document<'_>) -> R) -> Option<R> {
    let scenario = entry.file.scenario(entry.entry.element, given)?;
    Some(look(&Document {
        kind: Kind::OpenScenario,
        declared: Declared::NoHeader,
        tree: &entry.file.tree,
        root: entry.entry.element,
        validation: entry.file.edition.as_ref().map(|edition| &edition.validation),
        scenario: Some(&scenario),
        network: None,
        companions: None,
        memo: Memo::default(),
    }))
}
