//! The independence that confirmation measures need.

use super::names::{Key, Names};
use super::{certainty, rows};
use crate::dossier::values::Asil;
use crate::standard::{Certainty, Library, Row};

/// Words around the name of a measure that do not tell which it is.
const COURTESY: &[&str] = &["confirmation review", "confirmation measure", "review", "report"];

/// A confirmation measure.
#[derive(Debug, Clone, Copy)]
pub struct Measure<'l> {
    row: Row<'l>,
}

impl<'l> Measure<'l> {
    /// Its name in our words.
    pub fn name(self) -> &'l str {
        self.row.get("measure")
    }

    /// The clause that asks for it.
    pub fn clause(self) -> &'l str {
        self.row.get("clause")
    }

    /// The level of independence, 0 to 3; none if nothing is asked.
    pub fn required(self, asil: Asil) -> Option<u8> {
        rank(self.row.get(asil.name()))
    }

    /// How sure the level is.
    pub fn certainty(self, asil: Asil) -> Certainty {
        certainty(self.row, asil.name())
    }
}

/// All confirmation measures.
#[derive(Debug, Clone, Default)]
pub struct Measures<'l> {
    /// In the order of the table.
    pub all: Vec<Measure<'l>>,
    names: Names,
}

impl<'l> Measures<'l> {
    /// Reads the table.
    pub fn new(library: &'l Library) -> Measures<'l> {
        let mut measures = Measures::default();
        for (at, row) in rows(library, "independence").enumerate() {
            for name in std::iter::once(row.get("measure")).chain(row.parts("names")) {
                measures.names.add(name, at);
            }
            measures.all.push(Measure { row });
        }
        measures
    }

    /// The measure that somebody means: `Confirmation review of the safety plan`.
    pub fn find(&self, text: &str) -> Option<Measure<'l>> {
        let lower = text.to_lowercase();
        let at = self.find_key(&lower).or_else(|| {
            let bare = COURTESY.iter().fold(lower, |text, words| text.replace(words, " "));
            self.find_key(&bare)
        })?;
        self.all.get(at).copied()
    }

    fn find_key(&self, text: &str) -> Option<usize> {
        self.names.find(&Key::read(text)?)
    }
}

/// `I2` is 2.
pub fn rank(level: &str) -> Option<u8> {
    level.strip_prefix('I')?.parse().ok().filter(|rank| *rank <= 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn required(measure: &str, asil: Asil) -> Option<u8> {
        let measures = Measures::new(Library::built_in());
        measures.find(measure).unwrap_or_else(|| panic!("{measure}")).required(asil)
    }

    #[test]
    fn levels_by_asil() {
        assert_eq!(required("safety plan", Asil::C), Some(2));
        assert_eq!(required("safety analyses and DFA", Asil::A), Some(1));
        assert_eq!(required("functional safety audit", Asil::A), None);
        assert_eq!(required("functional safety assessment", Asil::B), Some(0));
        assert_eq!(required("HARA", Asil::Qm), Some(3));
        assert_eq!(Measures::new(Library::built_in()).all.len(), 11);
    }

    #[test]
    fn measures_are_found_as_people_write_them() {
        let measures = Measures::new(Library::built_in());
        for (text, name) in [
            ("Confirmation review of the safety plan", "safety plan"),
            ("Safety Plan Review", "safety plan"),
            ("Confirmation review: hazard analysis and risk assessment", "HARA"),
            ("HARA review report", "HARA"),
            ("FSC", "functional safety concept"),
            ("Functional Safety Assessment (final)", "functional safety assessment"),
            ("safety analyses", "safety analyses and DFA"),
            ("Impact analysis at the item level", "impact analysis at item level"),
        ] {
            assert_eq!(measures.find(text).map(Measure::name), Some(name), "{text}");
        }
        for text in ["confirmation review", "code review", "assessment of suppliers", "", "no safety audit"] {
            assert!(measures.find(text).is_none(), "{text}");
        }
    }
}
