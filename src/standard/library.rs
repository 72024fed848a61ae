//! All catalogues together, and the user's own laid over them.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::clause::{Clause, word, words};
use super::columns::KnownTable;
use super::document::{Edition, Header};
use super::relations::{Bundle, Mapping};
use super::table::{Row, Table, TableError};

/// The folder of the jurisdictions, each with a folder of its own.
pub(super) const JURISDICTIONS: &str = "jurisdictions";

/// The tables that ship: path below `standards/`, text.
static EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/standards.rs"));

words! {
    /// What passing a rule means for a clause.
    Carries {
        /// A person must still judge the rest.
        Supports = "supports",
        /// All that the clause asks is checked.
        Decides = "decides",
    }
}

/// Which rule speaks about which clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// The id of a clause.
    pub clause: Arc<str>,
    /// The id of a rule.
    pub rule: String,
    /// What passing it means.
    pub carries: Carries,
    /// The file and line of the row.
    pub origin: (Arc<str>, u32),
}

/// A document with its clauses.
#[derive(Debug, Clone, PartialEq)]
pub struct Standard {
    /// Names, editions, applicability.
    pub header: Header,
    /// The rows in the order of the table.
    pub clauses: Vec<Clause>,
    /// Which rule speaks about which clause.
    pub bindings: Vec<Binding>,
    /// The folder, as messages name it.
    pub folder: String,
}

impl Standard {
    /// The edition called `id`.
    pub fn edition(&self, id: &str) -> Option<&Edition> {
        self.header.edition.iter().find(|edition| edition.id == id)
    }

    /// True if clause ids may begin with `prefix`.
    pub fn has_prefix(&self, prefix: &str) -> bool {
        self.header.id == prefix || self.header.parts.iter().any(|part| part == prefix)
    }
}

/// All standards, relations and logic tables.
#[derive(Debug, Clone, Default)]
pub struct Library {
    standards: Vec<Standard>,
    mappings: Vec<Mapping>,
    bundles: Vec<Bundle>,
    tables: FxHashMap<String, Table>,
    clauses: FxHashMap<Arc<str>, (u32, u32)>,
    digest: String,
}

