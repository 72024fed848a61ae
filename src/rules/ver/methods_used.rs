//! Which methods the verifications of a level state, and for which ASIL.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::dossier::RecordRef;
use crate::dossier::values::{self, Asil};
use crate::iso26262::names::Key;
use crate::rules::Examination;

/// The fields of a verification that state methods.
const FIELDS: [&str; 2] = ["methods", "derivation"];

/// A method may be written with commas; the longest name in the tables has three parts.
const MOST_PARTS: usize = 4;

/// A level of verification. An architecture is that of the system or that of
/// the software, to which different parts of the standard apply.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Level {
    /// `unit`, `system`, …
    pub(super) name: &'static str,
    /// The part whose tables apply, where the name does not tell.
    part: Option<&'static str>,
}

impl Level {
    /// True if a table such as `6-T4` is about this level.
    pub(super) fn has_table(&self, table: &str) -> bool {
        self.part.is_none_or(|part| table.split('-').next() == Some(part))
    }

    /// True if nothing tells which architecture was verified.
    pub(super) fn is_unclear(&self) -> bool {
        self.part == Some("")
    }
}

/// What the verifications of a level state.
#[derive(Debug, Default)]
pub(super) struct Group<'d> {
    /// Those that state a method.
    pub(super) records: Vec<RecordRef<'d>>,
    /// The fields in which methods are stated.
    pub(super) fields: BTreeSet<&'static str>,
    /// The ASILs for which something is verified.
    pub(super) asils: BTreeSet<Asil>,
    /// The methods used, each with the highest ASIL it was used for.
    pub(super) used: BTreeMap<Key, Asil>,
    /// Names that are no method, and where the first of them stands.
    pub(super) unknown: BTreeMap<&'d str, RecordRef<'d>>,
    /// True if a reason for the choice of methods is recorded.
    pub(super) has_reason: bool,
}

/// A name in a list of methods: its key, or what cannot be read.
type Name<'d> = Result<Key, &'d str>;

/// What is stated, by level. `is_known` tells whether a name is a method.
pub(super) fn groups<'d>(exam: &mut Examination<'d>, is_known: impl Fn(&Key) -> bool) -> BTreeMap<Level, Group<'d>> {
    let mut groups: BTreeMap<Level, Group<'d>> = BTreeMap::new();
    // The same lists come again and again.
    let mut lists: FxHashMap<&'d str, Vec<Name<'d>>> = FxHashMap::default();
    let mut of_item: Option<Option<Asil>> = None;
    for verification in exam.records("verification") {
        let Some(level) = level(exam, verification) else { continue };
        let stated = asil(exam, verification);
        let asil = stated.or_else(|| *of_item.get_or_insert_with(|| exam.item_asil(None)));
        let group = groups.entry(level).or_default();
        group.has_reason |= verification.has("method_rationale");
        group.asils.extend(asil.filter(|asil| *asil != Asil::Qm));
        let mut states_some = false;
        for field in FIELDS.into_iter().filter(|field| verification.has(field)) {
            states_some = true;
            group.fields.insert(field);
            let text = verification.words(field);
            for name in lists.entry(text).or_insert_with(|| names(text, &is_known)) {
                match name {
                    Ok(key) => {
                        let highest = group.used.entry(key.clone()).or_insert(Asil::Qm);
                        *highest = (*highest).max(asil.unwrap_or(Asil::D));
                    }
                    Err(name) => {
                        group.unknown.entry(name).or_insert(verification);
                    }
                }
            }
        }
        if states_some {
            group.records.push(verification);
        }
    }
    groups.retain(|_, group| !group.records.is_empty());
    groups
}

fn level<'d>(exam: &mut Examination<'d>, verification: RecordRef<'d>) -> Option<Level> {
    let name = exam.read(verification, "level", verification.choice("level"))?;
    if name != "architecture" {
        return Some(Level { name, part: None });
    }
    let targets = verification.linked("targets").0;
    let of = |target: &RecordRef<'_>| match target.kind_name() {
        "requirement" => target.choice("level").present(),
        _ => None,
    };
    let part = match targets.iter().filter_map(of).next() {
        Some("SWSR") => "6",
        Some("FSR" | "TSR") => "4",
        _ => "",
    };
    Some(Level { name, part: Some(part) })
}

/// The ASIL of a verification: as stated, else of what it verifies.
fn asil<'d>(exam: &mut Examination<'d>, verification: RecordRef<'d>) -> Option<Asil> {
    let stated = exam.read(verification, "asil", verification.asil("asil")).map(|stated| stated.asil);
    let of_targets = || {
        let targets = verification.linked("targets").0;
        targets.into_iter().filter_map(|target| target.asil("asil").present()).map(|stated| stated.asil).max()
    };
    stated.or_else(of_targets)
}

/// The names in a list. Names with commas in them are put together again.
fn names<'d>(text: &'d str, is_known: impl Fn(&Key) -> bool) -> Vec<Name<'d>> {
    let parts: Vec<&str> = values::list(text).filter(|part| !part.eq_ignore_ascii_case("if applicable")).collect();
    let mut names = Vec::new();
    let mut at = 0;
    while at < parts.len() {
        let longest = MOST_PARTS.min(parts.len() - at);
        let read = |length: &usize| Key::read(&parts[at..at + length].join(", ")).filter(|key| is_known(key));
        match (1..=longest).rev().find_map(|length| read(&length).map(|key| (key, length))) {
            Some((key, length)) => {
                names.push(Ok(key));
                at += length;
            }
            None => {
                names.push(Err(parts[at]));
                at += 1;
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iso26262::methods::method_tables;
    use crate::standard::Library;

    fn read(text: &str) -> Vec<Result<Key, &str>> {
        let tables = method_tables(Library::built_in());
        names(text, |key| tables.iter().any(|table| table.find(key).is_some()))
    }

    #[test]
    fn lists_are_split_and_names_with_commas_are_not() {
        let known = |text: &str| read(text).iter().filter(|name| name.is_ok()).count();
        assert_eq!(known("Walk-through, Inspection; fault injection tests"), 3);
        assert_eq!(known("Common limit conditions, sequences, sources of dependent failures, boundary values"), 2);
        assert_eq!(known("Back-to-back comparison model and code, if applicable"), 1);
        assert_eq!(read("Inspection, gut feeling"), [Ok(Key::of("Inspection")), Err("gut feeling")]);
        assert_eq!(read("no inspection"), [Err("no inspection")]);
    }
}
