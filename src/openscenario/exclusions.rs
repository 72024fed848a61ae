//! What the class model says of properties together and no schema can say.

use std::sync::OnceLock;

use serde::Deserialize;

use super::version::Version;

/// Properties of an element that exclude or need one another.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Exclusion {
    /// The element, called as its type is.
    pub owner: String,
    /// The properties with blanks between; an attribute begins with `@`.
    members: String,
    /// How many of them may be there.
    pub ask: Ask,
    /// The first edition that says so.
    pub since: Version,
    /// The first edition that does not say so any more.
    pub removed: Option<Version>,
    /// Where it was read.
    pub source: String,
    /// `verified` in the class model, `secondary` elsewhere.
    pub certainty: String,
}

/// How many of some properties may be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ask {
    /// No more than one.
    AtMostOne,
    /// One, no more and no less.
    One,
    /// One or more.
    AtLeastOne,
    /// Either all or none.
    AllOrNone,
}

impl Exclusion {
    /// The properties; an attribute begins with `@`.
    pub fn members(&self) -> impl Iterator<Item = &str> {
        self.members.split(' ')
    }

    /// True if it holds in `version`.
    pub fn holds_in(&self, version: Version) -> bool {
        self.since <= version && self.removed.is_none_or(|removed| version < removed)
    }
}

/// All that is known, in the order of the elements.
pub fn exclusions() -> &'static [Exclusion] {
    static ROWS: OnceLock<Vec<Exclusion>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let text = include_str!("../../standards/asam/openscenario/exclusions.csv");
        // A test reads every row, so none can be lost unseen.
        csv::Reader::from_reader(text.as_bytes()).deserialize().filter_map(Result::ok).collect()
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;
    use crate::openscenario::Table;

    #[test]
    fn every_row_names_what_the_schema_has() {
        let text = include_str!("../../standards/asam/openscenario/exclusions.csv");
        let rows: Result<Vec<Exclusion>, _> = csv::Reader::from_reader(text.as_bytes()).deserialize().collect();
        assert_eq!(rows.unwrap(), exclusions());
        let table = Table::builtin();
        for row in exclusions() {
            assert!(row.members().count() > 1, "{row:?}");
            assert!(table.types.iter().any(|known| known.name == row.owner), "{row:?}");
            for member in row.members() {
                let name = |id| table.vocabulary().name(id);
                let known = match member.strip_prefix('@') {
                    Some(attribute) => {
                        table.attributes.iter().any(|of| of.owner == row.owner && name(of.attribute) == Some(attribute))
                    }
                    None => table.elements.iter().any(|of| of.owner == row.owner && name(of.element) == Some(member)),
                };
                assert!(known, "{member} of {}", row.owner);
            }
        }
    }
}
