//! A vehicle's documentation: files to records with their places.
//!
//! [`Manifest`] says what the vehicle is and where things are; [`import`]
//! turns files into tables, [`placing`] tables into records; [`Dossier`] holds
//! them all. Everything that was read keeps its place down to page, cell or
//! line, and is present, absent or unreadable: unreadable is never evidence.

mod copies;
mod facts;
mod head;
mod ids;
mod ignored;
pub mod import;
mod likeness;
mod load;
mod manifest;
mod paths;
pub mod placing;
mod record;
mod row_state;
pub mod schema;
pub mod status;
mod status_words;
mod trailing;
mod typed;
mod units;
mod unrecognised;
pub mod values;

use std::path::PathBuf;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

pub use copies::CopyOf;
pub use facts::{Fact, FactValue};
pub use head::Head;
pub use ignored::Ignored;
pub use load::{LoadError, is_scenario, load};
pub use manifest::{
    DocumentEntry, Exclusion, InlineRecord, MANIFEST, Manifest, ManifestError, ScenarioEntry, Scope, Vehicle,
};
pub use paths::{Named, NamedFiles, Reach, is_below};
pub use record::{Content, DocumentId, Reading, Record, RecordId, Spot, Value};
pub use schema::{FieldId, Kind, KindId, Schema};
pub use typed::RecordRef;
pub use units::{Quantity, is_unit};
pub use unrecognised::Unrecognised;

use import::{Trouble, Unreadable};

/// A file of the dossier.
#[derive(Debug, Clone)]
pub struct Document {
    /// The folder as typed and the path below it, with `/`.
    pub path: Arc<str>,
    /// The path below the folder.
    pub relative: String,
    /// What the manifest says of it.
    pub entry: Option<DocumentEntry>,
    /// Names of the sheets, by number.
    pub sheets: Vec<String>,
    /// Why it could not be read, if it could not.
    pub unreadable: Option<Unreadable>,
    /// What is wrong with it, if it could be read all the same.
    pub troubles: Vec<Trouble>,
    /// What the file says of itself: `title`, `version`, `date`, …
    pub properties: Vec<(String, Value)>,
    /// What that means for the file as evidence.
    pub head: Head,
    /// Text outside tables.
    pub paragraphs: Vec<import::Paragraph>,
    /// Columns that nothing told, where they may hold what is missing.
    pub unrecognised: Vec<Arc<Unrecognised>>,
    /// Rows whose kind nothing told.
    pub unplaced: usize,
    /// Kinds of record of which it may hold some that were not read.
    pub unread: Vec<KindId>,
    /// Kinds of record that it may hold, by its looks, and of which none was read.
    pub likely: Vec<KindId>,
    /// Digest of its bytes.
    pub digest: String,
}

impl Document {
    /// True if the manifest names the file and there is none.
    pub fn is_absent(&self) -> bool {
        self.unreadable.as_ref().is_some_and(|unreadable| unreadable.reason == load::NO_SUCH_FILE)
    }
}

/// A vehicle's documentation.
#[derive(Debug)]
pub struct Dossier {
    /// The folder.
    pub root: PathBuf,
    /// `vehicle.toml`
    pub manifest: Manifest,
    /// The files in the order of their paths, the manifest first.
    pub documents: Vec<Document>,
    records: Vec<Record>,
    /// Records that say the same as another and are left out, in the order of
    /// the files.
    pub copies: Vec<CopyOf>,
    by_kind: Vec<Vec<RecordId>>,
    by_id: FxHashMap<(KindId, Arc<str>), Vec<RecordId>>,
    /// The records by their ids in small letters; none, where that fits several ids.
    by_folded_id: FxHashMap<(KindId, String), Option<RecordId>>,
    by_path: FxHashMap<String, DocumentId>,
}

