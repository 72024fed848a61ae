//! Files that hold, or may hold, records which were not read.

use std::path::Path;

use super::outcome::{Outcome, WaitsFor};
use super::verdict::Verdicted;
use crate::dossier::{Dossier, KindId, Schema};

/// A file that holds records of a kind which were not read.
pub(super) struct Unread {
    pub(super) kind: KindId,
    file: String,
    /// False if it only looks as if it held some.
    is_sure: bool,
}

impl Unread {
    /// What remains of a result that rests on records of this kind.
    pub(super) fn weaken(&self, verdict: Verdicted) -> Verdicted {
        let file = &self.file;
        if !self.is_sure {
            let why = format!("`{file}` looks as if it held such records, too, and none of it was read");
            return match verdict.outcome {
                Outcome::Passed => verdict.weakened(&why),
                Outcome::Untested => Verdicted { reason: format!("{}; {why}", verdict.reason), ..verdict },
                _ => verdict,
            };
        }
        let why = format!("`{file}`, which should hold such records, cannot be read as a whole");
        match verdict.outcome {
            Outcome::Untested => Verdicted::cant_tell(WaitsFor::Information, why),
            _ => verdict.weakened(&why),
        }
    }
}

/// The kinds of record that files should hold which cannot be read, or not as
/// a whole: as the manifest says, or as their names and headers tell. What only
/// looks like it comes last.
pub(super) fn unread(dossier: &Dossier) -> Vec<Unread> {
    let schema = Schema::built_in();
    let mut all: Vec<Unread> = Vec::new();
    for document in &dossier.documents {
        let named = document.entry.as_ref().and_then(|entry| entry.record.as_deref());
        let stem = Path::new(&document.relative).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let is_unread = document.unreadable.is_some() && !document.is_absent();
        let whole = named.and_then(|name| schema.find(name)).or_else(|| schema.find_loosely(stem));
        let mut add = |kind: KindId, is_sure: bool| all.push(Unread { kind, file: document.relative.clone(), is_sure });
        whole.filter(|_| is_unread).into_iter().chain(document.unread.iter().copied()).for_each(|kind| add(kind, true));
        if !document.is_absent() {
            document.likely.iter().for_each(|kind| add(*kind, false));
        }
    }
    all.sort_by_key(|unread| !unread.is_sure);
    all
}