impl Library {
    /// The library that ships with the program.
    ///
    /// The tables are read once, on first use; a fault in them is a fault of
    /// this program, which the tests of `standards lint` exclude.
    pub fn built_in() -> &'static Library {
        static LIBRARY: OnceLock<Library> = OnceLock::new();
        LIBRARY.get_or_init(|| {
            let files = EMBEDDED.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
            Library::from_files(files.collect()).unwrap_or_default()
        })
    }

    /// Reads the tables that ship, with every fault they have.
    pub fn check_built_in() -> Result<Library, Vec<TableError>> {
        Library::from_files(EMBEDDED.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
    }

    /// The built-in library with the user's folder laid over it. A file of
    /// the same path replaces ours; a new file is added.
    pub fn with_overlay(folder: &Path) -> Result<Library, Vec<TableError>> {
        let mut files: Vec<(String, String)> =
            EMBEDDED.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        for (path, text) in read_folder(folder)? {
            files.retain(|(known, _)| *known != path);
            files.push((path, text));
        }
        Library::from_files(files)
    }

    /// Reads tables; `files` are paths below `standards/` and their texts.
    pub fn from_files(mut files: Vec<(String, String)>) -> Result<Library, Vec<TableError>> {
        files.sort();
        let mut library = Library { digest: digest(&files), ..Library::default() };
        let mut errors = Vec::new();
        for (path, text) in &files {
            if let Some(folder) = path.strip_suffix("/standard.toml") {
                match Header::parse(path, text) {
                    Ok(header) => library.standards.push(Standard {
                        header,
                        clauses: Vec::new(),
                        bindings: Vec::new(),
                        folder: folder.to_owned(),
                    }),
                    Err(error) => errors.push(error),
                }
            }
        }
        for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".csv")) {
            match Table::parse(path, text) {
                Ok(table) => library.add(path, table, &mut errors),
                Err(error) => errors.push(error),
            }
        }
        library.index(&mut errors);
        if errors.is_empty() { Ok(library) } else { Err(errors) }
    }

    /// Takes the rows of `table` to where they belong.
    fn add(&mut self, path: &str, table: Table, errors: &mut Vec<TableError>) {
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
        let standard = self.standards.iter_mut().find(|standard| standard.folder == folder);
        let known = match (&standard, file) {
            (Some(_), "clauses.csv") => Some(KnownTable::Clauses),
            (Some(_), "checks.csv") => Some(KnownTable::Checks),
            _ => KnownTable::of_relations(folder, file),
        };
        let faults = known.map(|known| known.faults(&table)).unwrap_or_default();
        if !faults.is_empty() {
            errors.extend(faults);
            return;
        }
        match (standard, known) {
            (Some(standard), Some(KnownTable::Clauses)) => {
                collect(&table, Clause::from_row, &mut standard.clauses, errors);
            }
            (Some(standard), Some(KnownTable::Checks)) => collect(&table, binding, &mut standard.bindings, errors),
            (None, Some(KnownTable::Bundles)) => collect(&table, Bundle::from_row, &mut self.bundles, errors),
            (None, Some(KnownTable::Mappings)) => collect(&table, Mapping::from_row, &mut self.mappings, errors),
            _ => {
                self.tables.insert(path.to_owned(), table);
            }
        }
    }

    fn index(&mut self, errors: &mut Vec<TableError>) {
        for (at, standard) in self.standards.iter().enumerate() {
            for (row, clause) in standard.clauses.iter().enumerate() {
                let place = (u32::try_from(at).unwrap_or(u32::MAX), u32::try_from(row).unwrap_or(u32::MAX));
                if self.clauses.insert(clause.id.clone(), place).is_some() {
                    let (path, line) = &clause.origin;
                    errors.push(TableError::new(path, *line, format!("the id `{}` is not unique", clause.id)));
                }
            }
        }
    }

    /// A digest of all tables and header files.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The standards in the order of their folders.
    pub fn standards(&self) -> &[Standard] {
        &self.standards
    }

    /// The standard called `id`, or the one that has a part of that name.
    pub fn standard(&self, id: &str) -> Option<&Standard> {
        self.standards.iter().find(|standard| standard.has_prefix(id))
    }

    /// The row called `id`.
    pub fn clause(&self, id: &str) -> Option<&Clause> {
        let (standard, row) = self.clauses.get(id)?;
        self.standards.get(*standard as usize)?.clauses.get(*row as usize)
    }

    /// The relations between clauses.
    pub fn mappings(&self) -> &[Mapping] {
        &self.mappings
    }

    /// Clauses that together answer another one.
    pub fn bundles(&self) -> &[Bundle] {
        &self.bundles
    }

    /// The table at `path` below `standards/`.
    pub fn table(&self, path: &str) -> Option<&Table> {
        self.tables.get(path)
    }

    /// The tables of this name of all jurisdictions, in the order of their folders.
    pub fn of_jurisdictions(&self, file: &str) -> Vec<&Table> {
        let is_one = |path: &str| {
            let inside = path.strip_prefix(JURISDICTIONS).and_then(|rest| rest.strip_prefix('/'));
            inside.is_some_and(|rest| rest == file || rest.split_once('/').is_some_and(|(_, name)| name == file))
        };
        let mut tables: Vec<&Table> =
            self.tables.iter().filter(|(path, _)| is_one(path)).map(|(_, table)| table).collect();
        tables.sort_by(|one, two| one.path().cmp(two.path()));
        tables
    }

    /// The bindings of all standards.
    pub fn bindings(&self) -> impl Iterator<Item = &Binding> {
        self.standards.iter().flat_map(|standard| &standard.bindings)
    }
}

fn digest(files: &[(String, String)]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in files.iter().flat_map(|(path, text)| [path, text]) {
        hasher.update(part.as_bytes());
        hasher.update(&[0]);
    }
    format!("blake3:{}", hasher.finalize().to_hex())
}

/// Reads every row, keeping the faults.
fn collect<T>(
    table: &Table,
    read: impl Fn(Row<'_>) -> Result<T, TableError>,
    into: &mut Vec<T>,
    errors: &mut Vec<TableError>,
) {
    for row in table.rows() {
        match read(row) {
            Ok(value) => into.push(value),
            Err(error) => errors.push(error),
        }
    }
}

fn binding(row: Row<'_>) -> Result<Binding, TableError> {
    Ok(Binding {
        clause: row.get("clause").into(),
        rule: row.get("rule").to_owned(),
        carries: word(row, "carries", Carries::from_name, Carries::ALL, Carries::name)?,
        origin: (row.path().clone(), row.line()),
    })
}

/// The tables and header files below `folder`, by path relative to it.
fn read_folder(folder: &Path) -> Result<Vec<(String, String)>, Vec<TableError>> {
    let fail = |path: &Path, error: String| vec![TableError::new(&path.display().to_string(), 1, error)];
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(|error| fail(folder, error.to_string()))?;
        let path: PathBuf = entry.path().to_owned();
        let wanted = path.extension().is_some_and(|extension| extension == "csv" || extension == "toml");
        if !entry.file_type().is_file() || !wanted {
            continue;
        }
        let text = std::fs::read_to_string(&path).map_err(|error| fail(&path, error.to_string()))?;
        let relative = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        files.push((relative, text));
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_that_ship_can_be_read() {
        let library = Library::check_built_in().unwrap_or_else(|errors| panic!("{errors:#?}"));
        assert!(library.standards().len() >= 10);
        assert!(library.clause("UN-R157:5.2.3.1").is_some());
        assert!(library.mappings().len() > 100);
    }
}
