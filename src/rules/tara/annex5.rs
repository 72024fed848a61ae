//! Annex 5 of UN R155: examples of threats, and the mitigations that answer them.
//!
//! Part A numbers the examples, Parts B and C the mitigations. The rows are
//! data under `standards/unece/un-r155/`.

use rustc_hash::FxHashMap;

use crate::standard::{Certainty, Library, Row};

const THREATS: &str = "unece/un-r155/threats.csv";
const MITIGATIONS: &str = "unece/un-r155/mitigations.csv";

/// A numbered example of a threat.
#[derive(Debug, Clone)]
pub(in crate::rules) struct Example<'l> {
    /// `5.1`
    pub(in crate::rules) number: &'l str,
    /// The mitigations that answer it; one of them is enough.
    pub(in crate::rules) mitigations: Vec<&'l str>,
    /// True if Part A has it: `30.1` to `30.3` stand in Part C alone.
    is_part_a: bool,
}

/// The annex.
#[derive(Debug)]
pub(in crate::rules) struct Annex5<'l> {
    examples: Vec<Example<'l>>,
    by_number: FxHashMap<&'l str, usize>,
    /// The mitigations there are, and whether one is worded as a requirement.
    mitigations: FxHashMap<&'l str, bool>,
    certainty: Certainty,
}

impl<'l> Annex5<'l> {
    /// Reads the tables; none if the library has none.
    pub(in crate::rules) fn of(library: &'l Library) -> Option<Annex5<'l>> {
        let (threats, mitigations) = (library.table(THREATS)?, library.table(MITIGATIONS)?);
        let mut annex = Annex5 {
            examples: Vec::new(),
            by_number: FxHashMap::default(),
            mitigations: FxHashMap::default(),
            certainty: Certainty::Verified,
        };
        for row in threats.rows().filter(|row| !row.get("part").is_empty()) {
            annex.add_example(&row);
        }
        // A number that was skipped, M17, stands in no part.
        for row in mitigations.rows().filter(|row| matches!(row.get("part"), "B" | "C")) {
            annex.lower_certainty(&row);
            let is_required = !row.get("note").contains("worded should");
            *annex.mitigations.entry(row.get("id")).or_insert(false) |= is_required;
        }
        Some(annex)
    }

    fn add_example(&mut self, row: &Row<'l>) {
        self.lower_certainty(row);
        let at = self.examples.len();
        let aliases = row.get("aliases").split_whitespace();
        for number in aliases.chain([row.get("number")]) {
            self.by_number.insert(number, at);
        }
        self.examples.push(Example {
            number: row.get("number"),
            mitigations: row.get("mitigations").split_whitespace().collect(),
            is_part_a: row.get("part") == "A",
        });
    }

    fn lower_certainty(&mut self, row: &Row<'_>) {
        let certainty = Certainty::from_name(row.get("certainty")).unwrap_or(Certainty::Recalled);
        self.certainty = self.certainty.min(certainty);
    }

    /// The examples that have to be considered.
    pub(in crate::rules) fn part_a(&self) -> impl Iterator<Item = &Example<'l>> {
        self.examples.iter().filter(|example| example.is_part_a)
    }

    /// The example with this number, or one that it is another number of.
    pub(in crate::rules) fn find(&self, number: &str) -> Option<&Example<'l>> {
        self.by_number.get(number).and_then(|at| self.examples.get(*at))
    }

    /// The examples that a text refers to, in its order.
    pub(in crate::rules) fn examples_in(&self, text: &str) -> Vec<&Example<'l>> {
        numbers(text).filter_map(|number| self.find(number)).collect()
    }

    /// The numbers in a text that the annex does not have.
    pub(in crate::rules) fn unknown_in<'t>(&self, text: &'t str) -> Vec<&'t str> {
        numbers(text).filter(|number| self.find(number).is_none()).collect()
    }

    /// True if the annex has a mitigation of this name.
    pub(in crate::rules) fn has_mitigation(&self, name: &str) -> bool {
        self.mitigations.contains_key(name)
    }

    /// True if a mitigation shall be there, and not only should.
    pub(in crate::rules) fn is_required(&self, name: &str) -> bool {
        self.mitigations.get(name).copied().unwrap_or(false)
    }

    /// How sure the least sure row is.
    pub(in crate::rules) fn certainty(&self) -> Certainty {
        self.certainty
    }
}

/// The numbers of examples in a text: `5.1` in `A-5.1`, `#5.1`, `5.1 and 5.2`.
/// A section, `4.3.1`, is none.
pub(in crate::rules) fn numbers(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_digit() && c != '.').map(|token| token.trim_matches('.')).filter(|token| {
        let is_number = |part: &str| !part.is_empty() && !part.contains('.');
        token.split_once('.').is_some_and(|(group, example)| is_number(group) && is_number(example))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn annex() -> Annex5<'static> {
        Annex5::of(Library::built_in()).unwrap()
    }

    #[test]
    fn part_a_has_as_many_examples_as_the_clause_says() {
        let clause = Library::built_in().clause("UN-R155:7.3.3#annex5A").unwrap();
        let count = clause.limit.as_ref().unwrap().value.parse::<usize>().unwrap();
        assert_eq!((annex().part_a().count(), count), (67, 67));
        assert!(annex().part_a().all(|example| !example.number.starts_with("14.")));
        assert!(annex().part_a().all(|example| !example.number.starts_with("30.")));
    }

    #[test]
    fn numbers_that_differ_between_versions_are_found() {
        let annex = annex();
        assert_eq!(annex.find("22.1").unwrap().number, "22.2");
        assert!(annex.find("30.2").is_some_and(|example| !example.is_part_a));
        assert!(annex.find("14.1").is_none());
        let found: Vec<&str> = annex.examples_in("32.1#2; 32.1#3").iter().map(|example| example.number).collect();
        assert_eq!(found, ["32.1", "32.1"]);
    }

    #[test]
    fn every_example_is_answered_by_mitigations_that_exist() {
        let annex = annex();
        for example in &annex.examples {
            assert!(!example.mitigations.is_empty(), "{}", example.number);
            assert!(example.mitigations.iter().all(|name| annex.has_mitigation(name)), "{}", example.number);
        }
        assert!(!annex.has_mitigation("M17"));
        assert!(annex.is_required("M13") && !annex.is_required("M14") && !annex.is_required("M15"));
    }

    /// The two tables state the same pairs from both sides.
    #[test]
    fn threats_and_mitigations_agree() {
        let annex = annex();
        let rows = Library::built_in().table(MITIGATIONS).unwrap().rows();
        let mut pairs: Vec<(String, String)> = rows
            .flat_map(|row| {
                numbers(row.get("threats")).map(move |number| (number.to_owned(), row.get("id").to_owned()))
            })
            .collect();
        let both = annex
            .examples
            .iter()
            .flat_map(|example| example.mitigations.iter().map(|name| (example.number.to_owned(), (*name).to_owned())));
        let mut expected: Vec<(String, String)> = both.collect();
        pairs.sort();
        pairs.dedup();
        expected.sort();
        assert_eq!(pairs, expected);
    }

    #[test]
    fn references_are_read_as_people_write_them() {
        let read = |text| numbers(text).collect::<Vec<_>>();
        assert_eq!(read("5.1, 5.2"), ["5.1", "5.2"]);
        assert_eq!(read("UN R155 Annex 5: #5.1."), ["5.1"]);
        assert_eq!(read("4.3.1 (no example), T-12.1 and A12.2"), ["12.1", "12.2"]);
        assert!(read("spoofing, M10, 5").is_empty());
    }
}
