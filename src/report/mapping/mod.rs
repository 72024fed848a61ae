//! Writers of comparisons between jurisdictions: each result becomes a [`Page`], and a page is written for a
//! terminal or as Markdown. Tables for spreadsheets are written from the results themselves.

mod compare;
mod page;
mod sides;
mod transfer;

pub use compare::{compare_csv, compare_page};
pub use page::{Page, write_markdown, write_text};
pub use sides::{sides_csv, sides_page};
pub use transfer::{transfer_csv, transfer_page};

use std::io::{self, Write};

use serde::Serialize;

use crate::mapping::{Content, Link};
use crate::standard::{Acceptance, Certainty};

/// Writes a result as JSON, indented.
pub fn write_json(out: &mut dyn Write, result: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, result)?;
    writeln!(out)
}

/// The JSON Schema of a result.
pub fn schema_of<T: schemars::JsonSchema>() -> serde_json::Value {
    schemars::schema_for!(T).to_value()
}

/// A chain in one line: `A superset-of B subset-of C`.
fn chain_in_words(chain: &[Link]) -> String {
    let mut text = chain.first().map(|link| link.from.clone()).unwrap_or_default();
    for link in chain {
        text.push_str(&format!(" {} {}", link.relation.name(), link.to));
    }
    text
}

/// The mark of an answer that rests on something unsure.
fn sure(content: Content, certainty: Certainty) -> String {
    match (content, certainty) {
        (Content::Unknown, _) | (_, Certainty::Verified) => content.name().to_owned(),
        (_, certainty) => format!("{} ({})", content.name(), certainty.name()),
    }
}

/// An answer on acceptance in a sentence of its own.
fn accepted(paper: &str, acceptance: Acceptance, certainty: Certainty, because: &str) -> String {
    let because = if because.is_empty() { String::new() } else { format!(": {because}") };
    let unsure = if certainty == Certainty::Verified || acceptance == Acceptance::Unknown {
        String::new()
    } else {
        format!(" ({})", certainty.name())
    };
    let under = if paper.is_empty() { String::new() } else { format!(" under {paper}") };
    format!("papers{under}: {}{unsure}{because}", acceptance.name())
}

/// Rows for a spreadsheet; cells that a spreadsheet would take for a formula are marked as text.
fn csv_of(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header)?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| super::assess::neutral(cell)))?;
    }
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}
