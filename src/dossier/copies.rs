//! Records that stand in the dossier twice: a list in two formats, a row
//! pasted again. They are one record, and count once.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};

use super::record::{Content, Record, RecordId};
use super::schema::{Field, FieldType, KindId, Schema};
use super::typed::RecordRef;
use super::units::Quantity;
use super::{typed, values};

/// What a record says, whatever it is written like.
type Said = Vec<(u8, String)>;

/// The records met so far.
#[derive(Debug, Default)]
pub(super) struct Seen {
    by_digest: FxHashMap<u64, Vec<(RecordId, Said)>>,
}

impl Seen {
    /// The record that says the same as this one; without any, this one is kept.
    pub(super) fn same(&mut self, number: RecordId, record: &Record, kind: KindId) -> Option<RecordId> {
        if record.id.is_empty() {
            return None;
        }
        let said = said(record, kind);
        let mut hasher = FxHasher::default();
        (kind, &record.id, &said).hash(&mut hasher);
        let met = self.by_digest.entry(hasher.finish()).or_default();
        if let Some((first, _)) = met.iter().find(|(_, known)| *known == said) {
            return Some(*first);
        }
        // What has this digest and says something else is rare.
        met.push((number, said));
        None
    }
}

fn said(record: &Record, kind: KindId) -> Said {
    let kind = Schema::built_in().kind(kind);
    let fields = record.values.iter().map(|(field, value)| {
        let text = match &value.content {
            Content::Text(text) => canonical(kind.get(*field), text),
            Content::Unreadable(reason) => reason.to_string(),
        };
        (field.0, text)
    });
    // What stands in columns that are no field may tell two apart.
    let others =
        record.others.iter().map(|(header, value)| (u8::MAX, format!("{header}={}", value.text().unwrap_or(""))));
    let mut said: Said = fields.chain(others).filter(|(_, text)| !text.is_empty()).collect();
    said.sort();
    said
}

impl RecordRef<'_> {
    /// What a field says, whatever it is written like; none if it holds nothing.
    pub fn canonical(self, name: &str) -> Option<String> {
        let kind = Schema::built_in().kind(self.record.kind?);
        let text = canonical(kind.get(kind.field(name)?), self.value(name)?.text()?);
        Some(text).filter(|text| !text.is_empty())
    }
}

/// A value as every format writes it.
pub(super) fn canonical(field: &Field, text: &str) -> String {
    if values::says_nothing(text) {
        return String::new();
    }
    let plain = || text.split_whitespace().collect::<Vec<_>>().join(" ");
    let read = match field.of_type {
        FieldType::Number => Quantity::read(text).ok().map(|number| number_of(&number)),
        FieldType::Date => values::date(text).ok().map(|date| date.to_string()),
        FieldType::YesNo => values::yes_no(text).ok().map(|answer| answer.to_string()),
        FieldType::Asil => values::asil(text).ok().map(|asil| asil.to_string()),
        FieldType::Choice => typed::choice(field, text).ok().map(str::to_owned),
        FieldType::Class => {
            let letter = field.choices.first().map_or("", String::as_str);
            values::class(text, letter, typed::highest(letter)).ok().map(|class| class.to_string())
        }
        FieldType::Ids => Some(values::ids(text).collect::<Vec<_>>().join(" ")),
        FieldType::Id | FieldType::Text | FieldType::List | FieldType::Asils | FieldType::Clauses | FieldType::Path => {
            None
        }
    };
    read.unwrap_or_else(plain)
}

/// Sheets hold `0.99` where a text says `99 %`.
fn number_of(number: &Quantity) -> String {
    let (value, unit) = if number.unit == "%" { (number.value / 100.0, "") } else { (number.value, &*number.unit) };
    format!("{value:.12e} {unit}")
}

/// A record that is left out, for another says the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CopyOf {
    /// The one that counts.
    pub first: RecordId,
    /// The one that does not.
    pub copy: RecordId,
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::record::{DocumentId, Spot, Value};
    use super::*;

    fn record(document: DocumentId, id: &str, rate: &str, coverage: &str) -> Record {
        let kind = Schema::built_in().find("failure-mode").unwrap();
        let value = |text: &str| Value { content: Content::Text(Arc::from(text)), spot: Spot::Whole };
        let field = |name: &str| Schema::built_in().kind(kind).field(name).unwrap();
        Record {
            kind: Some(kind),
            id: Arc::from(id),
            document,
            spot: Spot::Whole,
            values: vec![(field("failure_rate"), value(rate)), (field("coverage"), value(coverage))],
            others: Vec::new(),
            unrecognised: None,
        }
    }

    #[test]
    fn a_row_in_another_format_is_the_same_row() {
        let mut seen = Seen::default();
        let mut same = |number: RecordId, record: &Record| seen.same(number, record, record.kind.unwrap());
        assert_eq!(same(0, &record(1, "FM-1", "100 FIT", "99 %")), None);
        assert_eq!(same(1, &record(2, "FM-1", "100.0 FIT", "0.99")), Some(0));
        assert_eq!(same(2, &record(2, "FM-1", "100 FIT", "90 %")), None);
        assert_eq!(same(3, &record(2, "FM-2", "100 FIT", "99 %")), None);
        assert_eq!(same(4, &record(2, "", "100 FIT", "99 %")), None);
        assert_eq!(same(5, &record(2, "", "100 FIT", "99 %")), None);
    }
}
