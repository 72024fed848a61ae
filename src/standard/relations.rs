//! Relations between clauses, and clauses that together answer another one.

use std::sync::Arc;

use super::clause::{Certainty, word, words};
use super::table::{Row, TableError};

words! {
    /// How the obligations of two clauses relate, read *from RELATION to*.
    Relation {
        /// Both ask the same.
        Equal = "equal",
        /// The first asks a part of what the second asks.
        SubsetOf = "subset-of",
        /// The first asks all that the second asks, and more.
        SupersetOf = "superset-of",
        /// They share something, and each asks more.
        Intersects = "intersects",
        /// They share nothing.
        NoRelation = "no-relation",
    }
}

words! {
    /// How a body took over a document of ISO or IEC (ISO/IEC Guide 21-1).
    Degree {
        /// Identical.
        Identical = "IDT",
        /// Modified, with a list of the differences.
        Modified = "MOD",
        /// Not equivalent.
        NotEquivalent = "NEQ",
    }
}

words! {
    /// What a relation rests on, weakest first.
    Basis {
        /// Both lead to the same result.
        Functional = "functional",
        /// Both mean the same.
        Semantic = "semantic",
        /// Both are worded the same.
        Syntactic = "syntactic",
    }
}

words! {
    /// What an authority does with a paper issued for another document, best first. Looked up, never derived.
    Acceptance {
        /// An approval is accepted as if it were its own.
        TypeApproval = "type-approval-accepted",
        /// Test reports are accepted.
        Report = "report-accepted",
        /// It may be shown, and decides nothing.
        Reference = "reference-only",
        /// It is not accepted.
        None = "none",
        /// Nothing was found.
        Unknown = "unknown",
    }
}

impl Relation {
    /// The relation read the other way round.
    pub fn inverse(self) -> Relation {
        match self {
            Relation::SubsetOf => Relation::SupersetOf,
            Relation::SupersetOf => Relation::SubsetOf,
            same => same,
        }
    }
}

/// A relation between two clauses or documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// The id of a clause or document.
    pub from: Arc<str>,
    /// How the first relates to the second.
    pub relation: Relation,
    /// The id of a clause or document.
    pub to: Arc<str>,
    /// What the row speaks about, if not the whole.
    pub scope: String,
    /// How the first document took over the second, if it says so.
    pub degree: Option<Degree>,
    /// What the relation rests on, if that is told.
    pub basis: Option<Basis>,
    /// The part of the first that is meant, where it has no number.
    pub from_topic: String,
    /// The part of the second that is meant, where it has no number.
    pub to_topic: String,
    /// The edition of the first; empty for the present one.
    pub from_edition: String,
    /// The edition of the second; empty for the present one.
    pub to_edition: String,
    /// Under which conditions it holds.
    pub conditions: String,
    /// What documents made for one are good for where the other is asked.
    pub reuse: Option<Acceptance>,
    /// Why both cannot be met with one setting, if that is so.
    pub conflict: String,
    /// Why.
    pub rationale: String,
    /// Where that was read.
    pub source: String,
    /// How sure it is.
    pub certainty: Certainty,
    /// The file and line of the row.
    pub origin: (Arc<str>, u32),
}

impl Mapping {
    pub(super) fn from_row(row: Row<'_>) -> Result<Mapping, TableError> {
        Ok(Mapping {
            from: row.get("from").into(),
            relation: word(row, "relation", Relation::from_name, Relation::ALL, Relation::name)?,
            to: row.get("to").into(),
            scope: row.get("scope").to_owned(),
            degree: optional_word(row, "degree", Degree::from_name, Degree::ALL, Degree::name)?,
            basis: optional_word(row, "basis", Basis::from_name, Basis::ALL, Basis::name)?,
            from_topic: row.get("from_topic").to_owned(),
            to_topic: row.get("to_topic").to_owned(),
            from_edition: row.get("from_edition").to_owned(),
            to_edition: row.get("to_edition").to_owned(),
            conditions: row.get("conditions").to_owned(),
            reuse: optional_word(row, "reuse", Acceptance::from_name, Acceptance::ALL, Acceptance::name)?,
            conflict: row.get("conflict").to_owned(),
            rationale: row.get("rationale").to_owned(),
            source: row.get("source").to_owned(),
            certainty: word(row, "certainty", Certainty::from_name, Certainty::ALL, Certainty::name)?,
            origin: (row.path().clone(), row.line()),
        })
    }

    /// True if it speaks about both ends as a whole, so that other relations may follow from it.
    pub fn is_whole(&self) -> bool {
        self.scope.is_empty() && self.from_topic.is_empty() && self.to_topic.is_empty()
    }
}

/// Clauses that together are all that another clause asks, or a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    /// The clause that asks.
    pub required: Arc<str>,
    /// The clauses that together answer it.
    pub parts: Vec<String>,
    /// True if they are all that is asked.
    pub is_complete: bool,
    /// Where that was read.
    pub source: String,
    /// How sure it is.
    pub certainty: Certainty,
    /// The file and line of the row.
    pub origin: (Arc<str>, u32),
}

impl Bundle {
    pub(super) fn from_row(row: Row<'_>) -> Result<Bundle, TableError> {
        Ok(Bundle {
            required: row.get("required").into(),
            parts: row.words("parts"),
            is_complete: row.get("complete") == "yes",
            source: row.get("source").to_owned(),
            certainty: word(row, "certainty", Certainty::from_name, Certainty::ALL, Certainty::name)?,
            origin: (row.path().clone(), row.line()),
        })
    }
}

/// Reads the cell of `column` as a word of a vocabulary, if there is one.
fn optional_word<T: Copy>(
    row: Row<'_>,
    column: &str,
    read: impl Fn(&str) -> Option<T>,
    all: &[T],
    name: impl Fn(T) -> &'static str,
) -> Result<Option<T>, TableError> {
    if row.get(column).is_empty() {
        return Ok(None);
    }
    word(row, column, read, all, name).map(Some)
}
