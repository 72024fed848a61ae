//! The tables as they are written, row by row.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{Edition, EditionIndex, Life, TableError, Version};

/// Reads the rows of a file; editions by their names.
pub(super) struct Rows<'e> {
    pub(super) editions: &'e [Edition],
}

impl Rows<'_> {
    pub(super) fn read<Raw: DeserializeOwned, Row>(
        &self,
        (file, text): (&'static str, &str),
        mut row: impl FnMut(Raw, Life) -> Result<Row, String>,
    ) -> Result<Vec<Row>, TableError> {
        let malformed = |reason: String| TableError::Malformed { file, reason };
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let headers = reader.headers().map_err(|error| malformed(error.to_string()))?.clone();
        let column = |name: &str| headers.iter().position(|header| header == name);
        let [since, removed, deprecated] = ["since", "removed", "deprecated"].map(column);
        let mut rows = Vec::new();
        let mut record = csv::StringRecord::new();
        while reader.read_record(&mut record).map_err(|error| malformed(error.to_string()))? {
            let line = record.position().map_or(0, csv::Position::line);
            let at_line = |reason: String| malformed(format!("line {line}: {reason}"));
            let edition = |column: Option<usize>| {
                let id = column.and_then(|column| record.get(column)).unwrap_or_default();
                self.edition(id).map_err(at_line)
            };
            let life = Life {
                since: edition(since)?.unwrap_or(0),
                removed: edition(removed)?,
                deprecated: edition(deprecated)?,
            };
            let raw: Raw = record.deserialize(Some(&headers)).map_err(|error| malformed(error.to_string()))?;
            rows.push(row(raw, life).map_err(at_line)?);
        }
        Ok(rows)
    }

    pub(super) fn edition(&self, id: &str) -> Result<Option<EditionIndex>, String> {
        if id.is_empty() {
            return Ok(None);
        }
        let version = id.parse::<Version>()?;
        let index = self.editions.iter().position(|edition| edition.id == version);
        index.map(Some).ok_or_else(|| format!("`{id}` is no edition of the standard"))
    }
}

#[derive(Deserialize)]
pub(super) struct RawType {
    pub(super) name: String,
    pub(super) kind: String,
}

#[derive(Deserialize)]
pub(super) struct RawContent {
    pub(super) owner: String,
    pub(super) content: String,
}

#[derive(Deserialize)]
pub(super) struct RawElement {
    pub(super) owner: String,
    pub(super) element: String,
    #[serde(rename = "type")]
    pub(super) of_type: String,
    /// `type=virtual`: the attribute and value with which the element is of this type.
    #[serde(default)]
    pub(super) when: String,
    #[serde(default)]
    pub(super) instead: String,
}

#[derive(Deserialize)]
pub(super) struct RawAttribute {
    pub(super) owner: String,
    pub(super) attribute: String,
    pub(super) value_type: String,
    pub(super) required_since: String,
    pub(super) required_until: String,
    #[serde(default)]
    pub(super) instead: String,
}

#[derive(Deserialize)]
pub(super) struct RawLiteral {
    #[serde(rename = "type")]
    pub(super) of_type: String,
    pub(super) literal: String,
    #[serde(default)]
    pub(super) instead: String,
}

#[derive(Deserialize)]
pub(super) struct RawValue {
    pub(super) name: String,
    pub(super) base: String,
    #[serde(default)]
    pub(super) parameter_since: String,
    #[serde(default)]
    pub(super) expression_since: String,
    /// Of road files: the least and the greatest number, and patterns.
    #[serde(default)]
    pub(super) low: String,
    #[serde(default)]
    pub(super) low_open: String,
    #[serde(default)]
    pub(super) high: String,
    #[serde(default)]
    pub(super) form: String,
    pub(super) says: String,
}
