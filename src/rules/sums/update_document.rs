//! The record of an update as a document of its own.

use rustc_hash::{FxHashMap, FxHashSet};

use super::incomplete_update_record::about;
use super::update_items::{ITEMS, Item};
use crate::dossier::{Document, RecordRef, Value};
use crate::rules::paths::{Worth, worth};
use crate::rules::{Examination, quoted};

/// The words of the documents that records name: one may be named by many.
pub(super) type Documents<'d> = FxHashMap<&'d str, FxHashSet<String>>;

/// True if the record itself is there as a document, or missing, which is
/// another rule's matter.
pub(super) fn judge_document<'d>(
    exam: &mut Examination<'d>,
    update: RecordRef<'d>,
    documents: &mut Documents<'d>,
) -> bool {
    let named = update.words("document");
    if named.is_empty() {
        return false;
    }
    let why = match worth(exam, update, named) {
        Worth::Missing => return true,
        Worth::Doubtful(why) => why,
        Worth::Holds if is_of(exam, update, named, documents) => return true,
        Worth::Holds => "does not name the update".to_owned(),
    };
    let message = format!("the document of {}, {}, {why}", update.name(), quoted(named));
    let all: Vec<&Item> = ITEMS.iter().collect();
    about(exam.unsure((update, "document"), message).help("name the record of this update as it is filed"), &all);
    true
}

/// True if one of the documents names the update. One that was not read may do so.
fn is_of<'d>(exam: &Examination<'d>, update: RecordRef<'d>, named: &'d str, documents: &mut Documents<'d>) -> bool {
    exam.dossier.named(named).files.iter().any(|file| {
        let document = exam.dossier.document_at(&file.path).filter(|document| document.unreadable.is_none());
        document.is_none_or(|document| {
            let words = documents.entry(&document.relative).or_insert_with(|| all_words(document));
            words_of(update.identifier()).all(|word| words.contains(&word))
        })
    })
}

/// The words of the path of a document, its title and its text.
fn all_words(document: &Document) -> FxHashSet<String> {
    let path = document.relative.rsplit_once('.').map_or(document.relative.as_str(), |(stem, _)| stem);
    let of_path = path.split(['/', '_']);
    let title = document.entry.iter().filter_map(|entry| entry.title.as_deref());
    let properties = document.properties.iter().filter_map(|(_, value)| Value::text(value));
    let paragraphs = document.paragraphs.iter().map(|paragraph| paragraph.text.as_ref());
    of_path.chain(title).chain(properties).chain(paragraphs).flat_map(words_of).collect()
}

/// Words as numbers of papers are written: `upd-2027-01` is one.
fn words_of(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|c: char| !c.is_alphanumeric() && !"-*./_".contains(c));
    words.map(|word| word.trim_matches(['.', '-', '/']).to_lowercase()).filter(|word| !word.is_empty())
}
