//! A record with its fields read as what they are.

use std::ops::Deref;

use jiff::civil::Date;

use super::record::{Content, Reading, Record, RecordId, Value};
use super::schema::{Field, FieldType, KindId, Schema};
use super::status::{self, Status};
use super::units::Quantity;
use super::unrecognised::Unrecognised;
use super::values::{self, StatedAsil};
use super::{Dossier, FieldId};

/// A record of a dossier.
#[derive(Debug, Clone, Copy)]
pub struct RecordRef<'d> {
    pub(super) dossier: &'d Dossier,
    /// Its number.
    pub number: RecordId,
    pub(super) record: &'d Record,
}

impl Deref for RecordRef<'_> {
    type Target = Record;

    fn deref(&self) -> &Record {
        self.record
    }
}

impl<'d> RecordRef<'d> {
    /// The record itself, for as long as the dossier lives.
    pub fn into_inner(self) -> &'d Record {
        self.record
    }

    /// The field called `name` of this kind of record.
    fn field(self, name: &str) -> Option<(FieldId, &'static Field)> {
        let kind = Schema::built_in().kind(self.record.kind?);
        let field = kind.field(name);
        debug_assert!(field.is_some(), "{} has no field {name}", kind.name);
        field.map(|field| (field, kind.get(field)))
    }

    /// What stands in the field, with its place.
    pub fn value(self, name: &str) -> Option<&'d Value> {
        let (field, _) = self.field(name)?;
        self.record.value(field)
    }

    /// Its identifier as written; empty if it has none.
    pub fn identifier(self) -> &'d str {
        &self.record.id
    }

    /// The name of the record for messages: its id, or what it is.
    pub fn name(self) -> String {
        if !self.record.id.is_empty() {
            return format!("`{}`", self.record.id);
        }
        let kind = self.record.kind.map_or("record", |kind| Schema::built_in().kind(kind).title.as_str());
        format!("this {}", kind.to_lowercase())
    }

    /// The kind of record, in kebab case.
    pub fn kind_name(self) -> &'static str {
        self.record.kind.map_or("", |kind| Schema::built_in().kind(kind).name.as_str())
    }

    /// True if the record is of this kind.
    pub fn is(self, kind: KindId) -> bool {
        self.record.kind == Some(kind)
    }

    /// The words of a field. A cell that says `-`, `n/a`, `TBD` and the like holds
    /// none; neither does an `x` where a text is asked for.
    pub fn text(self, name: &str) -> Reading<&'d str> {
        // A status may well be `open`.
        let describes = self.field(name).is_some_and(|(_, field)| field.of_type == FieldType::Text) && name != "status";
        match self.cell(name) {
            Reading::Present(text) if describes && values::describes_nothing(text) => Reading::Absent,
            reading => reading,
        }
    }

    /// The words of a cell, whatever is asked for in it.
    fn cell(self, name: &str) -> Reading<&'d str> {
        match self.value(name).map(|value| &value.content) {
            None => Reading::Absent,
            Some(Content::Unreadable(reason)) => Reading::Unreadable(reason.to_string()),
            Some(Content::Text(text)) if values::says_nothing(text) => Reading::Absent,
            Some(Content::Text(text)) => Reading::Present(text),
        }
    }

    /// True if the field holds words.
    pub fn has(self, name: &str) -> bool {
        matches!(self.text(name), Reading::Present(_))
    }

    /// The words of a field, empty if it holds none that can be read.
    pub fn words(self, name: &str) -> &'d str {
        self.text(name).present().unwrap_or_default()
    }

    /// The identifiers in a field; none if it is absent or unreadable.
    pub fn ids(self, name: &str) -> Vec<&'d str> {
        values::ids(self.words(name)).collect()
    }

    /// The records that a field refers to, and the identifiers that lead nowhere.
    pub fn linked(self, name: &str) -> (Vec<RecordRef<'d>>, Vec<&'d str>) {
        let (mut found, mut dead) = (Vec::new(), Vec::new());
        let Some((_, field)) = self.field(name) else { return (found, dead) };
        for id in self.ids(name) {
            let record = field.links.iter().find_map(|kind| self.dossier.find(kind, id));
            let record = record.or_else(|| field.links.iter().find_map(|kind| self.dossier.find_alike(kind, id)));
            match record {
                Some(record) => found.push(record),
                None => dead.push(id),
            }
        }
        (found, dead)
    }

    /// The words of a list.
    pub fn list(self, name: &str) -> Vec<&'d str> {
        values::list(self.words(name)).collect()
    }

    /// The ASIL in a field.
    pub fn asil(self, name: &str) -> Reading<StatedAsil> {
        self.text(name).and_then(values::asil)
    }

    /// The ASILs in a field.
    pub fn asils(self, name: &str) -> Reading<Vec<StatedAsil>> {
        self.text(name).and_then(values::asils)
    }

    /// The class of severity, exposure or controllability in a field.
    pub fn class(self, name: &str) -> Reading<u8> {
        let letter = self.field(name).and_then(|(_, field)| field.choices.first()).map_or("", String::as_str);
        self.text(name).and_then(|text| values::class(text, letter, highest(letter)))
    }

    /// The date in a field.
    pub fn date(self, name: &str) -> Reading<Date> {
        self.text(name).and_then(values::date)
    }

    /// The answer in a field.
    pub fn yes_no(self, name: &str) -> Reading<bool> {
        // An `x` may stand for a yes, also where a reason would be better.
        self.cell(name).and_then(values::yes_no)
    }

    /// The number in a field, in the unit of the field.
    pub fn number(self, name: &str) -> Reading<f64> {
        let unit = self.field(name).map_or("", |(_, field)| field.unit.as_str());
        let header_unit = self.value(name).map(|_| unit).unwrap_or_default();
        self.text(name).and_then(|text| {
            let quantity = Quantity::read(text)?;
            if header_unit.is_empty() { Ok(quantity.value) } else { quantity.in_unit(header_unit) }
        })
    }

    /// The number in a field with the unit it was written in.
    pub fn quantity(self, name: &str) -> Reading<Quantity> {
        self.text(name).and_then(Quantity::read)
    }

    /// The word of a choice in a field, as the table writes it.
    pub fn choice(self, name: &str) -> Reading<&'static str> {
        let Some((_, field)) = self.field(name) else { return Reading::Absent };
        self.text(name).and_then(|text| choice(field, text))
    }

    /// True if records of its kind have a field for a status.
    pub(super) fn has_status(self) -> bool {
        self.record.kind.is_some_and(|kind| Schema::built_in().kind(kind).field("status").is_some())
    }

    /// What its status says. `n/a` and `TBD` say something here.
    pub fn status(self) -> Status {
        status::status(self.value("status").and_then(Value::text).unwrap_or_default())
    }

    /// What is not known of the columns of its table, if one of them may hold
    /// this field.
    pub fn lost(self, name: &str) -> Option<&'d Unrecognised> {
        let (field, _) = self.field(name)?;
        self.record.unrecognised.as_deref().filter(|unrecognised| unrecognised.fields.contains(&field))
    }

    /// The fields of this record's kind that hold nothing.
    pub fn absent<'n>(self, names: &[&'n str]) -> Vec<&'n str> {
        names.iter().copied().filter(|name| self.text(name).is_absent()).collect()
    }
}

