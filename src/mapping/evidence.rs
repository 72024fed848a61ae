//! The clauses for which evidence is at hand.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::atlas::Atlas;
use crate::standard::{Clause, Standard};

/// Clauses and documents for which evidence is held, as a whole or in part.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    whole: FxHashSet<String>,
    part: FxHashSet<String>,
}

impl Evidence {
    /// Evidence for all that these documents ask.
    pub fn of_documents<'i>(atlas: &Atlas<'_>, documents: impl IntoIterator<Item = &'i str>) -> Evidence {
        let mut evidence = Evidence::default();
        for document in documents {
            let catalogued = atlas.library.standard(document).into_iter().flat_map(|standard| &standard.clauses);
            // A part of a standard, such as ISO-26262-3, holds its own clauses only.
            let is_part = |clause: &&Clause| {
                atlas.library.standard(document).is_some_and(|one| one.header.id == document)
                    || clause.standard() == document
            };
            evidence.whole.extend(catalogued.filter(is_part).map(|clause| clause.id.to_string()));
            evidence.whole.extend(atlas.clauses_of(document).map(|clause| clause.id.to_string()));
            evidence.whole.insert(document.to_owned());
        }
        evidence
    }

    /// Evidence for this clause or document and nothing else.
    pub fn of_clause(id: &str) -> Evidence {
        Evidence { whole: std::iter::once(id.to_owned()).collect(), part: FxHashSet::default() }
    }

    /// Evidence for these clauses. What groups them is held where nothing below it that asks for something is missing.
    pub fn of_clauses<'i>(atlas: &Atlas<'_>, clauses: impl IntoIterator<Item = &'i str>) -> Evidence {
        let mut evidence = Evidence::default();
        evidence.whole.extend(clauses.into_iter().map(str::to_owned));
        for standard in atlas.library.standards() {
            evidence.below(standard);
            evidence.group(standard);
        }
        let documents: Vec<String> = evidence.whole.iter().map(|id| atlas.document_of(id).to_string()).collect();
        evidence.part.extend(documents.into_iter().filter(|document| !evidence.whole.contains(document)));
        evidence
    }

    /// What both hold.
    pub fn with(mut self, other: Evidence) -> Evidence {
        self.whole.extend(other.whole);
        self.part.extend(other.part);
        let whole = &self.whole;
        self.part.retain(|id| !whole.contains(id));
        self
    }

    /// Adds what stands below a clause that is held.
    fn below(&mut self, standard: &Standard) {
        // A row stands after the row that it belongs to; what does not is reached in a later round.
        loop {
            let is_below = |clause: &&Clause| {
                let parent = clause.parent.as_deref();
                !self.whole.contains(&*clause.id) && parent.is_some_and(|id| self.whole.contains(id))
            };
            let found: Vec<String> =
                standard.clauses.iter().filter(is_below).map(|clause| clause.id.to_string()).collect();
            if found.is_empty() {
                return;
            }
            self.whole.extend(found);
        }
    }

    /// True if something is held inside the clauses that `id` or its topic names: a group of clauses, or numbers
    /// such as `6 and 7.2`.
    pub(super) fn lies_inside(&self, id: &str, topic: &str) -> bool {
        if topic.is_empty() {
            return id.contains(':') && self.holds_part(id);
        }
        let words: Vec<&str> = topic.split(|c: char| c.is_whitespace() || matches!(c, ',' | '/' | ';')).collect();
        words.iter().enumerate().any(|(at, word)| {
            let is_number = !word.is_empty() && word.chars().all(|c| c.is_ascii_digit() || c == '.');
            let is_of_annex = at > 0 && words[at - 1].eq_ignore_ascii_case("annex");
            is_number && !is_of_annex && self.whole.iter().any(|held| is_below(held, id, word))
        })
    }

    /// Adds the groups of clauses of a standard that are held as a whole or in part.
    fn group(&mut self, standard: &Standard) {
        let by_id: FxHashMap<&str, &Clause> = standard.clauses.iter().map(|clause| (&*clause.id, clause)).collect();
        // Of each group, how many clauses below it ask for something, and how many of those are held.
        let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for clause in standard.clauses.iter().filter(|clause| clause.is_requirement()) {
            let is_held = usize::from(self.whole.contains(&*clause.id));
            let mut at = clause;
            // Ids are checked to stand in no ring; a bound costs nothing.
            for _ in 0..standard.clauses.len() {
                let Some(parent) = at.parent.as_deref().and_then(|id| by_id.get(id)) else { break };
                let count = counts.entry(&parent.id).or_default();
                *count = (count.0 + 1, count.1 + is_held);
                at = parent;
            }
        }
        for (id, (asked, held)) in counts {
            let asks_itself = by_id.get(id).is_some_and(|clause| clause.is_requirement());
            match () {
                () if self.whole.contains(id) || held == 0 => {}
                () if held == asked && !asks_itself => drop(self.whole.insert(id.to_owned())),
                () => drop(self.part.insert(id.to_owned())),
            }
        }
    }

    /// True if all that `id` asks is shown.
    pub fn holds(&self, id: &str) -> bool {
        self.whole.contains(id)
    }

    /// True if a part of what `id` asks is shown.
    pub fn holds_part(&self, id: &str) -> bool {
        self.part.contains(id)
    }

    /// The documents of which something is held, in the order of their ids.
    pub fn documents<'s>(&'s self, atlas: &'s Atlas<'_>) -> BTreeSet<&'s str> {
        self.whole.iter().map(|id| atlas.document_of(id)).collect()
    }
}

/// True if `held` is clause `number` of `document`, or stands below it.
fn is_below(held: &str, document: &str, number: &str) -> bool {
    let rest = held.strip_prefix(document).and_then(|rest| rest.strip_prefix(':'));
    let below = rest.and_then(|rest| rest.strip_prefix(number));
    below.is_some_and(|below| below.is_empty() || below.starts_with(['.', '(', '#', '@']))
}
