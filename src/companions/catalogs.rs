//! References to entries of catalogs, and where they lead.

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;

use crate::openscenario::{CatalogPlace, Scenario, Table};
use crate::spelling::closest;
use crate::xml::{NodeId, Tree};

use super::boundary::Located;
use super::file::{Catalog, CatalogEntry, ScenarioFile, has_storyboard};
use super::shelf::{CatalogFolder, Shelf};
use super::{FileReference, Holds};

/// A `CatalogReference`.
#[derive(Debug)]
pub struct CatalogUse<'c> {
    /// The element.
    pub element: NodeId,
    /// The rows of the standard for the element around it: what may stand there.
    pub places: Vec<&'c CatalogPlace>,
    /// The name of the catalog, if it is known.
    pub catalog: Option<String>,
    /// The name of the entry, if it is known.
    pub entry: Option<String>,
    /// Where it leads.
    pub state: CatalogState,
}

impl CatalogUse<'_> {
    /// The entry that it leads to, if it leads to one.
    pub fn found(&self) -> Option<&EntryAt> {
        match &self.state {
            CatalogState::Entry(entry) => Some(entry),
            _ => None,
        }
    }
}

/// Where a reference to a catalog leads.
#[derive(Debug)]
pub enum CatalogState {
    /// A name depends on a parameter without fixed value, or is not given.
    Open,
    /// Something where the catalog may be was not looked at or cannot be read.
    Unknown(String),
    /// No folder given for catalogs holds one of that name.
    NoCatalog {
        /// The name of a catalog that may have been meant.
        similar: Option<String>,
        /// A file called like the catalog, and the name of the catalog in it.
        namesake: Option<(String, String)>,
        /// The folders that were searched.
        folders: Vec<String>,
    },
    /// The catalog has no such entry.
    NoEntry {
        /// The name of an entry that may have been meant.
        similar: Option<String>,
        /// The catalog's file, as reports show it.
        shown: String,
    },
    /// To this entry.
    Entry(EntryAt),
}

/// An entry in its file.
#[derive(Debug, Clone)]
pub struct EntryAt {
    /// The catalog's file.
    pub file: Arc<ScenarioFile>,
    /// Its path, as reports show it.
    pub shown: String,
    /// The entry.
    pub entry: CatalogEntry,
    /// Another file whose catalog has the same name and entry.
    pub rival: Option<String>,
}

impl EntryAt {
    /// `Catalogs/Vehicles.xosc:12`
    pub fn place(&self) -> String {
        format!("{}:{}", self.shown, self.file.tree.line(self.entry.element))
    }

    /// The element name of the entry.
    pub fn kind(&self) -> &str {
        self.file.kind(&self.entry)
    }
}

/// A folder that a scenario names for catalogs of one kind, as it was found.
#[derive(Debug)]
pub struct Location {
    /// The reference to the folder.
    pub element: NodeId,
    /// Index of the attribute with its path.
    pub attribute: usize,
    /// `VehicleCatalog`…
    pub kind: String,
    /// Its path, as reports show it.
    pub shown: String,
    /// What it holds.
    pub folder: Arc<CatalogFolder>,
}

impl Location {
    /// True if the folder holds the file of `entry`.
    pub fn holds(&self, entry: &EntryAt) -> bool {
        self.folder.catalogs.iter().any(|(_, path)| beside(&self.shown, path) == entry.shown)
    }
}

/// All references to catalogs of a scenario, and the folders in which they were looked
/// for; none if there is no reference.
pub(super) fn uses<'c>(
    tree: &'c Tree<'c>,
    scenario: &'c Scenario<'c>,
    files: &[FileReference],
    shelf: &Shelf,
) -> (Vec<CatalogUse<'c>>, Vec<Location>) {
    let named = |name| tree.find_name(name).map_or(&[][..], |name| tree.named(name));
    let mut references = [named("CatalogReference"), named("CatalogReferences")].concat();
    references.sort_unstable();
    let mut finder: Option<Finder<'_>> = None;
    let uses = references
        .into_iter()
        .filter_map(|element| {
            let known = |name: &str| scenario.known(element, name).map(Cow::into_owned);
            let (catalog, entry) = (known("catalogName"), known("entryName"));
            let places = Table::builtin().catalog_places(tree.name(tree.parent(element)?));
            let finder = finder.get_or_insert_with(|| Finder::new(tree, files, shelf));
            let state = match (&catalog, &entry) {
                (Some(catalog), Some(entry)) => finder.find(catalog, entry, &places),
                _ => CatalogState::Open,
            };
            Some(CatalogUse { element, places, catalog, entry, state })
        })
        .collect();
    (uses, finder.map(|finder| finder.locations).unwrap_or_default())
}

/// Looks catalogs up in the folders of a scenario.
struct Finder<'f> {
    shelf: &'f Shelf,
    locations: Vec<Location>,
    /// Why a folder may hold more than was seen, by the kind of its catalogs; for
    /// all kinds without one.
    doubts: Vec<(String, String)>,
}

