//! The attributes that a road file may hold: `standards/asam/opendrive/`.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::xml::{NodeId, Tree};

/// The attributes of elements, by the path of the element below the root.
#[derive(Debug)]
pub(crate) struct AttributeTable {
    /// The root first; an element's position is its state in the walk.
    elements: Vec<ElementRow>,
}

/// What one element may hold.
#[derive(Debug, Default)]
pub(crate) struct ElementRow {
    name: String,
    children: Vec<usize>,
    /// Its attributes, as the table lists them.
    pub(crate) attributes: Vec<AttributeRow>,
}

/// An attribute in some versions.
#[derive(Debug)]
pub(crate) struct AttributeRow {
    /// Its name.
    pub(crate) name: String,
    /// What it holds.
    pub(crate) value: ValueType,
    since: u16,
    until: u16,
    required_since: u16,
    required_until: u16,
    /// True if the elements of one parent are listed by it.
    pub(crate) is_ascending: bool,
}

/// What an attribute holds.
#[derive(Debug)]
pub(crate) enum ValueType {
    /// Anything.
    Text,
    /// A number.
    Number,
    /// A number from 0 on.
    FromZero,
    /// A number above 0.
    AboveZero,
    /// A whole number.
    Whole,
    /// A whole number from 0 on.
    Count,
    /// One of some words, and a number from 0 on if `or_number`.
    Word {
        /// The words with the version in which they came.
        literals: Vec<(String, u16)>,
        /// True if a number will do too.
        or_number: bool,
    },
}

/// What is wrong with a value.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// It is nothing of the kind.
    Kind,
    /// It is a number beyond the limit.
    Range,
    /// It is a word that came with this minor version.
    Later(u16),
}

#[derive(Debug, Deserialize)]
struct RawAttribute {
    path: String,
    attribute: String,
    value: String,
    since: String,
    until: String,
    required_since: String,
    required_until: String,
    order: String,
}

#[derive(Debug, Deserialize)]
struct RawLiteral {
    #[serde(rename = "type")]
    of_type: String,
    literal: String,
    since: String,
}

impl AttributeTable {
    /// The table that is compiled in.
    pub(crate) fn builtin() -> &'static AttributeTable {
        static TABLE: OnceLock<AttributeTable> = OnceLock::new();
        // A test loads the shipped table, so the empty one cannot reach a user.
        TABLE.get_or_init(|| AttributeTable::load().unwrap_or_else(|_| AttributeTable::empty()))
    }

    fn empty() -> AttributeTable {
        AttributeTable { elements: vec![ElementRow::default()] }
    }

    fn load() -> Result<AttributeTable, String> {
        let literals: Vec<RawLiteral> = rows(include_str!("../../standards/asam/opendrive/enumerations.csv"))?;
        let attributes: Vec<RawAttribute> = rows(include_str!("../../standards/asam/opendrive/attributes.csv"))?;
        let mut table = AttributeTable::empty();
        for raw in attributes {
            let row = AttributeRow {
                value: value_type(&raw.value, &literals)?,
                since: minor(&raw.since)?.unwrap_or(0),
                until: minor(&raw.until)?.unwrap_or(u16::MAX),
                required_since: minor(&raw.required_since)?.unwrap_or(u16::MAX),
                required_until: minor(&raw.required_until)?.unwrap_or(u16::MAX),
                is_ascending: raw.order == "ascending",
                name: raw.attribute,
            };
            let element = table.element(&raw.path);
            table.elements[element].attributes.push(row);
        }
        Ok(table)
    }

    /// The position of the element at `path`, new if need be.
    fn element(&mut self, path: &str) -> usize {
        let mut at = 0;
        for name in path.split('/') {
            at = self.child(at, name).unwrap_or_else(|| {
                let new = self.elements.len();
                self.elements.push(ElementRow { name: name.to_owned(), ..ElementRow::default() });
                self.elements[at].children.push(new);
                new
            });
        }
        at
    }

    fn child(&self, at: usize, name: &str) -> Option<usize> {
        self.elements[at].children.iter().copied().find(|&child| self.elements[child].name == name)
    }

    /// The elements below `root` that the table knows, in document order. What
    /// stands inside an unknown element, such as `userData`, is passed over.
    pub(crate) fn known<'t>(&'t self, tree: &Tree<'_>, root: NodeId) -> Vec<(NodeId, &'t ElementRow)> {
        let mut states: Vec<Option<usize>> = vec![None; tree.len()];
        let mut known = Vec::new();
        for id in tree.subtree(root) {
            let state = match tree.parent(id).filter(|_| id != root) {
                Some(parent) => states[parent.index()].and_then(|at| self.child(at, tree.name(id))),
                None => Some(0),
            };
            states[id.index()] = state;
            known.extend(state.map(|at| (id, &self.elements[at])));
        }
        known
    }
}

