//! Columns of a table that no header names, and the fields that one of them
//! may hold: what is lost between the two is neither there nor absent.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use super::import::RawTable;
use super::record::Spot;
use super::schema::{Field, FieldId, FieldType, KindId, Schema, normalised};
use super::units::Quantity;
use super::{typed, values};
use crate::standard::Library;

/// Cells of a column that are looked at to tell what it may hold.
const SAMPLE: usize = 50;

/// Columns that are looked at.
const COLUMNS: usize = 200;

/// Names that a message lists.
const LISTED: usize = 4;

/// What is not known of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unrecognised {
    /// What its rows are.
    pub kind: KindId,
    /// Where its header stands.
    pub spot: Spot,
    /// The headers that are no field.
    pub columns: Vec<Arc<str>>,
    /// The fields without a column that one of these may hold.
    pub fields: Vec<FieldId>,
}

impl Unrecognised {
    /// What `fields` leaves open in `table`; none if nothing can be lost.
    pub(super) fn of(
        table: &RawTable,
        kind: KindId,
        fields: &[Option<FieldId>],
        set: &[FieldId],
    ) -> Option<Unrecognised> {
        let columns: Vec<(usize, Vec<&str>)> = (0..table.columns.len().min(COLUMNS))
            .filter(|&at| fields.get(at).is_some_and(Option::is_none) && !is_aside(&table.columns[at].name))
            .map(|at| (at, cells(table, at)))
            .filter(|(_, cells)| !cells.is_empty())
            .collect();
        let has_id = table.rows.iter().any(|row| row.id.is_some());
        let is_lost = |field: FieldId, of: &Field| {
            let is_held =
                fields.contains(&Some(field)) || set.contains(&field) || (has_id && of.of_type == FieldType::Id);
            !is_held && columns.iter().any(|(_, cells)| may_hold(of, cells))
        };
        let all = Schema::built_in().kind(kind).all_fields();
        let lost: Vec<(FieldId, &Field)> = all.filter(|(field, of)| is_lost(*field, of)).collect();
        let columns = columns.into_iter().filter(|(_, cells)| lost.iter().any(|(_, field)| may_hold(field, cells)));
        let columns: Vec<Arc<str>> = columns.map(|(at, _)| Arc::clone(&table.columns[at].name)).collect();
        let spot = table.columns.first().map_or(Spot::Whole, |column| column.spot);
        let fields: Vec<FieldId> = lost.into_iter().map(|(field, _)| field).collect();
        (!fields.is_empty()).then_some(Unrecognised { kind, spot, columns, fields })
    }

    /// The headers, for a message.
    pub fn headers(&self) -> String {
        listed(self.columns.iter().map(|name| &**name).collect())
    }

    /// The names of the fields, for a message.
    pub fn names(&self) -> String {
        let kind = Schema::built_in().kind(self.kind);
        listed(self.fields.iter().map(|field| kind.get(*field).name.as_str()).collect())
    }

    /// How to say which column is which field.
    pub fn help(&self, field: Option<FieldId>) -> String {
        let kind = Schema::built_in().kind(self.kind);
        self.help_for(field.or(self.fields.first().copied()).map_or("", |field| kind.get(field).name.as_str()))
    }

    /// How to say which column is this field.
    pub fn help_for(&self, field: &str) -> String {
        let column = self.columns.first().map_or("", |name| &**name);
        format!("name the column in vehicle.toml, such as `columns = {{ {field} = {column:?} }}`")
    }
}

fn listed(names: Vec<&str>) -> String {
    let mut shown: Vec<String> = names.iter().take(LISTED).map(|name| format!("`{name}`")).collect();
    if names.len() > LISTED {
        shown.push(format!("{} more", names.len() - LISTED));
    }
    shown.join(", ")
}

/// The first filled cells of a column.
pub(super) fn cells(table: &RawTable, at: usize) -> Vec<&str> {
    let texts = table.rows.iter().filter_map(|row| row.cells.get(at)?.as_ref()?.text());
    texts.filter(|text| !values::says_nothing(text)).take(SAMPLE).collect()
}

/// True for a column that no field is about: remarks, numbers of rows.
fn is_aside(header: &str) -> bool {
    static ASIDES: OnceLock<BTreeSet<String>> = OnceLock::new();
    let asides = ASIDES.get_or_init(|| {
        let table = Library::built_in().table("dossier/asides.csv");
        let names = table.into_iter().flat_map(|table| table.rows().flat_map(|row| row.parts("names")));
        names.map(normalised).collect()
    });
    let name = normalised(header);
    name.is_empty() || asides.contains(&name)
}

/// True if most of these cells may be values of the field.
fn may_hold(field: &Field, cells: &[&str]) -> bool {
    2 * cells.iter().filter(|text| fits(field, text)).count() > cells.len()
}

/// True if this may be a value of the field. What is an identifier and a text
/// is told by its looks.
pub(super) fn fits(field: &Field, text: &str) -> bool {
    match field.of_type {
        FieldType::Asil => values::asil(text).is_ok(),
        FieldType::Asils => values::asils(text).is_ok(),
        FieldType::Class => {
            let letter = field.choices.first().map_or("", String::as_str);
            values::class(text, letter, typed::highest(letter)).is_ok()
        }
        FieldType::Date => values::date(text).is_ok(),
        FieldType::YesNo => values::yes_no(text).is_ok(),
        FieldType::Number => Quantity::read(text).is_ok(),
        FieldType::Choice => typed::choice(field, text).is_ok(),
        FieldType::Id | FieldType::Ids => is_identifier(text),
        FieldType::Text | FieldType::List | FieldType::Clauses | FieldType::Path => {
            text.chars().filter(|c| c.is_alphabetic()).count() > 2
        }
    }
}

/// Letters and digits without a space: what a first identifier looks like.
fn is_identifier(text: &str) -> bool {
    let first = values::ids(text).next().unwrap_or_default();
    // Two characters are a class, or a mark.
    first.len() > 2
        && first.chars().any(|c| c.is_ascii_digit())
        && first.chars().any(char::is_alphabetic)
        && !first.contains(' ')
}

#[cfg(test)]
mod tests {
    use super::super::import::{ImportLimits, import};
    use super::super::placing::place;

    fn of(csv: &str) -> Option<(String, String)> {
        let imported = import("hara.csv", csv.as_bytes(), &ImportLimits::default()).unwrap();
        let unrecognised = place(&imported.tables[0], "hara", None).unrecognised?;
        Some((unrecognised.headers(), unrecognised.names()))
    }

    #[test]
    fn a_column_that_may_hold_a_field_leaves_it_open() {
        let (columns, fields) = of("ID,Hazard,Schwere des Schadens,E,C,ASIL\nHE-1,Late,S3,E4,C3,D\n").unwrap();
        assert_eq!((columns.as_str(), fields.as_str()), ("`Schwere des Schadens`", "`severity`"));
    }

    #[test]
    fn a_column_that_cannot_hold_it_does_not() {
        assert_eq!(of("ID,Hazard,E,C,ASIL,Weight\nHE-1,Late,E4,C3,D,75 kg\n"), None);
        assert_eq!(of("ID,Hazard,E,C,ASIL,Comment\nHE-1,Late,E4,C3,D,to be discussed\n"), None);
        assert_eq!(of("ID,Hazard,E,C,ASIL,Something\nHE-1,Late,E4,C3,D,\n"), None);
    }
}
