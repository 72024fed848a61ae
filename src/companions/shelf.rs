//! The files that inputs refer to, each read once per run as long as there is room.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::opendrive::Network;
use crate::openscenario::Table;
use crate::source::{Limits, Source};
use crate::xml::{Parsed, parse};

use super::boundary::Folder;
use super::file::ScenarioFile;

/// Catalogs that a folder may hold; more are not looked at.
const MOST_CATALOGS: usize = 1_000;

/// An element takes about this many times its text.
const TEXT_TO_MEMORY: u64 = 4;

/// What could be had of a file: itself, or the reason why not.
pub type Obtained<T> = Result<Arc<T>, Arc<str>>;

/// The files with a catalog in a folder.
#[derive(Debug, Default)]
pub struct CatalogFolder {
    /// The catalogs by name, in the order of their files.
    pub catalogs: Vec<(String, PathBuf)>,
    /// What the entries are: `Vehicle`, `Controller`…
    pub kinds: BTreeSet<String>,
    /// Files that could not be read, and why.
    pub unread: Vec<(PathBuf, Arc<str>)>,
    /// True if there are more files than are looked at.
    pub is_cut: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Scenario(PathBuf),
    Road(PathBuf),
    Folder(PathBuf),
    Place(PathBuf),
}

#[derive(Debug, Clone)]
enum Item {
    Scenario(Obtained<ScenarioFile>, u64),
    Road(Obtained<Network>, u64),
    Folder(Arc<CatalogFolder>),
    Place(Option<Folder>),
}

/// How much of the room an item takes, in bytes.
#[derive(Debug, Clone)]
struct Size;

impl Weighter<Key, Item> for Size {
    fn weight(&self, _: &Key, item: &Item) -> u64 {
        match item {
            Item::Scenario(_, bytes) | Item::Road(_, bytes) => (bytes * TEXT_TO_MEMORY).max(1),
            Item::Folder(folder) => 100 * (1 + folder.catalogs.len() + folder.unread.len()) as u64,
            Item::Place(_) => 100,
        }
    }
}

/// The shelf of one run, shared by all threads.
#[derive(Debug)]
pub struct Shelf {
    cache: Cache<Key, Item, Size>,
    limits: Limits,
}

impl Shelf {
    /// An empty shelf with the room that `limits` give.
    pub fn new(limits: &Limits) -> Shelf {
        Shelf { cache: Cache::with_weighter(1_000, limits.companion_bytes, Size), limits: limits.clone() }
    }

    /// The OpenSCENARIO file at `path`.
    pub(super) fn scenario(&self, path: &Path) -> Obtained<ScenarioFile> {
        let load = || {
            let (source, bytes) = self.source(path)?;
            Ok((ScenarioFile::read(source, &self.limits).map(Arc::new).map_err(Arc::from), bytes))
        };
        let item = self.item(Key::Scenario(path.to_path_buf()), || match load() {
            Ok((file, bytes)) => Item::Scenario(file, bytes),
            Err(reason) => Item::Scenario(Err(reason), 0),
        });
        match item {
            Item::Scenario(file, _) => file,
            _ => Err("it is no scenario".into()),
        }
    }

    /// The road network at `path`.
    pub(super) fn road(&self, path: &Path) -> Obtained<Network> {
        let item = self.item(Key::Road(path.to_path_buf()), || match self.source(path) {
            Ok((source, bytes)) => Item::Road(network(&source, &self.limits), bytes),
            Err(reason) => Item::Road(Err(reason), 0),
        });
        match item {
            Item::Road(network, _) => network,
            _ => Err("it is no road network".into()),
        }
    }

    /// The catalogs in the folder at `path`, not in folders below it.
    pub(super) fn folder(&self, path: &Path) -> Arc<CatalogFolder> {
        match self.item(Key::Folder(path.to_path_buf()), || Item::Folder(Arc::new(self.catalogs(path)))) {
            Item::Folder(folder) => folder,
            _ => Arc::default(),
        }
    }

    /// The folder at `path`, with its path in full.
    pub(super) fn place(&self, path: &Path) -> Option<Folder> {
        match self.item(Key::Place(path.to_path_buf()), || Item::Place(Folder::new(path))) {
            Item::Place(folder) => folder,
            _ => None,
        }
    }

    fn item(&self, key: Key, load: impl FnOnce() -> Item) -> Item {
        let loaded = self.cache.get_or_insert_with(&key, || Ok::<Item, std::convert::Infallible>(load()));
        match loaded {
            Ok(item) => item,
            Err(never) => match never {},
        }
    }

    fn source(&self, path: &Path) -> Result<(Source, u64), Arc<str>> {
        let source = Source::from_path(path, self.limits.file_bytes).map_err(|error| Arc::from(error.to_string()))?;
        let bytes = source.text().len() as u64;
        Ok((source, bytes))
    }

    fn catalogs(&self, path: &Path) -> CatalogFolder {
        let mut folder = CatalogFolder::default();
        let entries = match std::fs::read_dir(path) {
            Ok(entries) => entries,
            Err(error) => {
                folder.unread.push((path.to_path_buf(), error.to_string().into()));
                return folder;
            }
        };
        let is_scenario = |path: &PathBuf| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xosc"));
        let mut paths: Vec<PathBuf> =
            entries.filter_map(|entry| Some(entry.ok()?.path())).filter(is_scenario).collect();
        paths.sort();
        folder.is_cut = paths.len() > MOST_CATALOGS;
        for file in paths.into_iter().take(MOST_CATALOGS) {
            // A link that leads elsewhere is not followed.
            match file.canonicalize() {
                Ok(real) if real.starts_with(path) => {}
                _ => continue,
            }
            match self.scenario(&file) {
                Ok(read) => {
                    let Some(catalog) = &read.catalog else { continue };
                    folder.catalogs.push((catalog.name.clone(), file));
                    folder.kinds.extend(catalog.entries.iter().map(|entry| read.kind(entry).to_owned()));
                }
                Err(reason) => folder.unread.push((file, reason)),
            }
        }
        folder
    }
}

/// Why a file cannot be used, if it cannot.
pub(super) fn usable(parsed: &Parsed<'_>) -> Result<(), &'static str> {
    if !parsed.is_well_formed() {
        return Err("it is not well-formed");
    }
    if parsed.is_complete() { Ok(()) } else { Err("it is over a limit, and was not read to the end") }
}

fn network(source: &Source, limits: &Limits) -> Obtained<Network> {
    let parsed = parse(source, limits, Table::builtin().vocabulary());
    usable(&parsed)?;
    let root = parsed.tree.root().filter(|&root| parsed.tree.name(root) == "OpenDRIVE");
    let Some(root) = root else { return Err("it is no OpenDRIVE file".into()) };
    Ok(Arc::new(Network::read(&parsed.tree, root)))
}
