//! Reads a dossier's folder: the manifest, then every file in it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::import::{ImportLimits, Imported, Trouble, Unreadable, import};
use super::manifest::{DocumentEntry, MANIFEST, Manifest, ManifestError};
use super::paths::within;
use super::placing::{self, Columns};
use super::record::{Content, DocumentId, Record, Spot, Value};
use super::schema::Schema;
use super::{Document, Dossier, Head, head, likeness, trailing};

/// Why a file that the manifest names is absent.
pub(super) const NO_SUCH_FILE: &str = "there is no such file";

/// Why a folder is no dossier.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// There is no manifest.
    #[error("{0} holds no vehicle.toml; `roadworthy init` writes one")]
    NoManifest(String),
    /// The manifest cannot be read.
    #[error("cannot read {path}: {reason}")]
    Unreadable {
        /// The manifest.
        path: String,
        /// Why.
        reason: String,
    },
    /// The manifest is wrong.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
}

/// Reads the dossier in the folder `root`.
pub fn load(root: &Path, limits: &ImportLimits) -> Result<Dossier, LoadError> {
    let shown = root.to_string_lossy().replace('\\', "/");
    let shown = shown.trim_end_matches('/');
    let manifest_path = root.join(MANIFEST);
    if !manifest_path.is_file() {
        return Err(LoadError::NoManifest(shown.to_owned()));
    }
    let name = format!("{shown}/{MANIFEST}");
    let text = manifest_text(&manifest_path, limits)
        .map_err(|error| LoadError::Unreadable { path: name.clone(), reason: error.to_string() })?;
    let manifest = Manifest::parse(&name, &text)?;
    Ok(assemble(root, shown, manifest, &text, limits))
}

/// The manifest's text, within the limit of any file.
fn manifest_text(path: &Path, limits: &ImportLimits) -> std::io::Result<String> {
    let size = std::fs::metadata(path)?.len();
    if size > limits.file_bytes {
        return Err(std::io::Error::other(format!("{size} bytes, more than the limit of {}", limits.file_bytes)));
    }
    std::fs::read_to_string(path)
}

/// A dossier of one manifest without further files, for tests and tools.
impl Dossier {
    /// Reads a manifest alone.
    pub fn from_manifest(path: &str, text: &str) -> Result<Dossier, ManifestError> {
        let manifest = Manifest::parse(path, text)?;
        let mut loaded = Loaded::default();
        loaded.add_manifest(path, &manifest, text);
        Ok(Dossier::new(PathBuf::new(), manifest, loaded.documents, loaded.records))
    }
}

fn assemble(root: &Path, shown: &str, manifest: Manifest, text: &str, limits: &ImportLimits) -> Dossier {
    let mut loaded = Loaded::default();
    loaded.add_manifest(&format!("{shown}/{MANIFEST}"), &manifest, text);
    let files = files(root, &manifest);
    let read: Vec<(File, Read)> = files
        .into_par_iter()
        .map(|file| {
            let read = file.read(root, limits);
            (file, read)
        })
        .collect();
    for (file, read) in read {
        loaded.add(shown, file, read);
    }
    Dossier::new(root.to_owned(), manifest, loaded.documents, loaded.records)
}

/// A file to be read.
struct File {
    /// The path below the folder, as reports name it.
    relative: String,
    /// The same, as the system names it.
    path: PathBuf,
    entry: Option<DocumentEntry>,
    /// Why it is not looked at, if it is not.
    refused: Option<String>,
}

/// What reading it gave.
struct Read {
    digest: String,
    result: Result<Imported, Unreadable>,
}

impl File {
    fn read(&self, root: &Path, limits: &ImportLimits) -> Read {
        let fail = |reason: String| Read { digest: String::new(), result: Err(Unreadable::new(reason)) };
        if let Some(reason) = &self.refused {
            return fail(reason.clone());
        }
        let path = root.join(&self.path);
        match std::fs::metadata(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return fail(NO_SUCH_FILE.to_owned());
            }
            Err(error) => return fail(error.to_string()),
            Ok(metadata) if metadata.is_dir() => return fail("is a folder, expected a file".to_owned()),
            Ok(metadata) if !metadata.is_file() => return fail("is a device, pipe or socket, not a file".to_owned()),
            Ok(metadata) if metadata.len() > limits.file_bytes => {
                return fail(format!("{} bytes, more than the limit of {}", metadata.len(), limits.file_bytes));
            }
            Ok(_) => {}
        }
        match std::fs::read(&path) {
            Ok(bytes) => Read {
                digest: blake3::hash(&bytes).to_hex().to_string(),
                result: import(&self.relative, &bytes, limits),
            },
            Err(error) => fail(error.to_string()),
        }
    }
}