impl<'f> Finder<'f> {
    fn new(tree: &Tree<'_>, files: &[FileReference], shelf: &'f Shelf) -> Finder<'f> {
        let mut finder = Finder { shelf, locations: Vec::new(), doubts: Vec::new() };
        if !has_storyboard(tree) {
            finder.doubt("", "a catalog refers to catalogs of the scenario that uses it".to_owned());
        }
        finder.doubt_faults(tree, files);
        for file in files.iter().filter(|file| file.holds == Holds::Catalogs) {
            let kind = tree.parent(file.element).map(|parent| tree.name(parent).to_owned()).unwrap_or_default();
            match &file.located {
                Some(Located::At(path, shown)) if file.is_folder => {
                    let folder = shelf.folder(path);
                    finder.doubt_of(&kind, &folder, shown);
                    let (element, attribute) = (file.element, file.attribute);
                    finder.locations.push(Location { element, attribute, kind, shown: shown.clone(), folder });
                }
                Some(Located::NotLookedAt(why)) => {
                    let path = file.path.clone().unwrap_or_default();
                    finder.doubt(&kind, format!("`{path}` was not looked at: {why}"));
                }
                None if file.path.is_none() => {
                    finder.doubt(&kind, "a folder depends on a parameter without fixed value".to_owned());
                }
                // It has its own finding: one fault is enough.
                Some(Located::Missing { .. } | Located::At(..)) => {
                    let path = file.path.clone().unwrap_or_default();
                    finder.doubt(&kind, format!("there is no folder `{path}`"));
                }
                None => {}
            }
        }
        finder
    }

    /// What the schema finds wrong with the places for catalogs: one fault is enough.
    fn doubt_faults(&mut self, tree: &Tree<'_>, files: &[FileReference]) {
        let child = |id, name: &str| tree.child(id, tree.find_name(name)?);
        let Some(locations) = tree.root().and_then(|root| child(root, "CatalogLocations")) else {
            self.doubt("", "the file has no `CatalogLocations`".to_owned());
            return;
        };
        let named: Vec<NodeId> = files.iter().filter_map(|file| tree.parent(file.element)).collect();
        for place in tree.children(locations).filter(|place| !named.contains(place)) {
            let kind = tree.name(place);
            self.doubt(kind, format!("`{kind}` names no folder"));
        }
    }

    fn doubt(&mut self, kind: &str, why: String) {
        self.doubts.push((kind.to_owned(), why));
    }

    /// Why a catalog for `places` may be where it was not seen: in a folder of its
    /// kind or, without one that was seen, in any.
    fn doubt_for(&self, places: &[&CatalogPlace]) -> Option<&String> {
        let fits = |kind: &String| kind.is_empty() || places.iter().any(|place| place.location == *kind);
        let is_seen = self.locations.iter().any(|location| fits(&location.kind));
        let mut doubts = self.doubts.iter().filter(|(kind, _)| fits(kind) || !is_seen);
        doubts.next().map(|(_, why)| why)
    }

    fn doubt_of(&mut self, kind: &str, folder: &CatalogFolder, shown: &str) {
        if let Some((file, reason)) = folder.unread.first() {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            self.doubt(kind, format!("`{name}` in `{shown}` cannot be read: {reason}"));
        } else if folder.is_cut {
            self.doubt(kind, format!("`{shown}` holds more files than are looked at"));
        }
    }

    /// Folders of the kinds that fit come first; a catalog in another one is
    /// still the one that is meant.
    fn find(&self, catalog: &str, entry: &str, places: &[&CatalogPlace]) -> CatalogState {
        let fits = |location: &&Location| places.iter().any(|place| place.location == location.kind);
        let ordered = self.locations.iter().filter(fits).chain(self.locations.iter().filter(|one| !fits(one)));
        let mut found: Vec<EntryAt> = Vec::new();
        let mut without: Option<(Arc<ScenarioFile>, String)> = None;
        let mut seen: Vec<PathBuf> = Vec::new();
        for location in ordered {
            for (_, path) in location.folder.catalogs.iter().filter(|(name, _)| name == catalog) {
                if seen.contains(path) {
                    continue;
                }
                seen.push(path.clone());
                let Ok(file) = self.shelf.scenario(path) else { continue };
                let shown = beside(&location.shown, path);
                match entry_of(&file, entry) {
                    Some(entry) => found.push(EntryAt { file, shown, entry, rival: None }),
                    None => without = without.or(Some((file, shown))),
                }
            }
        }
        let mut found = found.into_iter();
        if let Some(mut first) = found.next() {
            first.rival = found.next().map(|second| second.shown);
            return CatalogState::Entry(first);
        }
        if let Some(doubt) = self.doubt_for(places) {
            return CatalogState::Unknown(doubt.clone());
        }
        match without {
            Some((file, shown)) => CatalogState::NoEntry { similar: similar(file.catalog.as_ref(), entry), shown },
            None => self.no_catalog(catalog),
        }
    }

    fn no_catalog(&self, catalog: &str) -> CatalogState {
        let mut names: Vec<&str> = self
            .locations
            .iter()
            .flat_map(|location| location.folder.catalogs.iter().map(|(name, _)| name.as_str()))
            .collect();
        names.sort_unstable();
        names.dedup();
        let mut folders: Vec<String> = self.locations.iter().map(|location| location.shown.clone()).collect();
        folders.sort();
        folders.dedup();
        let all = self.locations.iter().flat_map(|location| &location.folder.catalogs);
        let namesake = all.clone().find(|(_, path)| path.file_stem().is_some_and(|stem| stem == catalog));
        let namesake = namesake
            .map(|(name, path)| (path.file_name().unwrap_or_default().to_string_lossy().into_owned(), name.clone()));
        CatalogState::NoCatalog { similar: closest(catalog, &names).map(str::to_owned), namesake, folders }
    }
}

fn entry_of(file: &ScenarioFile, name: &str) -> Option<CatalogEntry> {
    file.catalog.as_ref()?.entries.iter().find(|entry| entry.name == name).cloned()
}

fn similar(catalog: Option<&Catalog>, entry: &str) -> Option<String> {
    let names: Vec<&str> = catalog?.entries.iter().map(|entry| entry.name.as_str()).collect();
    closest(entry, &names).map(str::to_owned)
}

/// A file of a folder, as reports show it.
fn beside(folder: &str, file: &std::path::Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    if folder.is_empty() { name.into_owned() } else { format!("{}/{name}", folder.trim_end_matches('/')) }
}
