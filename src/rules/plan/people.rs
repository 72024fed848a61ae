//! Names of people as they are written in records.

use rustc_hash::FxHashMap;

use crate::dossier::RecordRef;
use crate::rules::Examination;

/// Titles that are no part of a name.
const TITLES: &[&str] = &["dr", "prof", "mr", "mrs", "ms", "herr", "frau", "ing", "dipl"];

/// A name as it is compared: `Miller, Jane` is `Dr. Jane Miller`.
pub(super) fn folded(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut words: Vec<String> = words.map(str::to_lowercase).filter(|word| !TITLES.contains(&word.as_str())).collect();
    words.sort();
    words.join(" ")
}

/// The table of the organisation: persons by name.
#[derive(Debug, Default)]
pub(super) struct Organisation<'d> {
    by_name: FxHashMap<String, RecordRef<'d>>,
}

impl<'d> Organisation<'d> {
    pub(super) fn of(exam: &Examination<'d>) -> Organisation<'d> {
        let persons = exam.records("person").into_iter();
        Organisation { by_name: persons.map(|person| (folded(person.identifier()), person)).collect() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }

    /// The record of a person; the words of the name may stand in another order.
    pub(super) fn find(&self, name: &str) -> Option<RecordRef<'d>> {
        self.by_name.get(&folded(name)).copied()
    }
}

/// The people in a cell. A comma divides people unless it stands within a
/// name: `Jane Miller, Tom Ray` are two, `Miller, Jane` is one. `is_known`
/// tells whether a name is in the table of the organisation.
pub(super) fn people(text: &str, is_known: impl Fn(&str) -> bool) -> Vec<&str> {
    let mut people = Vec::new();
    for part in text.split([';', '\n', '|', '&']).flat_map(|part| part.split(" and ")) {
        let names: Vec<&str> = part.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
        let are_people = names.iter().any(|name| is_known(name)) || names.iter().all(|name| name.contains(' '));
        if names.len() > 1 && !are_people {
            people.push(part.trim());
        } else {
            people.extend(names);
        }
    }
    people.retain(|name| !name.is_empty());
    people
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_in_several_spellings() {
        assert_eq!(folded("Miller, Jane"), folded("Dr. Jane Miller"));
        assert_eq!(folded("P-1"), folded("p-1"));
        assert_ne!(folded("Jane Miller"), folded("Jane Smith"));
        assert_ne!(folded("P-1"), folded("P-11"));
    }

    #[test]
    fn several_people() {
        let nobody = |_: &str| false;
        assert_eq!(people("Jane Miller, Tom Ray", nobody), ["Jane Miller", "Tom Ray"]);
        assert_eq!(people("Miller, Jane", nobody), ["Miller, Jane"]);
        assert_eq!(people("Miller, Jane; Ray, Tom", nobody), ["Miller, Jane", "Ray, Tom"]);
        assert_eq!(people("P-1, P-2", |name| name.starts_with("P-")), ["P-1", "P-2"]);
        assert_eq!(people("Jane Miller and Tom Ray", nobody), ["Jane Miller", "Tom Ray"]);
    }
}
