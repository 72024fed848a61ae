//! The merged schema table: what exists, since when, until when.
//!
//! The rows are data under `standards/asam/openscenario/`; one table serves
//! all editions, so "exists since 1.3" is a look-up and not a second schema.

use std::sync::OnceLock;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::xml::{NameId, Vocabulary};

use super::bounds::{Bounds, BoundsRow};
use super::expression::{Operator, OperatorRow};
use super::schema::Schema;
use super::version::Version;

/// Position of an edition in the order of publication.
pub(super) type EditionIndex = usize;

/// An edition of the standard.
#[derive(Debug, Clone, Deserialize)]
pub struct Edition {
    /// `1.3`
    pub id: Version,
    /// The publications it covers, `1.3.0, 1.3.1`.
    pub published: String,
    /// What its rows rest on, where that is not the publisher's own file.
    #[serde(default)]
    pub unconfirmed: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct RootRow {
    pub(super) element: String,
    #[serde(rename = "type")]
    pub(super) of_type: String,
    pub(super) usual: bool,
}

#[derive(Debug, Deserialize)]
struct Header {
    title: String,
    edition: Vec<Edition>,
    root: Vec<RootRow>,
}

/// When something exists and when its use is discouraged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Life {
    pub(super) since: EditionIndex,
    /// First edition without it.
    pub(super) removed: Option<EditionIndex>,
    pub(super) deprecated: Option<EditionIndex>,
}

impl Life {
    pub(super) fn exists_in(self, edition: EditionIndex) -> bool {
        self.since <= edition && self.removed.is_none_or(|removed| edition < removed)
    }

    pub(super) fn is_deprecated_in(self, edition: EditionIndex) -> bool {
        self.deprecated.is_some_and(|deprecated| deprecated <= edition)
    }
}

#[derive(Debug)]
pub(super) struct TypeRow {
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) life: Life,
}

#[derive(Debug)]
pub(super) struct ContentRow {
    pub(super) owner: String,
    pub(super) life: Life,
    pub(super) content: String,
}

#[derive(Debug)]
pub(super) struct ElementRow {
    pub(super) owner: String,
    pub(super) element: NameId,
    pub(super) of_type: String,
    pub(super) life: Life,
    pub(super) instead: String,
}

#[derive(Debug)]
pub(super) struct AttributeRow {
    pub(super) owner: String,
    pub(super) attribute: NameId,
    pub(super) value_type: String,
    pub(super) life: Life,
    pub(super) required_since: Option<EditionIndex>,
    pub(super) required_until: Option<EditionIndex>,
    pub(super) instead: String,
}

#[derive(Debug)]
pub(super) struct LiteralRow {
    pub(super) of_type: String,
    pub(super) literal: String,
    pub(super) life: Life,
    pub(super) instead: String,
}

#[derive(Debug)]
pub(super) struct ValueRow {
    pub(super) name: String,
    pub(super) base: String,
    pub(super) parameter_since: Option<EditionIndex>,
    pub(super) expression_since: Option<EditionIndex>,
    pub(super) says: String,
}

/// What an attribute means beyond its value: it declares or refers to a name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct NameRow {
    pub(super) owner: String,
    pub(super) attribute: String,
    pub(super) role: String,
    pub(super) kind: String,
}

/// What a reference to a catalog may lead to, by the element around it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct CatalogPlace {
    /// The element around the reference: `ManeuverGroup`.
    pub place: String,
    /// The element of an entry that fits there: `Maneuver`.
    pub entry: String,
    /// The element that names the folder of such catalogs: `ManeuverCatalog`.
    pub location: String,
}