/// The files below `root` in the order of their paths: those the manifest
/// names, whether they exist or not, and all others.
fn files(root: &Path, manifest: &Manifest) -> Vec<File> {
    let mut files: Vec<File> = Vec::new();
    for entry in &manifest.documents {
        let inside = within(&entry.path);
        let relative = inside.clone().unwrap_or_else(|| entry.path.replace('\\', "/"));
        let refused = if inside.is_some() { refused(root, Path::new(&relative)) } else { Some(LEAVES.to_owned()) };
        let path = PathBuf::from(&relative);
        // One file that is named twice is read once.
        if !files.iter().any(|file| file.relative == relative) {
            files.push(File { relative, path, entry: Some(entry.clone()), refused });
        }
    }
    let named: FxHashSet<String> = files.iter().map(|file| file.relative.clone()).collect();
    let is_hidden =
        |entry: &walkdir::DirEntry| entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
    let walk = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(|entry| !is_hidden(entry));
    for entry in walk {
        let entry = match entry {
            Ok(entry) if entry.file_type().is_dir() => continue,
            Ok(entry) => entry,
            // A folder that cannot be listed may hold anything.
            Err(error) => {
                let path = error.path().unwrap_or(root).to_owned();
                let path = path.strip_prefix(root).unwrap_or(&path).to_owned();
                let relative = path.to_string_lossy().replace('\\', "/");
                let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                files.push(File { relative, path, entry: None, refused: Some(format!("cannot be listed: {reason}")) });
                continue;
            }
        };
        let path = entry.path().strip_prefix(root).unwrap_or(entry.path()).to_owned();
        let relative = path.to_string_lossy().replace('\\', "/");
        let is_known = relative == MANIFEST || named.contains(&relative);
        if !is_known && !is_scenario(&relative) && !manifest.assessment.ignore.matches(&relative) {
            let refused = refused(root, &path);
            files.push(File { relative, path, entry: None, refused });
        }
    }
    files.sort_by(|a, b| a.relative.cmp(&b.relative));
    files
}

/// True for scenario and road files, which are `check`'s matter.
pub fn is_scenario(relative: &str) -> bool {
    let extension = relative.rsplit_once('.').map_or("", |(_, extension)| extension);
    extension.eq_ignore_ascii_case("xosc") || extension.eq_ignore_ascii_case("xodr")
}

/// Why a path that leaves the folder is not looked at, whatever lies there.
const LEAVES: &str = "not looked at: it leads out of the dossier's folder";

/// Why a file is not looked at: a link leads out of the folder given.
fn refused(root: &Path, relative: &Path) -> Option<String> {
    let path = root.join(relative);
    let is_link = path.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink());
    match (root.canonicalize(), path.canonicalize()) {
        (Ok(inside), Ok(path)) => (!path.starts_with(inside)).then(|| LEAVES.to_owned()),
        // A link to nowhere is not followed to say what is there.
        _ => is_link.then(|| LEAVES.to_owned()),
    }
}

/// What has been read so far.
#[derive(Default)]
struct Loaded {
    documents: Vec<Document>,
    records: Vec<Record>,
}

impl Loaded {
    fn add_manifest(&mut self, path: &str, manifest: &Manifest, text: &str) {
        let id = self.next();
        let schema = Schema::built_in();
        let mut troubles = Vec::new();
        for inline in &manifest.records {
            let Some(kind) = schema.find(&inline.kind) else {
                troubles
                    .push(Trouble { spot: inline.spot, message: format!("`{}` is no kind of record", inline.kind) });
                continue;
            };
            let mut record = Record {
                kind: Some(kind),
                id: Arc::from(""),
                document: id,
                spot: inline.spot,
                values: Vec::new(),
                others: Vec::new(),
                unrecognised: None,
            };
            for (name, text, spot) in inline.cells.iter().filter(|(_, text, _)| !text.trim().is_empty()) {
                let value = Value { content: Content::Text(Arc::from(text.as_str())), spot: *spot };
                match schema.kind(kind).field(name) {
                    Some(field) => record.values.push((field, placing::plain(Some(kind), field, value))),
                    None => {
                        let message = format!("`{name}` is no field of {}", inline.kind);
                        troubles.push(Trouble { spot: *spot, message });
                        record.others.push((Arc::from(name.as_str()), value));
                    }
                }
            }
            placing::name(&mut record);
            self.records.push(record);
        }
        self.documents.push(Document {
            path: Arc::from(path),
            relative: MANIFEST.to_owned(),
            entry: None,
            sheets: Vec::new(),
            unreadable: None,
            troubles,
            properties: Vec::new(),
            head: Head::default(),
            paragraphs: Vec::new(),
            unrecognised: Vec::new(),
            unplaced: 0,
            unread: Vec::new(),
            likely: Vec::new(),
            digest: blake3::hash(text.as_bytes()).to_hex().to_string(),
        });
    }

    fn next(&self) -> DocumentId {
        DocumentId::try_from(self.documents.len()).unwrap_or(DocumentId::MAX)
    }

