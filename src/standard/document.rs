//! The header file of a standard: names, editions, to whom it applies.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use super::clause::Certainty;
use super::table::TableError;

/// What kind of document it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DocumentKind {
    /// Law, or annexed to law.
    Regulation,
    /// A standard.
    Standard,
}

/// How complete our table of a document is: what does not stand in a complete
/// one does not exist.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Numbering {
    /// Every clause has a row.
    Complete,
    /// Every clause of the first level has a row, or rows below it.
    TopLevel,
    /// Some clauses have rows.
    #[default]
    Partial,
}

/// An edition, series of amendments or supplement.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// `01`, `00-S3`, `2018`
    pub id: String,
    /// What it is called, or what it changed.
    #[serde(default)]
    pub title: String,
    /// The first day on which it applies; unknown if absent.
    #[serde(default, deserialize_with = "date")]
    #[schemars(with = "Option<String>")]
    pub in_force: Option<Date>,
    /// The edition before it; empty for the first.
    #[serde(default)]
    pub supersedes: String,
    /// First approvals from this day on need not be accepted.
    #[serde(default, deserialize_with = "date")]
    #[schemars(with = "Option<String>")]
    pub not_accepted_from: Option<Date>,
    /// True if superseded as a whole.
    #[serde(default)]
    pub withdrawn: bool,
    /// True if only some of its rows were read: a row of another edition may be
    /// part of it all the same.
    #[serde(default)]
    pub partly_read: bool,
    /// Where this was read.
    pub source: String,
    /// How sure it is.
    #[serde(deserialize_with = "certainty")]
    pub certainty: Certainty,
}

/// To which vehicles a document applies as a whole. Empty does not restrict.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Scope {
    /// Vehicle categories; `M` covers `M1`, `M2`, `M3`.
    pub categories: Vec<String>,
    /// SAE levels of automation.
    pub levels: Vec<u8>,
    /// Functions a vehicle declares.
    pub functions: Vec<String>,
}

/// `standard.toml`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// `UN-R157`: what stands before the colon of its clause ids.
    pub id: String,
    /// Prefixes of the clause ids, if the document has parts.
    #[serde(default)]
    pub parts: Vec<String>,
    /// The title, in short.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// What kind of document it is.
    pub kind: DocumentKind,
    /// Words by which texts name its subject, lower case.
    #[serde(default)]
    pub subjects: Vec<String>,
    /// Spellings of its name met in documents.
    #[serde(default)]
    pub names: Vec<String>,
    /// Who may use the text, and where it can be had.
    pub copyright: String,
    /// How complete the clause numbers of our table are.
    #[serde(default)]
    pub numbering: Numbering,
    /// Known gaps of our table.
    #[serde(default)]
    pub notes: Vec<String>,
    /// To which vehicles it applies.
    #[serde(default)]
    pub applies: Scope,
    /// Oldest first.
    #[serde(default)]
    pub edition: Vec<Edition>,
}

impl Header {
    /// The JSON Schema of the header file.
    pub fn schema() -> serde_json::Value {
        schemars::schema_for!(Header).to_value()
    }

    /// Reads the header file `path`.
    pub(super) fn parse(path: &str, text: &str) -> Result<Header, TableError> {
        toml::from_str(text).map_err(|error| {
            let before = &text[..error.span().map_or(0, |span| span.start.min(text.len()))];
            let line = before.matches('\n').count() + 1;
            TableError::new(path, u32::try_from(line).unwrap_or(u32::MAX), error.message().to_owned())
        })
    }
}

/// A TOML date; a date in quotes is taken as well.
fn date<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Toml(toml::value::Datetime),
        Text(String),
    }
    let text = match Written::deserialize(deserializer)? {
        Written::Toml(date) => date.to_string(),
        Written::Text(text) => text,
    };
    text.parse().map(Some).map_err(|_| serde::de::Error::custom(format!("`{text}` is no date, expected YYYY-MM-DD")))
}

fn certainty<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Certainty, D::Error> {
    let text = String::deserialize(deserializer)?;
    Certainty::from_name(&text).ok_or_else(|| {
        serde::de::Error::custom(format!("`{text}` is no certainty, expected verified, recalled or seed"))
    })
}