/// All editions of OpenSCENARIO XML.
#[derive(Debug)]
pub struct Table {
    title: String,
    editions: Vec<Edition>,
    pub(super) roots: Vec<RootRow>,
    pub(super) vocabulary: Vocabulary,
    pub(super) types: Vec<TypeRow>,
    pub(super) contents: Vec<ContentRow>,
    pub(super) elements: Vec<ElementRow>,
    pub(super) attributes: Vec<AttributeRow>,
    pub(super) literals: Vec<LiteralRow>,
    pub(super) values: Vec<ValueRow>,
    pub(super) names: Vec<NameRow>,
    operators: Vec<Operator>,
    pub(super) bounds: Vec<(BoundsRow, Bounds, Life)>,
    catalogs: Vec<CatalogPlace>,
    schemas: Vec<OnceLock<Schema>>,
}

/// A table that contradicts itself.
#[derive(Debug, thiserror::Error)]
pub(super) enum TableError {
    /// A file is not of the form it should have.
    #[error("{file}: {reason}")]
    Malformed {
        /// The file below the standard's folder.
        file: &'static str,
        /// What is wrong.
        reason: String,
    },
}

macro_rules! shipped {
    ($name:literal) => {
        ($name, include_str!(concat!("../../standards/asam/openscenario/", $name)))
    };
}

impl Table {
    /// The table that is compiled in.
    pub fn builtin() -> &'static Table {
        static TABLE: OnceLock<Table> = OnceLock::new();
        TABLE.get_or_init(|| match Table::load() {
            Ok(table) => table,
            Err(error) => {
                // A test loads the shipped table, so this cannot reach a user.
                #[allow(clippy::panic, reason = "the table is part of the program")]
                {
                    panic!("{error}")
                }
            }
        })
    }

    fn load() -> Result<Table, TableError> {
        let (file, text) = shipped!("standard.toml");
        let header: Header =
            toml::from_str(text).map_err(|error| TableError::Malformed { file, reason: error.to_string() })?;
        let mut vocabulary = Vocabulary::default();
        let editions = header.edition;
        let reader = Rows { editions: &editions };
        let types = reader
            .read(shipped!("types.csv"), |row: RawType, life| Ok(TypeRow { name: row.name, kind: row.kind, life }))?;
        let contents = reader.read(shipped!("content.csv"), |row: RawContent, life| {
            Ok(ContentRow { owner: row.owner, life, content: row.content })
        })?;
        let elements = reader.read(shipped!("elements.csv"), |row: RawElement, life| {
            let element = vocabulary.add(&row.element);
            Ok(ElementRow { owner: row.owner, element, of_type: row.of_type, life, instead: row.instead })
        })?;
        let attributes = reader.read(shipped!("attributes.csv"), |row: RawAttribute, life| {
            Ok(AttributeRow {
                owner: row.owner,
                attribute: vocabulary.add(&row.attribute),
                value_type: row.value_type,
                life,
                required_since: reader.edition(&row.required_since)?,
                required_until: reader.edition(&row.required_until)?,
                instead: row.instead,
            })
        })?;
        let literals = reader.read(shipped!("enumerations.csv"), |row: RawLiteral, life| {
            Ok(LiteralRow { of_type: row.of_type, literal: row.literal, life, instead: row.instead })
        })?;
        let values = reader.read(shipped!("values.csv"), |row: RawValue, _| {
            Ok(ValueRow {
                name: row.name,
                base: row.base,
                parameter_since: reader.edition(&row.parameter_since)?,
                expression_since: reader.edition(&row.expression_since)?,
                says: row.says,
            })
        })?;
        let names = reader.read(shipped!("names.csv"), |row: NameRow, _| Ok(row))?;
        let operators =
            reader.read(shipped!("operators.csv"), |row: OperatorRow, life| row.operator(editions[life.since].id))?;
        let bounds = reader.read(shipped!("bounds.csv"), |row: BoundsRow, life| {
            let bounds = row.bounds()?;
            Ok((row, bounds, life))
        })?;
        let catalogs = reader.read(shipped!("catalogs.csv"), |row: CatalogPlace, _| Ok(row))?;
        for root in &header.root {
            vocabulary.add(&root.element);
        }
        let schemas = editions.iter().map(|_| OnceLock::new()).collect();
        Ok(Table {
            title: header.title,
            editions,
            roots: header.root,
            vocabulary,
            types,
            contents,
            elements,
            attributes,
            literals,
            values,
            names,
            operators,
            bounds,
            catalogs,
            schemas,
        })
    }

    /// The standard's name.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// All editions in order of publication.
    pub fn editions(&self) -> &[Edition] {
        &self.editions
    }

    /// The names that occur in any edition.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The operators, functions and constants of expressions, of all editions.
    pub fn operators(&self) -> &[Operator] {
        &self.operators
    }

    /// What a reference to a catalog may lead to inside `element`.
    pub fn catalog_places(&self, element: &str) -> Vec<&CatalogPlace> {
        self.catalogs.iter().filter(|row| row.place == element).collect()
    }

    /// The edition called `version`.
    pub fn edition(&self, version: Version) -> Option<&Edition> {
        self.editions.iter().find(|edition| edition.id == version)
    }

    /// The schema of `version`, if there is such an edition.
    pub fn schema(&self, version: Version) -> Option<&Schema> {
        let index = self.editions.iter().position(|edition| edition.id == version)?;
        Some(self.schemas[index].get_or_init(|| Schema::compile(self, index)))
    }

    pub(super) fn version(&self, edition: EditionIndex) -> Version {
        self.editions[edition].id
    }
}

