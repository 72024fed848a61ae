//! Records of the documentation: what was read, where, and in which state.

use std::sync::Arc;

use super::schema::{FieldId, KindId};
use super::unrecognised::Unrecognised;

/// Index of a [`super::Document`] in a dossier.
pub type DocumentId = u32;

/// Index of a [`Record`] in a dossier.
pub type RecordId = u32;

/// A place within a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Spot {
    /// The document as a whole.
    #[default]
    Whole,
    /// A line of text, from 1; the column counts characters, 0 if unknown.
    Line {
        /// From 1.
        line: u32,
        /// From 1; 0 if unknown.
        column: u32,
    },
    /// A cell of a sheet, all from 0.
    Cell {
        /// Which sheet.
        sheet: u16,
        /// From 0.
        row: u32,
        /// From 0.
        column: u16,
    },
    /// A paragraph of a document without lines, from 1.
    Paragraph(u32),
    /// A page, from 1, and a line of its text, from 1; 0 if unknown.
    Page {
        /// From 1.
        page: u32,
        /// From 1; 0 if unknown.
        line: u32,
    },
}

/// What a cell, attribute or paragraph holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Text, never empty.
    Text(Arc<str>),
    /// Something is there and cannot be read; the reason.
    Unreadable(Arc<str>),
}

/// A value with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// What is there.
    pub content: Content,
    /// Where.
    pub spot: Spot,
}

impl Value {
    /// The text; none if unreadable.
    pub fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) => Some(text),
            Content::Unreadable(_) => None,
        }
    }
}

/// A record: a row, an object, a need, a table of a manifest.
#[derive(Debug, Clone)]
pub struct Record {
    /// What it is; none if nothing told.
    pub kind: Option<KindId>,
    /// Its identifier; empty if it has none.
    pub id: Arc<str>,
    /// The document it stands in.
    pub document: DocumentId,
    /// Where it begins.
    pub spot: Spot,
    /// The values that are fields of its kind.
    pub values: Vec<(FieldId, Value)>,
    /// The values that are not, with their headers.
    pub others: Vec<(Arc<str>, Value)>,
    /// What is not known of the columns of its table.
    pub unrecognised: Option<Arc<Unrecognised>>,
}

impl Record {
    /// The value of a field, if there is one.
    pub fn value(&self, field: FieldId) -> Option<&Value> {
        self.values.iter().find(|(known, _)| *known == field).map(|(_, value)| value)
    }

    /// Every value, the fields first.
    pub fn all_values(&self) -> impl Iterator<Item = &Value> {
        self.values.iter().map(|(_, value)| value).chain(self.others.iter().map(|(_, value)| value))
    }
}

/// What reading a field gave. Unreadable is not absent, and neither counts
/// as evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading<T> {
    /// There, and understood.
    Present(T),
    /// Not there.
    Absent,
    /// There, and not understood: what was found and what was expected.
    Unreadable(String),
}

impl<T> Reading<T> {
    /// The value, if there is one that was understood.
    pub fn present(self) -> Option<T> {
        match self {
            Reading::Present(value) => Some(value),
            Reading::Absent | Reading::Unreadable(_) => None,
        }
    }

    /// True if nothing is there.
    pub fn is_absent(&self) -> bool {
        matches!(self, Reading::Absent)
    }

    /// True if something is there, understood or not.
    pub fn is_there(&self) -> bool {
        !self.is_absent()
    }

    /// Understands the value further; an error says what was expected.
    pub fn and_then<U>(self, read: impl FnOnce(T) -> Result<U, String>) -> Reading<U> {
        match self {
            Reading::Present(value) => match read(value) {
                Ok(value) => Reading::Present(value),
                Err(message) => Reading::Unreadable(message),
            },
            Reading::Absent => Reading::Absent,
            Reading::Unreadable(message) => Reading::Unreadable(message),
        }
    }
}