impl Dossier {
    /// Builds the indices over `records`.
    fn new(root: PathBuf, manifest: Manifest, documents: Vec<Document>, records: Vec<Record>) -> Dossier {
        let kinds = Schema::built_in().kinds().count();
        let mut dossier = Dossier {
            by_path: paths::index(&documents),
            root,
            manifest,
            documents,
            records,
            copies: Vec::new(),
            by_kind: vec![Vec::new(); kinds],
            by_id: FxHashMap::default(),
            by_folded_id: FxHashMap::default(),
        };
        dossier.copies = dossier.find_copies();
        let left_out: FxHashSet<RecordId> = dossier.copies.iter().map(|copy| copy.copy).collect();
        for (at, record) in dossier.records.iter().enumerate() {
            let (Ok(id), Some(kind)) = (RecordId::try_from(at), record.kind) else { continue };
            if is_unfilled(record, kind) || left_out.contains(&id) {
                continue;
            }
            dossier.by_kind[usize::from(kind.0)].push(id);
            if !record.id.is_empty() {
                dossier.by_id.entry((kind, record.id.clone())).or_default().push(id);
            }
        }
        dossier.fold_ids();
        dossier
    }

    fn fold_ids(&mut self) {
        let mut folded: FxHashMap<(KindId, String), Option<RecordId>> = FxHashMap::default();
        for (kind, ids) in (0..).map(KindId).zip(&self.by_kind) {
            for id in ids {
                let name = &self.records[*id as usize].id;
                let known = folded.entry((kind, name.to_lowercase())).or_insert(Some(*id));
                let is_other = known.is_some_and(|known| self.records[known as usize].id != *name);
                if is_other {
                    *known = None;
                }
            }
        }
        self.by_folded_id = folded;
    }

    /// The records that say the same as another one. What stands in a document
    /// that does not hold, or no longer, is the copy.
    fn find_copies(&self) -> Vec<CopyOf> {
        let version = &self.manifest.vehicle.software_version;
        let is_stale = |document: &Document| document.of_other_version(version).or(document.unreleased()).is_some();
        let is_stale: Vec<bool> = self.documents.iter().map(is_stale).collect();
        let stale = |record: &Record| is_stale.get(record.document as usize) == Some(&true);
        // A copy has the id of another record: without one there is nothing to compare.
        let mut times: FxHashMap<(KindId, &str), u32> = FxHashMap::default();
        let named = |record: &'_ Record| record.kind.filter(|_| !record.id.is_empty());
        for record in &self.records {
            if let Some(kind) = named(record) {
                *times.entry((kind, &record.id)).or_default() += 1;
            }
        }
        let is_repeated = |id: &RecordId| {
            let record = &self.records[*id as usize];
            named(record).and_then(|kind| times.get(&(kind, &*record.id))).is_some_and(|times| *times > 1)
        };
        let numbers = (0..self.records.len()).map_while(|at| RecordId::try_from(at).ok());
        let mut order: Vec<RecordId> = numbers.filter(is_repeated).collect();
        order.sort_by_key(|id| (stale(&self.records[*id as usize]), *id));
        let mut seen = copies::Seen::default();
        let mut copies: Vec<CopyOf> = Vec::new();
        for id in order {
            let record = &self.records[id as usize];
            let first = record.kind.and_then(|kind| seen.same(id, record, kind));
            copies.extend(first.map(|first| CopyOf { first, copy: id }));
        }
        copies.sort_by_key(|copy| copy.copy);
        copies
    }

