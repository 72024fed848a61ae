//! Names as small numbers, so that comparing them is comparing integers.

use rustc_hash::FxHashMap;

/// A name; ids below the vocabulary's length mean the same in every document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameId(pub(crate) u32);

/// Names known before any document is read.
#[derive(Debug, Default)]
pub struct Vocabulary {
    ids: FxHashMap<String, NameId>,
    names: Vec<String>,
}

impl Vocabulary {
    /// The id of `name`, adding it if it is new.
    pub fn add(&mut self, name: &str) -> NameId {
        if let Some(&id) = self.ids.get(name) {
            return id;
        }
        let id = NameId(u32::try_from(self.names.len()).unwrap_or(u32::MAX));
        self.ids.insert(name.to_owned(), id);
        self.names.push(name.to_owned());
        id
    }

    /// The id of `name`, if it is known.
    pub fn get(&self, name: &str) -> Option<NameId> {
        self.ids.get(name).copied()
    }

    /// The name behind `id`, if it belongs to this vocabulary.
    pub fn name(&self, id: NameId) -> Option<&str> {
        self.names.get(id.0 as usize).map(String::as_str)
    }

    fn len(&self) -> u32 {
        u32::try_from(self.names.len()).unwrap_or(u32::MAX)
    }
}

/// The names of one document: the shared vocabulary and what it lacks.
#[derive(Debug)]
pub(super) struct Names<'v> {
    known: &'v Vocabulary,
    own: Vocabulary,
}

impl<'v> Names<'v> {
    pub(super) fn new(known: &'v Vocabulary) -> Self {
        Names::with_own(known, Vocabulary::default())
    }

    pub(super) fn with_own(known: &'v Vocabulary, own: Vocabulary) -> Self {
        Names { known, own }
    }

    pub(super) fn into_own(self) -> Vocabulary {
        self.own
    }

    pub(super) fn intern(&mut self, name: &str) -> NameId {
        match self.known.get(name) {
            Some(id) => id,
            None => NameId(self.known.len() + self.own.add(name).0),
        }
    }

    /// True if the name is one of the shared vocabulary.
    pub(super) fn is_known(&self, id: NameId) -> bool {
        id.0 < self.known.len()
    }

    pub(super) fn name(&self, id: NameId) -> &str {
        let own = || self.own.name(NameId(id.0.checked_sub(self.known.len())?));
        self.known.name(id).or_else(own).unwrap_or_default()
    }

    pub(super) fn find(&self, name: &str) -> Option<NameId> {
        let own = || Some(NameId(self.known.len() + self.own.get(name)?.0));
        self.known.get(name).or_else(own)
    }
}
