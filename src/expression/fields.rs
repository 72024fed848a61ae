//! Fields of records as expressions see them.

use std::sync::Arc;

use cel::Value;

use super::{kinds, text};
use crate::dossier::schema::{Field, FieldType};
use crate::dossier::{Dossier, Reading, RecordRef};

/// The value of a field in the form that its type has in expressions.
pub(super) fn read(record: RecordRef<'_>, field: &Field) -> Reading<Value> {
    let words = |items: Vec<&str>| Value::List(Arc::new(items.into_iter().map(text).collect()));
    let name = field.name.as_str();
    match field.of_type {
        FieldType::YesNo => record.yes_no(name).and_then(|yes| Ok(Value::Bool(yes))),
        FieldType::Number => record.number(name).and_then(|number| Ok(Value::Float(number))),
        FieldType::Ids => record.text(name).and_then(|_| Ok(words(record.ids(name)))),
        FieldType::List => record.text(name).and_then(|_| Ok(words(record.list(name)))),
        FieldType::Date => record.date(name).and_then(|date| Ok(text(&date.to_string()))),
        _ => record.text(name).and_then(|words| Ok(text(words))),
    }
}

/// What an expression asks for and cannot be read: to it, the field is not
/// there, and that is not so.
pub fn unread(expression: &str, dossier: &Dossier) -> Option<String> {
    kinds(expression).find_map(|(_, kind)| {
        let fields: Vec<&Field> = kind.fields.iter().filter(|field| names_field(expression, &field.name)).collect();
        dossier.records(&kind.name).find_map(|record| fields.iter().find_map(|field| fault(record, field)))
    })
}

fn fault(record: RecordRef<'_>, field: &Field) -> Option<String> {
    let what = format!("{} of {}", field.name.replace('_', " "), record.name());
    match read(record, field) {
        Reading::Unreadable(why) => Some(format!("{what} cannot be read: {why}")),
        Reading::Absent => {
            let table = record.lost(&field.name)?;
            Some(format!("{what} may stand in a column that was not recognised: {}", table.headers()))
        }
        Reading::Present(_) => None,
    }
}

/// True if the text asks for the field called `name`: `r.NAME`, `r['NAME']`.
fn names_field(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        matches!(before, Some('.' | '\'' | '"')) && !after.is_some_and(|c| c.is_alphanumeric() || c == '_')
    })
}
