//! The tables of methods, and which method a name speaks of.

use super::names::{Key, Names};
use super::{certainty, rows};
use crate::dossier::values::Asil;
use crate::standard::{Certainty, Library, Row};

/// How a method is graded for an ASIL. The order is that of the grades.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// `o`: neither for nor against.
    Neutral,
    /// `+`
    Recommended,
    /// `++`
    HighlyRecommended,
}

impl Grade {
    fn read(cell: &str) -> Option<Grade> {
        Some(match cell {
            "++" => Grade::HighlyRecommended,
            "+" => Grade::Recommended,
            "o" => Grade::Neutral,
            _ => return None,
        })
    }
}

/// A row of a table of methods.
#[derive(Debug, Clone, Copy)]
pub struct Method<'l> {
    row: Row<'l>,
}

impl<'l> Method<'l> {
    /// `1a`
    pub fn entry(self) -> &'l str {
        self.row.get("entry")
    }

    /// Its name in our words.
    pub fn name(self) -> &'l str {
        self.row.get("method")
    }

    /// Its grade for an ASIL; none for QM.
    pub fn grade(self, asil: Asil) -> Option<Grade> {
        Grade::read(self.row.get(asil.name()))
    }

    /// How sure the grade for an ASIL is.
    pub fn certainty(self, asil: Asil) -> Certainty {
        certainty(self.row, asil.name())
    }

    /// The number of its group, if it is one of several alternatives: `1` of `1a`.
    pub fn alternative_of(self) -> Option<&'l str> {
        self.entry().strip_suffix(|c: char| c.is_ascii_lowercase())
    }
}

/// A table of methods.
#[derive(Debug, Clone)]
pub struct MethodTable<'l> {
    /// `6-T7`
    pub name: &'l str,
    /// The clause that refers to it; empty if it has no row.
    pub clause: &'l str,
    /// The level of verification it is about: `unit`, `integration`, …
    pub level: &'l str,
    /// The field of a record that states them: `methods`, `derivation`, `coverage`.
    pub field: &'l str,
    /// Its rows.
    pub methods: Vec<Method<'l>>,
    names: Names,
}

impl<'l> MethodTable<'l> {
    /// The method that a name speaks of.
    pub fn find(&self, key: &Key) -> Option<Method<'l>> {
        self.names.find(key).and_then(|at| self.methods.get(at)).copied()
    }

    /// The methods that are highly recommended for an ASIL.
    pub fn highly_recommended(&self, asil: Asil) -> impl Iterator<Item = Method<'l>> {
        self.methods.iter().copied().filter(move |method| method.grade(asil) == Some(Grade::HighlyRecommended))
    }

    /// How sure the column of an ASIL is: as sure as its least sure cell.
    pub fn certainty(&self, asil: Asil) -> Certainty {
        self.methods.iter().map(|method| method.certainty(asil)).min().unwrap_or(Certainty::Recalled)
    }

    fn add(&mut self, row: Row<'l>) {
        let at = self.methods.len();
        self.names.add(row.get("method"), at);
        for name in row.parts("names") {
            self.names.add(name, at);
        }
        self.methods.push(Method { row });
    }
}

/// The tables of methods, in the order of the file.
pub fn method_tables(library: &Library) -> Vec<MethodTable<'_>> {
    gather(rows(library, "methods"), "table")
}

/// The methods that qualify tools, a table for each confidence level.
pub fn qualification_tables(library: &Library) -> Vec<MethodTable<'_>> {
    gather(rows(library, "tool-qualification"), "level")
}

/// Rows of one table stand together.
fn gather<'l>(rows: impl Iterator<Item = Row<'l>>, column: &str) -> Vec<MethodTable<'l>> {
    let mut tables: Vec<MethodTable<'l>> = Vec::new();
    for row in rows {
        let name = row.get(column);
        if tables.last().is_none_or(|table| table.name != name) {
            tables.push(MethodTable {
                name,
                clause: row.get("clause"),
                level: row.get("level"),
                field: row.get("field"),
                methods: Vec::new(),
                names: Names::default(),
            });
        }
        if let Some(table) = tables.last_mut() {
            table.add(row);
        }
    }
    tables
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: &str) -> MethodTable<'static> {
        let mut tables = method_tables(Library::built_in());
        tables.retain(|table| table.name == name);
        assert_eq!(tables.len(), 1, "{name}");
        tables.remove(0)
    }

    fn find(name: &str, text: &str) -> Option<&'static str> {
        Key::read(text).and_then(|key| table(name).find(&key)).map(Method::entry)
    }

    #[test]
    fn methods_are_found_as_people_write_them() {
        for (text, entry) in [
            ("walkthrough", "1a"),
            ("Code inspection", "1c"),
            ("Semiformal verification", "1d"),
            ("control-flow analysis", "1f"),
            ("Static code analysis (MISRA)", "1h"),
            ("abstract interpretation", "1i"),
            ("Requirements based tests", "1j"),
            ("Fault Injection", "1l"),
            ("Resource usage test", "1m"),
            ("back-to-back test", "1n"),
            ("Back-to-back comparison model and code, if applicable", "1n"),
        ] {
            assert_eq!(find("6-T7", text), Some(entry), "{text}");
        }
        assert_eq!(find("6-T8", "boundary value analysis"), Some("1c"));
        assert_eq!(find("6-T9", "MCDC"), Some("1c"));
        assert_eq!(find("5-T12", "EMC/ESD tests"), Some("9"));
    }

    #[test]
    fn what_is_no_method_of_the_table_is_not_found() {
        for text in ["review", "unit test", "analysis", "formal", "EMC test", "code review", "no inspection"] {
            assert_eq!(find("6-T7", text), None, "{text}");
        }
        assert_eq!(find("5-T12", "EMC test"), None);
    }

    /// A name of one method of a table is no name of another.
    #[test]
    fn names_are_not_ambiguous_within_a_table() {
        let library = Library::built_in();
        for table in method_tables(library).iter().chain(&qualification_tables(library)) {
            for method in &table.methods {
                for name in std::iter::once(method.name()).chain(method.row.parts("names")) {
                    let found = table.find(&Key::of(name)).map(Method::entry);
                    assert_eq!(found, Some(method.entry()), "{} {name}", table.name);
                }
            }
        }
    }

    #[test]
    fn grades_and_their_certainty() {
        let table = table("6-T9");
        let letters = |asil| table.highly_recommended(asil).map(Method::entry).collect::<Vec<_>>();
        assert_eq!(letters(Asil::A), ["1a"]);
        assert_eq!(letters(Asil::B), ["1a", "1b"]);
        assert_eq!(letters(Asil::C), ["1b"]);
        assert_eq!(letters(Asil::D), ["1b", "1c"]);
        assert_eq!(table.methods[2].certainty(Asil::D), Certainty::Verified);
        assert_eq!(table.certainty(Asil::C), Certainty::Recalled);
        assert_eq!(table.methods[0].alternative_of(), Some("1"));
    }
}
