//! An OpenSCENARIO file that others refer to: a catalog, or a distribution's scenario.

use std::cell::Cell;

use crate::openscenario::expression::Language;
use crate::openscenario::{
    Declared, DeviationKind, Given, Scenario, Schema, Table, Validation, Version, declared_version, validate,
};
use crate::source::{Limits, Source};
use crate::xml::{NodeId, Tree, parse};

use super::shelf::usable;

/// A file as it was read once for all that refer to it.
#[derive(Debug)]
pub struct ScenarioFile {
    /// Its elements.
    pub tree: Tree<'static>,
    /// The edition it declares, if there is such an edition.
    pub edition: Option<Edition>,
    /// Its catalog, if it is one.
    pub catalog: Option<Catalog>,
}

/// What the edition of a file makes of it.
#[derive(Debug)]
pub struct Edition {
    /// Major and minor revision.
    pub version: Version,
    /// The schema.
    pub schema: &'static Schema,
    /// The types of the elements.
    pub validation: Validation,
    /// The expressions it has.
    pub language: Language<'static>,
    /// True if the file is not what the schema asks for.
    pub is_violated: bool,
}

/// A catalog: named entries that scenarios refer to.
#[derive(Debug)]
pub struct Catalog {
    /// Its name.
    pub name: String,
    /// Its entries in document order.
    pub entries: Vec<CatalogEntry>,
}

/// An entry of a catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogEntry {
    /// Its name.
    pub name: String,
    /// Its element.
    pub element: NodeId,
    /// True if it refers to entities, variables and the like of the scenario.
    pub refers: bool,
}

impl ScenarioFile {
    /// Reads a file; the reason, if it is no XML document.
    pub(super) fn read(source: Source, limits: &Limits) -> Result<ScenarioFile, String> {
        let table = Table::builtin();
        let parsed = parse(&source, limits, table.vocabulary());
        usable(&parsed)?;
        let detached = parsed.tree.detach();
        let tree = detached.attach(source, table.vocabulary());
        let Some(root) = tree.root() else { return Err("it is empty".to_owned()) };
        let edition = edition(&tree, root, table, limits);
        let catalog = catalog(&tree, root, edition.as_ref());
        Ok(ScenarioFile { tree, edition, catalog })
    }

    /// What the part of the file at `within` means with the values `given`;
    /// none for a file without known edition.
    pub fn scenario(&self, within: NodeId, given: &Given) -> Option<Scenario<'_>> {
        let Edition { schema, validation, .. } = self.edition.as_ref()?;
        Some(Scenario::read(&self.tree, Table::builtin(), schema, validation, within, given))
    }

    /// Why not all of the file can be told, if that is so.
    pub fn fault(&self) -> Option<&'static str> {
        match &self.edition {
            None => Some("it declares no known edition: check that file, too"),
            Some(edition) => edition.is_violated.then_some("it violates the schema: check that file, too"),
        }
    }

    /// True for a scenario: neither a catalog nor a distribution.
    pub fn has_storyboard(&self) -> bool {
        has_storyboard(&self.tree)
    }

    /// The element name of an entry: `Vehicle`, `Maneuver`…
    pub fn kind(&self, entry: &CatalogEntry) -> &str {
        self.tree.name(entry.element)
    }
}

/// True for the elements of a scenario: neither of a catalog nor of a distribution.
pub(super) fn has_storyboard(tree: &Tree<'_>) -> bool {
    let storyboard = || tree.child(tree.root()?, tree.find_name("Storyboard")?);
    storyboard().is_some()
}

fn edition(tree: &Tree<'_>, root: NodeId, table: &'static Table, limits: &Limits) -> Option<Edition> {
    let Declared::Version(version, _) = declared_version(tree, root) else { return None };
    let schema = table.schema(version)?;
    // Its deviations are the matter of its own report: here it is enough that there are some.
    let is_violated = Cell::new(false);
    let note = |kind: &DeviationKind| {
        is_violated.set(is_violated.get() || kind.is_invalid());
        false
    };
    let validation = validate(tree, table, schema, limits, &note);
    let language = Language { operators: table.operators(), version };
    Some(Edition { version, schema, validation, language, is_violated: is_violated.get() })
}

fn catalog(tree: &Tree<'_>, root: NodeId, edition: Option<&Edition>) -> Option<Catalog> {
    let name = tree.find_name("name")?;
    let catalog = tree.child(root, tree.find_name("Catalog")?)?;
    let refers = |element| {
        let edition = edition?;
        let found = |id| edition.validation.refers(edition.schema, id);
        Some(tree.subtree(element).any(found))
    };
    let entry = |element| {
        let name = tree.value_of(element, name)?.to_owned();
        Some(CatalogEntry { name, element, refers: refers(element).unwrap_or(false) })
    };
    let entries = tree.children(catalog).filter_map(entry).collect();
    // A catalog without name is called by none.
    Some(Catalog { name: tree.value_of(catalog, name).unwrap_or_default().to_owned(), entries })
}