/// The highest class of severity, exposure or controllability.
pub(super) fn highest(letter: &str) -> u8 {
    if letter == "E" { 4 } else { 3 }
}

/// The choice that a text means, spelt in capitals or not, with `_` or spaces.
pub(super) fn choice<'f>(field: &'f Field, text: &str) -> Result<&'f str, String> {
    debug_assert!(field.of_type == FieldType::Choice);
    let fold = |text: &str| text.trim().to_lowercase().replace(['_', ' '], "-");
    let wanted = fold(text);
    let same = |choice: &&String| fold(choice) == wanted || synonyms(&fold(choice)).contains(&wanted.as_str());
    field
        .choices
        .iter()
        .find(same)
        .map(String::as_str)
        .ok_or_else(|| format!("`{}` is none of {}", text.trim(), field.choices.join(", ")))
}

/// Other words for a choice.
fn synonyms(choice: &str) -> &'static [&'static str] {
    match choice {
        "passed" => &["pass", "ok", "successful", "success"],
        "failed" => &["fail", "nok", "not-ok"],
        "open" => &["pending", "not-run", "planned"],
        "retain" => &["accept", "accepted", "retained"],
        "reduce" => &["mitigate", "mitigated", "reduced"],
        "share" => &["transfer", "shared", "transferred"],
        "avoid" => &["avoided"],
        "fsr" => &["functional", "functional-safety-requirement"],
        "tsr" => &["technical", "technical-safety-requirement"],
        "hwsr" => &["hsr", "hardware", "hardware-safety-requirement"],
        "swsr" => &["ssr", "software", "software-safety-requirement"],
        _ => &[],
    }
}