struct Rows<'e> {
    editions: &'e [Edition],
}

impl Rows<'_> {
    fn read<Raw: DeserializeOwned, Row>(
        &self,
        (file, text): (&'static str, &str),
        mut row: impl FnMut(Raw, Life) -> Result<Row, String>,
    ) -> Result<Vec<Row>, TableError> {
        let malformed = |reason: String| TableError::Malformed { file, reason };
        let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
        let headers = reader.headers().map_err(|error| malformed(error.to_string()))?.clone();
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| malformed(error.to_string()))?;
            let raw: Raw = record.deserialize(Some(&headers)).map_err(|error| malformed(error.to_string()))?;
            let life: RawLife = record.deserialize(Some(&headers)).map_err(|error| malformed(error.to_string()))?;
            let line = record.position().map_or(0, csv::Position::line);
            let at_line = |reason: String| malformed(format!("line {line}: {reason}"));
            let life = self.life(&life).map_err(at_line)?;
            rows.push(row(raw, life).map_err(at_line)?);
        }
        Ok(rows)
    }

    fn life(&self, raw: &RawLife) -> Result<Life, String> {
        Ok(Life {
            since: self.edition(&raw.since)?.unwrap_or(0),
            removed: self.edition(&raw.removed)?,
            deprecated: self.edition(&raw.deprecated)?,
        })
    }

    fn edition(&self, id: &str) -> Result<Option<EditionIndex>, String> {
        if id.is_empty() {
            return Ok(None);
        }
        let index = self.editions.iter().position(|edition| edition.id.to_string() == id);
        index.map(Some).ok_or_else(|| format!("`{id}` is no edition of the standard"))
    }
}

#[derive(Deserialize)]
struct RawLife {
    #[serde(default)]
    since: String,
    #[serde(default)]
    removed: String,
    #[serde(default)]
    deprecated: String,
}

#[derive(Deserialize)]
struct RawType {
    name: String,
    kind: String,
}

#[derive(Deserialize)]
struct RawContent {
    owner: String,
    content: String,
}

#[derive(Deserialize)]
struct RawElement {
    owner: String,
    element: String,
    #[serde(rename = "type")]
    of_type: String,
    instead: String,
}

#[derive(Deserialize)]
struct RawAttribute {
    owner: String,
    attribute: String,
    value_type: String,
    required_since: String,
    required_until: String,
    instead: String,
}

#[derive(Deserialize)]
struct RawLiteral {
    #[serde(rename = "type")]
    of_type: String,
    literal: String,
    instead: String,
}

#[derive(Deserialize)]
struct RawValue {
    name: String,
    base: String,
    parameter_since: String,
    expression_since: String,
    says: String,
}
