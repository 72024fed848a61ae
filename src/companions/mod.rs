//! The files that an input refers to: roads, catalogs, the scenario of a
//! distribution. They are found within a boundary and read once per run.

mod boundary;
mod catalogs;
mod file;
mod shelf;

pub use boundary::{Located, NotLookedAt};
pub use catalogs::{CatalogState, CatalogUse, EntryAt, Location};
pub use file::{Catalog, CatalogEntry, Edition, ScenarioFile};
pub use shelf::{CatalogFolder, Obtained, Shelf};

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::opendrive::Network;
use crate::openscenario::{Meaning, Scenario};
use crate::source::Origin;
use crate::xml::{NodeId, Tree};

use boundary::Boundary;

/// Where files may lie, as the command line says.
#[derive(Debug, Clone, Default)]
pub struct Places {
    /// What no reference may leave; else the folder given, or what surrounds a file.
    pub root: Option<PathBuf>,
    /// Where relative paths are looked for that lead nowhere from the file.
    pub search: Vec<PathBuf>,
}

/// What an element that refers to a file or folder holds there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// The road network of a scenario.
    RoadNetwork,
    /// What a scenario looks like.
    SceneGraph,
    /// The scenario that a distribution gives values to.
    Scenario,
    /// Catalogs of one kind.
    Catalogs,
}

/// The elements that refer to files, with the attribute that holds the path.
const REFERENCES: [(&str, &str, Holds); 4] = [
    ("LogicFile", "filepath", Holds::RoadNetwork),
    ("SceneGraphFile", "filepath", Holds::SceneGraph),
    ("ScenarioFile", "filepath", Holds::Scenario),
    ("Directory", "path", Holds::Catalogs),
];

/// An element that refers to a file or folder.
#[derive(Debug, Clone)]
pub struct FileReference {
    /// The element.
    pub element: NodeId,
    /// Index of the attribute with the path.
    pub attribute: usize,
    /// What is expected there.
    pub holds: Holds,
    /// The path after all parameters; none if it depends on what is not known.
    pub path: Option<String>,
    /// Where it leads; none without a path.
    pub located: Option<Located>,
    /// True if it leads to a folder.
    pub is_folder: bool,
}

/// What became of a file that is referred to.
#[derive(Debug)]
pub enum Companion<T> {
    /// None is referred to.
    None,
    /// Which one depends on a parameter, or it was not looked at or not found.
    Unknown(String),
    /// It cannot be read.
    Unread {
        /// The reference.
        element: NodeId,
        /// Its path, as reports show it.
        shown: String,
        /// Why not.
        reason: Arc<str>,
    },
    /// It was read.
    Read {
        /// The reference.
        element: NodeId,
        /// Its path, as reports show it.
        shown: String,
        /// What it holds.
        content: Arc<T>,
    },
}

impl<T> Companion<T> {
    /// What the file holds, if it was read.
    pub fn content(&self) -> Option<&Arc<T>> {
        match self {
            Companion::Read { content, .. } => Some(content),
            _ => None,
        }
    }
}

/// The companions of one input.
#[derive(Debug)]
pub struct Companions<'c> {
    /// All references to files and folders, in document order.
    pub files: Vec<FileReference>,
    /// The folder that they may not leave, as reports show it; none without any.
    pub boundary: Option<String>,
    /// The road network.
    pub road: Companion<Network>,
    /// The scenario of a distribution.
    pub target: Companion<ScenarioFile>,
    /// All references to entries of catalogs, in document order.
    pub catalogs: Vec<CatalogUse<'c>>,
    /// The folders in which they were looked for, in document order.
    pub locations: Vec<Location>,
}

impl<'c> Companions<'c> {
    /// Finds and reads what `scenario` refers to. `limit` is the folder that
    /// the input was found in, if it was found by searching one.
    pub fn read(
        tree: &'c Tree<'c>,
        scenario: &'c Scenario<'c>,
        shelf: &Shelf,
        origin: &Origin,
        limit: Option<&Path>,
        places: &Places,
    ) -> Companions<'c> {
        let limit = places.root.as_deref().or(limit);
        let boundary = Boundary::new(origin, limit, &places.search, &|path| shelf.place(path));
        let files = references(tree, scenario, &boundary);
        let road = one(&files, Holds::RoadNetwork, |path| shelf.road(path));
        let target = one(&files, Holds::Scenario, |path| shelf.scenario(path));
        let (catalogs, locations) = catalogs::uses(tree, scenario, &files, shelf);
        Companions { boundary: boundary.shown(&files), files, road, target, catalogs, locations }
    }

    /// The entry that the reference `element` leads to.
    pub fn entry(&self, element: NodeId) -> Option<&EntryAt> {
        let index = self.catalogs.binary_search_by_key(&element, |used| used.element).ok()?;
        self.catalogs.get(index)?.found()
    }

    /// The references that lead to an entry, each with its entry, in document order.
    pub fn entries(&self) -> impl Iterator<Item = (&CatalogUse<'c>, &EntryAt)> + Clone {
        self.catalogs.iter().filter_map(|used| Some((used, used.found()?)))
    }
}

fn references<'c>(tree: &'c Tree<'c>, scenario: &'c Scenario<'c>, boundary: &Boundary) -> Vec<FileReference> {
    let mut files = Vec::new();
    for (name, attribute, holds) in REFERENCES {
        let elements = tree.find_name(name).map_or(&[][..], |name| tree.named(name));
        files.extend(elements.iter().filter_map(|&element| reference(scenario, boundary, element, attribute, holds)));
    }
    files.sort_by_key(|file| file.element);
    files
}

fn reference<'c>(
    scenario: &'c Scenario<'c>,
    boundary: &Boundary,
    element: NodeId,
    attribute: &str,
    holds: Holds,
) -> Option<FileReference> {
    let tree = scenario.tree();
    let name = tree.find_name(attribute)?;
    let attributes = tree.attributes(element);
    let index = attributes.iter().position(|found| found.name == name)?;
    let path = match scenario.meaning(element, tree.value(&attributes[index])) {
        Meaning::Text(path) => Some(path.trim().to_owned()),
        Meaning::Open => None,
    };
    let located = path.as_deref().filter(|path| !path.is_empty()).map(|path| boundary.locate(path));
    let is_folder = matches!(&located, Some(Located::At(path, _)) if path.is_dir());
    Some(FileReference { element, attribute: index, holds, path, located, is_folder })
}

/// The first file of a kind, read.
fn one<T>(files: &[FileReference], holds: Holds, read: impl Fn(&Path) -> Obtained<T>) -> Companion<T> {
    let Some(file) = files.iter().find(|file| file.holds == holds && file.path.as_deref() != Some("")) else {
        return Companion::None;
    };
    match &file.located {
        None => Companion::Unknown("its path depends on a parameter without fixed value".to_owned()),
        Some(Located::Missing { shown, .. }) => Companion::Unknown(format!("`{shown}` does not exist")),
        Some(Located::NotLookedAt(why)) => Companion::Unknown(why.to_string()),
        Some(Located::At(_, shown)) if file.is_folder => Companion::Unknown(format!("`{shown}` is a folder")),
        Some(Located::At(path, shown)) => match read(path) {
            Ok(content) => Companion::Read { element: file.element, shown: shown.clone(), content },
            Err(reason) => Companion::Unread { element: file.element, shown: shown.clone(), reason },
        },
    }
}
