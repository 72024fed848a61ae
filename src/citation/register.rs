//! What a reference refers to: a document, an edition, rows of a catalogue.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::scan::{Citation, Locator};
use crate::standard::{Certainty, Library, Numbering, Standard};

/// Whether what a reference names exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// The clause, or the document as a whole, exists.
    Exists,
    /// Our table of the document is complete there, and has no such clause.
    Unknown,
    /// Our table of the document is not complete: it may exist.
    Untold,
    /// We know the document and hold no clauses of it.
    Foreign,
    /// Nothing we know.
    Stranger,
}

/// What a reference refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<'l> {
    /// The standard, if we hold it.
    pub standard: Option<&'l str>,
    /// The rows with the clause number that was cited.
    pub clauses: Vec<Arc<str>>,
    /// Whether it exists.
    pub standing: Standing,
    /// The edition that took the place of the one cited, and how sure that is.
    pub superseded: Option<(String, Certainty)>,
}

/// All documents and clause numbers that references may name.
#[derive(Debug)]
pub struct Register<'l> {
    library: &'l Library,
    /// Rows by prefix of the ids and clause number.
    rows: FxHashMap<(&'l str, String), Vec<Arc<str>>>,
    /// Numbers that have rows below them.
    above: FxHashSet<(&'l str, String)>,
    /// Other documents: series → edition, superseded by, certainty.
    others: FxHashMap<&'l str, Vec<Other<'l>>>,
}

#[derive(Debug)]
struct Other<'l> {
    edition: &'l str,
    instead: &'l str,
    is_superseded: bool,
    certainty: Certainty,
}

impl<'l> Register<'l> {
    /// Builds the register of a library.
    pub fn new(library: &'l Library) -> Register<'l> {
        let mut register =
            Register { library, rows: FxHashMap::default(), above: FxHashSet::default(), others: FxHashMap::default() };
        for clause in library.standards().iter().flat_map(|standard| &standard.clauses) {
            let number = comparable(clause.number());
            for ancestor in ancestors(&number) {
                register.above.insert((clause.standard(), ancestor));
            }
            register.rows.entry((clause.standard(), number)).or_default().push(clause.id.clone());
        }
        for row in library.table("citations/documents.csv").into_iter().flat_map(|table| table.rows()) {
            register.others.entry(row.get("series")).or_default().push(Other {
                edition: row.get("edition"),
                instead: row.get("instead"),
                is_superseded: row.get("superseded") == "yes",
                certainty: Certainty::from_name(row.get("certainty")).unwrap_or(Certainty::Recalled),
            });
        }
        register
    }

    /// What `citation` refers to.
    pub fn find(&self, citation: &Citation) -> Found<'l> {
        let superseded = self.superseded(citation);
        let Some((standard, prefix)) = self.standard(citation) else {
            let is_known = self.others.contains_key(citation.document.as_str());
            let standing = if is_known { Standing::Foreign } else { Standing::Stranger };
            return Found { standard: None, clauses: Vec::new(), standing, superseded };
        };
        let (clauses, standing) = self.clause(standard, prefix, &citation.locator);
        Found { standard: Some(&standard.header.id), clauses, standing, superseded }
    }

    /// The standard that a reference names, and the prefix of its clause ids.
    fn standard(&self, citation: &Citation) -> Option<(&'l Standard, &'l str)> {
        let id = match citation.document.as_str() {
            "ISO 21434" => "ISO-SAE-21434".to_owned(),
            "UN ADS" => "UN-ADS".to_owned(),
            document => document.replacen(' ', "-", 1),
        };
        let standard = self.library.standards().iter().find(|standard| standard.header.id == id)?;
        let header = &standard.header;
        let with_part = citation.part.as_ref().map(|part| format!("{id}-{part}"));
        let part = with_part.and_then(|name| header.parts.iter().find(|part| **part == name));
        Some((standard, part.unwrap_or(&header.id)))
    }

