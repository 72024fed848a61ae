//! The merged schema table: what exists, since when, until when.
//!
//! The rows are data under `standards/asam/openscenario/` and
//! `standards/asam/opendrive/`; one table serves all editions of a standard, so
//! "exists since 1.3" is a look-up and not a second schema.

mod rows;

use std::sync::OnceLock;

use serde::Deserialize;

use crate::xml::{NameId, Vocabulary};

use super::bounds::{Bounds, BoundsRow};
use super::expression::{Operator, OperatorRow};
use super::schema::Schema;
use super::version::Version;
use rows::{RawAttribute, RawContent, RawElement, RawLiteral, RawType, RawValue, Rows};

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
    /// The attribute and value with which the element is of this type; without, it is
    /// of the type of the row that has none.
    pub(super) when: Option<(NameId, String)>,
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
    pub(super) bounds: Option<Bounds>,
    /// Patterns, one of which a value has to fit: `A` is a capital, `9` a digit.
    pub(super) forms: Vec<String>,
    pub(super) life: Life,
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

/// All editions of OpenSCENARIO XML, or of OpenDRIVE.
#[derive(Debug)]
pub struct Table {
    title: String,
    /// The element that declares the edition.
    header: &'static str,
    /// True if values may be `$parameters`.
    pub(super) has_parameters: bool,
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

/// The tables of one standard.
struct Files {
    header: &'static str,
    has_parameters: bool,
    /// The name and the text of each.
    files: &'static [(&'static str, &'static str)],
}

impl Files {
    /// The file called `name`; without text if the standard has none.
    fn get(&self, name: &'static str) -> (&'static str, &'static str) {
        self.files.iter().find(|(known, _)| *known == name).copied().unwrap_or((name, ""))
    }
}

macro_rules! shipped {
    ($folder:literal: $($name:literal),*) => {
        &[$(($name, include_str!(concat!("../../standards/asam/", $folder, "/", $name)))),*]
    };
}

const SCENARIOS: Files = Files {
    header: "FileHeader",
    has_parameters: true,
    files: shipped!(
        "openscenario":
        "standard.toml", "types.csv", "content.csv", "elements.csv", "attributes.csv", "enumerations.csv",
        "values.csv", "names.csv", "operators.csv", "bounds.csv", "catalogs.csv"
    ),
};

const ROADS: Files = Files {
    header: "header",
    has_parameters: false,
    files: shipped!(
        "opendrive":
        "standard.toml", "types.csv", "content.csv", "elements.csv", "attributes.csv", "enumerations.csv",
        "values.csv"
    ),
};

/// The table of these files, which are part of the program.
fn compiled_in(files: &Files) -> Table {
    match Table::load(files) {
        Ok(table) => table,
        Err(error) => {
            // A test loads the shipped tables, so this cannot reach a user.
            #[allow(clippy::panic, reason = "the table is part of the program")]
            {
                panic!("{error}")
            }
        }
    }
}

impl Table {
    /// The table of OpenSCENARIO XML that is compiled in.
    pub fn builtin() -> &'static Table {
        static TABLE: OnceLock<Table> = OnceLock::new();
        TABLE.get_or_init(|| compiled_in(&SCENARIOS))
    }

    /// The table of OpenDRIVE that is compiled in; read when first asked for.
    pub fn opendrive() -> &'static Table {
        static TABLE: OnceLock<Table> = OnceLock::new();
        TABLE.get_or_init(|| compiled_in(&ROADS))
    }

    fn load(files: &Files) -> Result<Table, TableError> {
        let (file, text) = files.get("standard.toml");
        let header: Header =
            toml::from_str(text).map_err(|error| TableError::Malformed { file, reason: error.to_string() })?;
        let mut vocabulary = Vocabulary::default();
        let editions = header.edition;
        let reader = Rows { editions: &editions };
        let types = reader
            .read(files.get("types.csv"), |row: RawType, life| Ok(TypeRow { name: row.name, kind: row.kind, life }))?;
        let contents = reader.read(files.get("content.csv"), |row: RawContent, life| {
            Ok(ContentRow { owner: row.owner, life, content: row.content })
        })?;
        let elements = reader.read(files.get("elements.csv"), |row: RawElement, life| {
            let element = vocabulary.add(&row.element);
            let when = row.when.split_once('=').map(|(name, value)| (vocabulary.add(name), value.to_owned()));
            Ok(ElementRow { owner: row.owner, element, of_type: row.of_type, when, life, instead: row.instead })
        })?;
        let attributes = reader.read(files.get("attributes.csv"), |row: RawAttribute, life| {
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
        let literals = reader.read(files.get("enumerations.csv"), |row: RawLiteral, life| {
            Ok(LiteralRow { of_type: row.of_type, literal: row.literal, life, instead: row.instead })
        })?;
        let values = reader.read(files.get("values.csv"), |row: RawValue, life| {
            Ok(ValueRow {
                name: row.name,
                base: row.base,
                parameter_since: reader.edition(&row.parameter_since)?,
                expression_since: reader.edition(&row.expression_since)?,
                bounds: Bounds::written([&row.low, &row.low_open], [&row.high, ""], "")?,
                forms: row.form.split('|').filter(|form| !form.is_empty()).map(str::to_owned).collect(),
                life,
                says: row.says,
            })
        })?;
        let names = reader.read(files.get("names.csv"), |row: NameRow, _| Ok(row))?;
        let operators =
            reader.read(files.get("operators.csv"), |row: OperatorRow, life| row.operator(editions[life.since].id))?;
        let bounds = reader.read(files.get("bounds.csv"), |row: BoundsRow, life| {
            let bounds = row.bounds()?;
            Ok((row, bounds, life))
        })?;
        let catalogs = reader.read(files.get("catalogs.csv"), |row: CatalogPlace, _| Ok(row))?;
        for root in &header.root {
            vocabulary.add(&root.element);
        }
        let schemas = editions.iter().map(|_| OnceLock::new()).collect();
        Ok(Table {
            title: header.title,
            header: files.header,
            has_parameters: files.has_parameters,
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

    /// The element that declares the edition: `FileHeader`.
    pub(super) fn header(&self) -> &'static str {
        self.header
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