    /// The records of a kind, in the order of the files. A kind that the
    /// tables do not have has none.
    pub fn records(&self, kind: &str) -> impl Iterator<Item = RecordRef<'_>> {
        let kind = Schema::built_in().find(kind);
        debug_assert!(kind.is_some(), "no such kind of record");
        let ids: &[RecordId] = kind.map_or(&[], |kind| &self.by_kind[usize::from(kind.0)]);
        ids.iter().map(|id| self.record(*id))
    }

    /// True if the dossier holds a record of this kind.
    pub fn has(&self, kind: &str) -> bool {
        self.records(kind).next().is_some()
    }

    /// Every record, in the order of the files.
    pub fn all_records(&self) -> impl Iterator<Item = RecordRef<'_>> {
        (0..self.records.len()).filter_map(|at| RecordId::try_from(at).ok()).map(|id| self.record(id))
    }

    /// The record with this number.
    pub fn record(&self, id: RecordId) -> RecordRef<'_> {
        RecordRef { dossier: self, number: id, record: &self.records[id as usize] }
    }

    /// The record of `kind` that is called `id`; the first, if several are.
    pub fn find(&self, kind: &str, id: &str) -> Option<RecordRef<'_>> {
        let kind = Schema::built_in().find(kind)?;
        let ids = self.by_id.get(&(kind, Arc::from(id)))?;
        ids.first().map(|id| self.record(*id))
    }

    /// The record of `kind` that is meant by `#id`, by the address of a page that
    /// ends in `id`, or by `ID`, where none is called so.
    fn find_alike(&self, kind: &str, reference: &str) -> Option<RecordRef<'_>> {
        let kind = Schema::built_in().find(kind)?;
        let is_address = reference.contains("://");
        let id = if is_address { reference.rsplit(['/', '#', '=']).next()? } else { reference.trim_start_matches('#') };
        let exact = || self.by_id.get(&(kind, Arc::from(id)))?.first().copied();
        // Two that differ in capital letters only are two.
        let folded = || self.by_folded_id.get(&(kind, id.to_lowercase())).copied().flatten();
        exact().or_else(folded).map(|id| self.record(id))
    }

    /// All records of `kind` that are called `id`.
    pub fn find_all(&self, kind: &str, id: &str) -> impl Iterator<Item = RecordRef<'_>> {
        let ids = Schema::built_in().find(kind).and_then(|kind| self.by_id.get(&(kind, Arc::from(id))));
        ids.into_iter().flatten().map(|id| self.record(*id))
    }

    /// The declared fact called `name`.
    pub fn fact(&self, name: &str) -> Option<&Fact> {
        self.manifest.facts.get(name)
    }

    /// The file with this number.
    pub fn document(&self, id: DocumentId) -> &Document {
        &self.documents[id as usize]
    }

    /// A place for people: `hara.xlsx, sheet HARA, D12`.
    pub fn place(&self, document: DocumentId, spot: Spot) -> String {
        let document = self.document(document);
        match spot {
            Spot::Whole => document.path.to_string(),
            Spot::Line { line, .. } => format!("{}:{line}", document.path),
            Spot::Cell { sheet, row, column } => {
                let name = document.sheets.get(usize::from(sheet)).map_or("", String::as_str);
                format!("{}: {name}!{}", document.path, cell_name(row, column))
            }
            Spot::Paragraph(number) => format!("{}, paragraph {number}", document.path),
            Spot::Page { page, .. } => format!("{}, page {page}", document.path),
        }
    }
}

/// True for a row of a checklist that nobody has filled in: it names a clause
/// and states nothing.
fn is_unfilled(record: &Record, kind: KindId) -> bool {
    let kind = Schema::built_in().kind(kind);
    let says = |name: &str| kind.field(name).is_some_and(|field| record.value(field).is_some());
    kind.name == "statement" && !["topic", "text", "document", "status", "reason"].into_iter().any(says)
}

/// True if two texts name one version: `v4.2.1` is `4.2.1`.
pub fn is_same_version(one: &str, other: &str) -> bool {
    let bare = |text: &str| text.trim().trim_start_matches(['v', 'V']).trim().to_lowercase();
    bare(one) == bare(other)
}

/// `D12` for row 11, column 3.
pub fn cell_name(row: u32, column: u16) -> String {
    let mut letters = Vec::new();
    let mut left = u32::from(column) + 1;
    while left > 0 {
        letters.push(b'A' + u8::try_from((left - 1) % 26).unwrap_or(0));
        left = (left - 1) / 26;
    }
    let letters: String = letters.iter().rev().map(|&letter| char::from(letter)).collect();
    format!("{letters}{}", u64::from(row) + 1)
}

#[cfg(test)]
mod tests {
    use super::cell_name;

    #[test]
    fn cells_are_named_as_spreadsheets_name_them() {
        assert_eq!(cell_name(11, 3), "D12");
        assert_eq!(cell_name(0, 25), "Z1");
        assert_eq!(cell_name(0, 26), "AA1");
        assert_eq!(cell_name(0, 701), "ZZ1");
        assert_eq!(cell_name(0, 702), "AAA1");
    }
}