    fn add(&mut self, shown: &str, file: File, read: Read) {
        let id = self.next();
        let mut document = Document {
            path: Arc::from(format!("{shown}/{}", file.relative)),
            relative: file.relative,
            entry: file.entry,
            sheets: Vec::new(),
            unreadable: None,
            troubles: Vec::new(),
            properties: Vec::new(),
            head: Head::default(),
            paragraphs: Vec::new(),
            unrecognised: Vec::new(),
            unplaced: 0,
            unread: Vec::new(),
            likely: Vec::new(),
            digest: read.digest,
        };
        match read.result {
            Err(unreadable) => {
                document.unreadable = Some(unreadable);
                document.likely = likeness::of_file(&document);
            }
            Ok(imported) => self.place(id, imported, &mut document),
        }
        self.documents.push(document);
    }

    /// Turns the tables of a file into records.
    fn place(&mut self, id: DocumentId, imported: Imported, document: &mut Document) {
        let (mut cover, mut is_cover) = (Vec::new(), true);
        document.paragraphs = imported.paragraphs;
        document.troubles = imported.troubles;
        document.properties = imported.properties;
        let stem = Path::new(&document.relative).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let stem = stem.unwrap_or_default();
        let entry = document.entry.as_ref();
        let is_open = entry.is_none_or(|entry| entry.record.is_none());
        let mut held: Vec<super::KindId> = Vec::new();
        let mut wants_sheet = entry.and_then(|entry| entry.sheet.clone());
        for mut table in imported.tables {
            document.sheets.push(table.name.clone());
            table.rows.retain(|row| !trailing::is_header(row, &table.columns));
            let placing = placing::place(&table, &stem, entry);
            if wants_sheet.as_ref() == Some(&table.name) {
                wants_sheet = None;
            }
            let spot = table.columns.first().map_or(Spot::Whole, |column| column.spot);
            document.troubles.extend(placing.troubles.iter().map(|message| Trouble { spot, message: message.clone() }));
            // What stands in pairs before the first list is said of the file.
            is_cover &= placing.kind.is_none() && (table.rows.is_empty() || table.columns.len() == 2);
            if is_cover {
                cover.extend(head::pairs(&table, &document.properties));
            }
            if let Some(doubt) = table.doubt.take() {
                document.unread.extend(placing.kind.or_else(|| Schema::built_in().find_loosely(&stem)));
                document.troubles.push(doubt);
            }
            match placing.kind {
                Some(kind) => held.push(kind),
                None if is_open => document.likely.extend(likeness::of_table(&table, &document.relative)),
                None => {}
            }
            let trailing = trailing::count(&table, &placing);
            let groups = trailing::take_groups(&mut table, &placing, trailing);
            document.troubles.extend(groups.into_iter().map(|spot| Trouble {
                spot,
                message: "this row is a heading among the others, and no record".to_owned(),
            }));
            let mut rows = std::mem::take(&mut table.rows);
            if placing.kind.is_none() {
                document.unplaced += rows.len();
            }
            let others = rows.split_off(rows.len() - trailing);
            if let Some(first) = others.first() {
                // `table` holds no rows here: what identifiers look like, the records tell.
                table.rows = rows;
                document.unread.extend(placing.kind.filter(|_| trailing::may_be_record(first, &table, &placing)));
                rows = std::mem::take(&mut table.rows);
                let message = match trailing {
                    1 => "this row is a sum or a legend, and no record".to_owned(),
                    _ => format!("the last {trailing} rows are a sum or a legend, and no records"),
                };
                document.troubles.push(Trouble { spot: first.spot, message });
                document.unplaced += trailing;
            }
            document.unrecognised.extend(placing.unrecognised.clone());
            let constants = constants(&placing, entry);
            let columns = Columns { table: &table, constants };
            self.records.extend(rows.into_iter().map(|row| placing::record(row, &columns, &placing, id)));
            let columns = Columns { table: &table, constants: Vec::new() };
            let nothing = placing::Placing::nothing(&table);
            self.records.extend(others.into_iter().map(|row| placing::record(row, &columns, &nothing, id)));
        }
        document.head = Head::of(&document.properties, &cover, &document.paragraphs);
        // Beside the list that a file is named for stand legends and histories.
        document.likely.retain(|kind| !held.contains(kind));
        if let Some(sheet) = wants_sheet {
            let message = format!("there is no sheet or table `{sheet}`");
            document.troubles.push(Trouble { spot: Spot::Whole, message });
        }
    }
}

/// The fields that the manifest sets for every row.
fn constants(placing: &placing::Placing, entry: Option<&DocumentEntry>) -> Vec<(super::FieldId, Value)> {
    let (Some(kind), Some(entry)) = (placing.kind, entry) else { return Vec::new() };
    let kind = Schema::built_in().kind(kind);
    let value = |text: &String| Value { content: Content::Text(Arc::from(text.as_str())), spot: Spot::Whole };
    entry.set.iter().filter_map(|(name, text)| Some((kind.field(name)?, value(text)))).collect()
}
