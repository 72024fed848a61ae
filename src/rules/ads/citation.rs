//! Clauses of the regulation as people cite them.

use rustc_hash::FxHashMap;

use crate::standard::{Clause, Library, Standard, number_of};

/// The regulation.
pub(super) const REGULATION: &str = "UN-ADS";

/// The clauses of the regulation by id and by number.
#[derive(Debug)]
pub(super) struct Citations<'l> {
    standard: &'l Standard,
    by_id: FxHashMap<&'l str, &'l Clause>,
    by_number: FxHashMap<&'l str, &'l Clause>,
}

/// What a citation leads to.
#[derive(Debug, PartialEq)]
pub(super) enum Cited<'l> {
    /// A row of the regulation.
    Clause(&'l Clause),
    /// The regulation, and no row of it.
    Unknown,
    /// Something else.
    Other,
}

impl<'l> Citations<'l> {
    /// Reads the clauses; none if the library does not have the regulation.
    pub(super) fn new(library: &'l Library) -> Option<Citations<'l>> {
        let standard = library.standard(REGULATION)?;
        let mut by_number = FxHashMap::default();
        // The regulation as a whole has no number.
        for clause in standard.clauses.iter().filter(|clause| !number_of(&clause.id).is_empty()) {
            by_number.entry(number_of(&clause.id)).or_insert(clause);
        }
        let by_id = standard.clauses.iter().map(|clause| (&*clause.id, clause)).collect();
        Some(Citations { standard, by_id, by_number })
    }

    /// Follows `UN-ADS:6.1.2.1`, `6.1.2.1`, `UN ADS Regulation, 6.1.2.1`.
    pub(super) fn follow(&self, text: &str) -> Cited<'l> {
        let text = text.trim();
        if let Some(clause) = self.by_id.get(text) {
            return Cited::Clause(clause);
        }
        let (before, number) = match text.rsplit_once(|c: char| c.is_whitespace() || c == ':') {
            Some((before, number)) => (before, number),
            None => ("", text),
        };
        let squeeze = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        let named = squeeze(before);
        let names = self.standard.header.names.iter().map(|name| squeeze(name));
        let is_ours = named.is_empty() || names.into_iter().any(|name| name == named);
        let is_number = number.starts_with(|c: char| c.is_ascii_digit()) && number.contains('.');
        match self.by_number.get(number) {
            Some(clause) if is_ours => Cited::Clause(clause),
            None if is_ours && is_number => Cited::Unknown,
            _ => Cited::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_are_cited_in_several_ways() {
        let citations = Citations::new(Library::built_in()).unwrap();
        for text in ["UN-ADS:6.1.2.1", "6.1.2.1", " UN ADS Regulation, 6.1.2.1", "UN-ADS 6.1.2.1"] {
            let Cited::Clause(clause) = citations.follow(text) else { panic!("{text}") };
            assert_eq!(&*clause.id, "UN-ADS:6.1.2.1", "{text}");
        }
        assert!(matches!(citations.follow("UN-ADS:6.1.4.3(a)"), Cited::Clause(_)));
        assert_eq!(citations.follow("6.1.99"), Cited::Unknown);
        assert_eq!(citations.follow("ISO-26262-3:6.4.3.1"), Cited::Other);
        assert_eq!(citations.follow("REQ-12"), Cited::Other);
        assert_eq!(citations.follow(""), Cited::Other);
    }
}
