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
    /// Only where this is so; always if it is empty.
    when: String,
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
    /// One or more: each is optional because another one says the same, and what none
    /// of them says has a default that hardly anybody means.
    Stated,
}

/// What has to be so for a row to hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum When<'r> {
    /// The attribute has another value than this.
    Differs(&'r str, &'r str),
    /// The attribute is a number above this.
    Above(&'r str, f64),
}

impl Exclusion {
    /// The properties; an attribute begins with `@`.
    pub fn members(&self) -> impl Iterator<Item = &str> {
        self.members.split(' ')
    }

    /// The condition, if there is one: `@name != text` or `@name > number`.
    pub fn when(&self) -> Option<When<'_>> {
        let mut words = self.when.split(' ');
        let (attribute, sign, value) = (words.next()?.strip_prefix('@')?, words.next()?, words.next()?);
        match sign {
            "!=" => Some(When::Differs(attribute, value)),
            ">" => Some(When::Above(attribute, value.parse().ok()?)),
            _ => None,
        }
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
            assert_eq!(row.when().is_none(), row.when.is_empty(), "{row:?}");
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