    fn clause(&self, standard: &Standard, prefix: &'l str, locator: &Locator) -> (Vec<Arc<str>>, Standing) {
        let Locator::Clause(number) = locator else {
            let is_whole = *locator == Locator::Whole;
            return (Vec::new(), if is_whole { Standing::Exists } else { Standing::Untold });
        };
        let key = (prefix, comparable(number));
        if let Some(rows) = self.rows.get(&key) {
            return (rows.clone(), Standing::Exists);
        }
        let has_parts = !standard.header.parts.is_empty() && prefix == standard.header.id;
        let exists = self.above.contains(&key) || has_parts;
        let standing = match standard.header.numbering {
            _ if exists => {
                if has_parts {
                    Standing::Untold
                } else {
                    Standing::Exists
                }
            }
            Numbering::Complete => Standing::Unknown,
            Numbering::TopLevel if !self.has_top(prefix, &key.1) => Standing::Unknown,
            Numbering::TopLevel | Numbering::Partial => Standing::Untold,
        };
        (Vec::new(), standing)
    }

    /// True if some row has the same first number.
    fn has_top(&self, prefix: &'l str, number: &str) -> bool {
        let top = number.split('.').next().unwrap_or_default().to_owned();
        let key = (prefix, top);
        self.above.contains(&key) || self.rows.contains_key(&key)
    }

    /// What took the place of the edition that is cited.
    fn superseded(&self, citation: &Citation) -> Option<(String, Certainty)> {
        let edition = citation.edition.as_deref()?;
        let others = self.others.get(citation.document.as_str())?;
        let other = others.iter().find(|other| other.edition == edition && other.is_superseded)?;
        Some((other.instead.to_owned(), other.certainty))
    }
}

/// A number as it is compared: annexes of the tables are spelt `Annex-1-9.1`
/// or `A1.9.1`.
fn comparable(number: &str) -> String {
    match number.strip_prefix("Annex-") {
        Some(rest) => format!("A{}", rest.replacen('-', ".", 1)).to_lowercase(),
        None => number.to_lowercase(),
    }
}

/// `7.2.2.2(c)` lies below `7.2.2.2`, `7.2.2`, `7.2` and `7`.
fn ancestors(number: &str) -> Vec<String> {
    let cuts = number.char_indices().filter(|(at, c)| *at > 0 && matches!(c, '.' | '('));
    cuts.map(|(at, _)| number[..at].to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::citation::scan;

    fn find(text: &str) -> (Vec<String>, Standing, Option<String>) {
        let register = Register::new(Library::built_in());
        let citations = scan(text);
        let found = register.find(&citations[0]);
        let clauses = found.clauses.iter().map(|id| id.to_string()).collect();
        (clauses, found.standing, found.superseded.map(|(instead, _)| instead))
    }

    #[test]
    fn references_lead_to_rows() {
        assert_eq!(find("R155 §7.2.2.2 (c)").0, ["UN-R155:7.2.2.2(c)"]);
        assert_eq!(find("UN ECE R157 para. 5.2.5.2").0, ["UN-R157:5.2.5.2"]);
        assert_eq!(find("ISO 26262-3:2018, 6.4.3.10").0, ["ISO-26262-3:6.4.3.10"]);
        assert_eq!(find("ISO/SAE 21434 RQ-15-04").0, ["ISO-SAE-21434:RQ-15-04"]);
        assert!(find("UN R155 7.3.3").0.contains(&"UN-R155:7.3.3#annex5A".to_owned()));
    }

    #[test]
    fn a_clause_that_does_not_exist_is_known_only_where_the_table_is_complete() {
        assert_eq!(find("R155 7.9.9").1, Standing::Unknown);
        assert_eq!(find("R155 7.2.2.2(z)").1, Standing::Unknown);
        assert_eq!(find("R155 7.2").1, Standing::Exists);
        assert_eq!(find("ISO 26262-3:2018, 6.4.9.9").1, Standing::Untold);
        assert_eq!(find("GB 44495-2024 5.2 b)").1, Standing::Foreign);
        assert_eq!(find("ISO 99999, 5.2").1, Standing::Stranger);
    }

    #[test]
    fn superseded_editions_are_known() {
        assert_eq!(find("ISO/PAS 21448:2019").2.as_deref(), Some("ISO 21448:2022"));
        assert_eq!(find("ISO 26262-3:2011, 7").2.as_deref(), Some("ISO 26262:2018"));
        assert_eq!(find("ISO 26262-3:2018, 7").2, None);
    }
}