pub(super) fn rows<Raw: serde::de::DeserializeOwned>(text: &str) -> Result<Vec<Raw>, String> {
    let rows: Result<Vec<Raw>, csv::Error> = csv::Reader::from_reader(text.as_bytes()).deserialize().collect();
    rows.map_err(|error| error.to_string())
}

/// `1.4` as 4.
pub(super) fn minor(version: &str) -> Result<Option<u16>, String> {
    if version.is_empty() {
        return Ok(None);
    }
    let minor = version.strip_prefix("1.").and_then(|minor| minor.parse().ok());
    minor.map(Some).ok_or_else(|| format!("`{version}` is no version"))
}

fn value_type(name: &str, literals: &[RawLiteral]) -> Result<ValueType, String> {
    Ok(match name {
        "string" => ValueType::Text,
        "double" => ValueType::Number,
        "grEqZero" => ValueType::FromZero,
        "grZero" => ValueType::AboveZero,
        "integer" => ValueType::Whole,
        "sequence" => ValueType::Count,
        name => {
            let own = literals.iter().filter(|row| row.of_type == name);
            let words: Result<Vec<(String, u16)>, String> =
                own.map(|row| Ok((row.literal.clone(), minor(&row.since)?.unwrap_or(0)))).collect();
            let literals = words?;
            if literals.is_empty() {
                return Err(format!("`{name}` has no literals"));
            }
            ValueType::Word { literals, or_number: name == "maxSpeed" }
        }
    })
}

impl AttributeRow {
    /// True if the row speaks of 1.`minor`.
    pub(crate) fn is_of(&self, minor: u16) -> bool {
        (self.since..=self.until).contains(&minor)
    }

    /// True if 1.`minor` asks for the attribute.
    pub(crate) fn is_required(&self, minor: u16) -> bool {
        self.is_of(minor) && (self.required_since..=self.required_until).contains(&minor)
    }
}

impl ValueType {
    /// What is wrong with `text` in 1.`minor`.
    pub(crate) fn flaw(&self, text: &str, minor: u16) -> Option<Flaw> {
        let trimmed = text.trim();
        let above = |limit: f64, or_equal: bool| match number(trimmed) {
            Some(number) => (number < limit || number == limit && !or_equal).then_some(Flaw::Range),
            None => Some(Flaw::Kind),
        };
        match self {
            ValueType::Text => None,
            ValueType::Number => number(trimmed).is_none().then_some(Flaw::Kind),
            ValueType::FromZero => above(0.0, true),
            ValueType::AboveZero => above(0.0, false),
            ValueType::Whole => trimmed.parse::<i64>().is_err().then_some(Flaw::Kind),
            ValueType::Count => match trimmed.parse::<i64>() {
                Ok(count) => (count < 0).then_some(Flaw::Range),
                Err(_) => Some(Flaw::Kind),
            },
            ValueType::Word { literals, or_number } => match literals.iter().find(|(literal, _)| literal == text) {
                Some((_, since)) => (*since > minor).then_some(Flaw::Later(*since)),
                None if *or_number => above(0.0, true),
                None => Some(Flaw::Kind),
            },
        }
    }

    /// The words of 1.`minor`; none for other values.
    pub(crate) fn words(&self, minor: u16) -> Vec<String> {
        let ValueType::Word { literals, .. } = self else { return Vec::new() };
        literals.iter().filter(|(_, since)| *since <= minor).map(|(literal, _)| literal.clone()).collect()
    }
}

fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_table_is_whole() {
        let table = AttributeTable::load().unwrap();
        assert!(table.elements.len() > 60);
        let lane = table.elements.iter().find(|element| element.name == "geometry").unwrap();
        assert!(lane.attributes.iter().any(|row| row.name == "s" && row.is_ascending && row.is_required(4)));
    }

    #[test]
    fn values() {
        assert_eq!(ValueType::FromZero.flaw(" 0 ", 4), None);
        assert_eq!(ValueType::AboveZero.flaw("0", 4), Some(Flaw::Range));
        assert_eq!(ValueType::Number.flaw("1,5", 4), Some(Flaw::Kind));
        assert_eq!(ValueType::Number.flaw("NaN", 4), Some(Flaw::Kind));
        assert_eq!(ValueType::Whole.flaw("+3", 4), None);
        assert_eq!(ValueType::Whole.flaw("1.0", 4), Some(Flaw::Kind));
    }

    #[test]
    fn words_have_a_version() {
        let table = AttributeTable::load().unwrap();
        let kind = table.elements.iter().find(|element| element.name == "junction").unwrap();
        let value = &kind.attributes.iter().find(|row| row.name == "type").unwrap().value;
        assert_eq!(value.flaw("direct", 6), Some(Flaw::Later(7)));
        assert_eq!(value.flaw("direct", 7), None);
        assert_eq!(value.flaw("Direct", 7), Some(Flaw::Kind));
        assert_eq!(value.words(6), ["default", "virtual"]);
    }
}
