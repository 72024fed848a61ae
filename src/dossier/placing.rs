//! From tables of cells to records: which kind a table holds, which column is
//! which field. Decided once a table, from the manifest or from the headers.

use std::sync::Arc;

use super::import::{RawRow, RawTable};
use super::manifest::DocumentEntry;
use super::record::{Content, DocumentId, Record, Spot, Value};
use super::schema::{Field, FieldId, FieldType, KindId, Schema, normalised};
use super::unrecognised::Unrecognised;
use super::{copies, values};
use crate::finding::shown;

/// What the columns of a table are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placing {
    /// The kind of its rows; none if nothing told.
    pub kind: Option<KindId>,
    /// One field a column, where it is one.
    pub fields: Vec<Option<FieldId>>,
    /// What is wrong with the columns: one that the manifest asked for is not
    /// there, two are for one field.
    pub troubles: Vec<String>,
    /// Further columns for a field that one has already.
    doubles: Vec<Double>,
    /// Columns that nothing told, where they may hold what is missing.
    pub unrecognised: Option<Arc<Unrecognised>>,
}

impl Placing {
    /// Nothing is known of the rows.
    pub fn nothing(table: &RawTable) -> Placing {
        let fields = vec![None; table.columns.len()];
        Placing { kind: None, fields, troubles: Vec::new(), doubles: Vec::new(), unrecognised: None }
    }

    /// What every column is about, a second one for a field too.
    fn about(&self) -> Vec<Option<FieldId>> {
        let mut fields = self.fields.clone();
        for double in &self.doubles {
            fields[double.column] = Some(double.field);
        }
        fields
    }
}

/// A second column for a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Double {
    column: usize,
    field: FieldId,
    /// Two values that differ contradict each other: those of words of other
    /// headers need not.
    is_one: bool,
}

/// Decides what `table` holds. `stem` is the file's name without extension.
pub fn place(table: &RawTable, stem: &str, entry: Option<&DocumentEntry>) -> Placing {
    let schema = Schema::built_in();
    let asked = entry.and_then(|entry| entry.record.as_deref());
    let is_meant = entry.and_then(|entry| entry.sheet.as_deref()).is_none_or(|sheet| sheet == table.name);
    let kind = match asked {
        Some(name) if is_meant => schema.find(name),
        Some(_) => None,
        None => propose(table, stem),
    };
    let mut placing = Placing { kind, ..Placing::nothing(table) };
    let Some(kind) = kind else { return placing };
    assign(table, kind, entry, &mut placing);
    let names = entry.into_iter().flat_map(|entry| entry.set.keys());
    let set: Vec<FieldId> = names.filter_map(|name| schema.kind(kind).field(name)).collect();
    placing.unrecognised = Unrecognised::of(table, kind, &placing.about(), &set).map(Arc::new);
    placing
}

/// The columns that the manifest names, then those whose headers tell.
fn assign(table: &RawTable, kind: KindId, entry: Option<&DocumentEntry>, placing: &mut Placing) {
    let kind = Schema::built_in().kind(kind);
    for (field, header) in entry.into_iter().flat_map(|entry| &entry.columns) {
        let at = table.columns.iter().position(|column| column.name.split_whitespace().eq(header.split_whitespace()));
        match (kind.field(field), at) {
            (Some(field), Some(at)) => placing.fields[at] = Some(field),
            (None, _) => placing.troubles.push(format!("`{field}` is no field of {}", kind.name)),
            (_, None) => placing.troubles.push(format!("there is no column `{header}`")),
        }
    }
    let is_named = |field: FieldId| entry.is_some_and(|entry| entry.columns.contains_key(&kind.get(field).name));
    for (at, column) in table.columns.iter().enumerate() {
        if placing.fields[at].is_some() {
            continue;
        }
        let Some(field) = kind.field_for_header(&column.name) else { continue };
        let Some(first) = placing.fields.iter().position(|known| *known == Some(field)) else {
            placing.fields[at] = Some(field);
            continue;
        };
        // What the manifest says of a field is meant.
        if !is_named(field) {
            let other = &table.columns[first].name;
            let of = kind.get(field);
            let is_one =
                of.of_type != FieldType::Id && (normalised(other) == normalised(&column.name) || !is_prose(of));
            placing.doubles.push(Double { column: at, field, is_one });
            let rest = if is_one { "where they differ, neither is read" } else { "the first is read" };
            placing
                .troubles
                .push(format!("two columns are for `{}`, `{other}` and `{}`; {rest}", of.name, column.name));
        }
    }
}

/// True for a field of words, of which several may be said at once.
fn is_prose(field: &Field) -> bool {
    matches!(field.of_type, FieldType::Text | FieldType::List | FieldType::Path) && field.name != "status"
}

/// The kind that the table's or file's name speaks of, else the kind whose
/// fields explain the headers best.
fn propose(table: &RawTable, stem: &str) -> Option<KindId> {
    let schema = Schema::built_in();
    let named = schema.find_loosely(&table.name).or_else(|| schema.find_loosely(stem));
    if let Some(kind) = named.filter(|kind| fit(table, *kind) > 0) {
        return Some(kind);
    }
    let best =
        schema.kinds().map(|(id, _)| (fit(table, id), id)).max_by_key(|(fit, id)| (*fit, std::cmp::Reverse(*id)))?;
    let ties = schema.kinds().filter(|(id, _)| fit(table, *id) == best.0).count();
    // Two columns that any list has (a number and a text) tell nothing.
    (best.0 >= 3 && ties == 1).then_some(best.1)
}

/// How many fields of `kind` the headers name.
pub(super) fn recognised(table: &RawTable, kind: KindId) -> usize {
    let kind = Schema::built_in().kind(kind);
    let mut found: Vec<FieldId> =
        table.columns.iter().filter_map(|column| kind.field_for_header(&column.name)).collect();
    found.sort_unstable();
    found.dedup();
    found.len()
}

/// How many columns are fields of `kind`; none if a required one is missing.
fn fit(table: &RawTable, kind: KindId) -> usize {
    let kind = Schema::built_in().kind(kind);
    let found: Vec<FieldId> = table.columns.iter().filter_map(|column| kind.field_for_header(&column.name)).collect();
    let has_id = table.rows.first().is_some_and(|row| row.id.is_some());
    let is_there = |name: &str| kind.field(name).is_some_and(|field| found.contains(&field));
    let complete = kind
        .fields
        .iter()
        .filter(|field| field.is_required)
        .all(|field| is_there(&field.name) || (field.of_type == FieldType::Id && has_id));
    if complete { found.len() } else { 0 }
}

/// Turns a row into a record.
pub fn record(row: RawRow, table: &Columns<'_>, placing: &Placing, document: DocumentId) -> Record {
    let mut record = Record {
        kind: placing.kind,
        id: row.id.unwrap_or_else(|| Arc::from("")),
        document,
        spot: row.spot,
        values: Vec::new(),
        others: Vec::new(),
        unrecognised: placing.unrecognised.clone(),
    };
    let mut seconds: Vec<(Double, Value)> = Vec::new();
    for (at, cell) in row.cells.into_iter().enumerate() {
        let Some(value) = cell else { continue };
        let double = placing.doubles.iter().find(|double| double.column == at && double.is_one);
        seconds.extend(double.map(|double| (*double, value.clone())));
        match placing.fields.get(at).copied().flatten() {
            // A merged cell does not give several rows one name.
            Some(field) if is_id(placing.kind, field) && is_carried(record.spot, value.spot) => {}
            Some(field) => record.values.push((field, plain(placing.kind, field, value))),
            None => record.others.push((table.name(at), value)),
        }
    }
    for (double, value) in seconds {
        contradict(&mut record, double.field, value);
    }
    for (field, value) in &table.constants {
        if record.value(*field).is_none() {
            record.values.push((*field, value.clone()));
        }
    }
    name(&mut record);
    record
}

/// Takes the value of a second column: where the first says something else,
/// neither can be read.
fn contradict(record: &mut Record, field: FieldId, second: Value) {
    let Some(kind) = record.kind else { return };
    let of = Schema::built_in().kind(kind).get(field);
    match record.values.iter_mut().find(|(known, _)| *known == field) {
        None => record.values.push((field, plain(Some(kind), field, second))),
        Some((_, first)) => {
            if let (Content::Text(one), Content::Text(other)) = (&first.content, &second.content)
                && copies::canonical(of, one) != copies::canonical(of, other)
            {
                let reason = format!("two columns hold it, and say `{}` and `{}`", shown(one), shown(other));
                first.content = Content::Unreadable(Arc::from(reason));
            }
        }
    }
}

fn is_id(kind: Option<KindId>, field: FieldId) -> bool {
    kind.is_some_and(|kind| Schema::built_in().kind(kind).get(field).of_type == FieldType::Id)
}

/// True for a value that stands in a row above.
fn is_carried(row: Spot, value: Spot) -> bool {
    match (row, value) {
        (Spot::Cell { row, .. }, Spot::Cell { row: of_value, .. }) => of_value != row,
        (Spot::Paragraph(row), Spot::Paragraph(of_value)) => of_value < row,
        _ => false,
    }
}

/// The value; identifiers with the hyphens and spaces of a keyboard.
pub(super) fn plain(kind: Option<KindId>, field: FieldId, value: Value) -> Value {
    let of_type = kind.map(|kind| Schema::built_in().kind(kind).get(field).of_type);
    match (&value.content, of_type) {
        (Content::Text(text), Some(FieldType::Id | FieldType::Ids)) => {
            let content = Content::Text(Arc::from(values::plain(text)));
            Value { content, ..value }
        }
        _ => value,
    }
}

/// Gives the record the identifier that its id field holds.
pub(super) fn name(record: &mut Record) {
    let Some(kind) = record.kind else { return };
    let id = record.values.iter().find(|(field, _)| is_id(Some(kind), *field)).map(|(_, value)| value.content.clone());
    if let Some(Content::Text(id)) = id {
        record.id = id;
    }
}

/// The headers of a table and what its file says of every row.
#[derive(Debug)]
pub struct Columns<'t> {
    /// The table.
    pub table: &'t RawTable,
    /// Fields that every row has, because the manifest says so.
    pub constants: Vec<(FieldId, Value)>,
}

impl Columns<'_> {
    fn name(&self, at: usize) -> Arc<str> {
        self.table.columns.get(at).map_or_else(|| Arc::from(""), |column| column.name.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::import::Column;

    fn table(name: &str, headers: &[&str]) -> RawTable {
        let columns = headers.iter().map(|name| Column { name: Arc::from(*name), spot: Spot::Whole }).collect();
        RawTable { name: name.to_owned(), columns, ..RawTable::default() }
    }

    fn kind_of(table: &RawTable, stem: &str) -> Option<&'static str> {
        place(table, stem, None).kind.map(|kind| Schema::built_in().kind(kind).name.as_str())
    }

    #[test]
    fn headers_tell_what_a_table_holds() {
        let hara = table("Sheet1", &["HE ID", "Hazardous event", "S", "E", "C", "ASIL", "Safety goal"]);
        assert_eq!(kind_of(&hara, "whatever"), Some("hazardous-event"));
        let tools = table("", &["Tool", "Version", "TI", "TD", "TCL"]);
        assert_eq!(kind_of(&tools, "x"), Some("tool"));
    }

    #[test]
    fn a_name_tells_where_headers_do_not() {
        assert_eq!(kind_of(&table("", &["ID", "Text"]), "safety-goals"), Some("safety-goal"));
        assert_eq!(kind_of(&table("", &["ID", "Text"]), "notes"), None);
    }

    #[test]
    fn two_columns_for_one_field_contradict_each_other() {
        let table = table("", &["HE ID", "S", "ASIL", "ASIL", "Severity"]);
        let value = |text: &&str| {
            (!text.is_empty()).then(|| Value { content: Content::Text(Arc::from(*text)), spot: Spot::Whole })
        };
        let placing = place(&table, "hara", None);
        assert_eq!((placing.troubles.len(), placing.unrecognised.clone()), (2, None), "{:?}", placing.troubles);
        let read = |cells: &[&str]| -> Vec<bool> {
            let row = RawRow { spot: Spot::Whole, id: None, cells: cells.iter().map(value).collect() };
            let record = record(row, &Columns { table: &table, constants: Vec::new() }, &placing, 0);
            let kind = Schema::built_in().kind(record.kind.unwrap());
            let is_read = |name| record.value(kind.field(name).unwrap()).is_some_and(|value| value.text().is_some());
            ["severity", "asil"].map(is_read).to_vec()
        };
        assert_eq!(read(&["HE-1", "S3", "D", "ASIL D", "3"]), [true, true]);
        assert_eq!(read(&["HE-1", "S3", "D", "C", "S1"]), [false, false]);
        assert_eq!(read(&["HE-1", "", "", "C", "S1"]), [true, true]);
        let entry = DocumentEntry { columns: [("severity".into(), "S".into())].into(), ..DocumentEntry::default() };
        assert_eq!(place(&table, "hara", Some(&entry)).troubles.len(), 1);
    }

    #[test]
    fn a_merged_cell_names_its_first_row_only() {
        let table = table("", &["HE ID", "Hazardous event", "S", "E", "C", "ASIL"]);
        let cell = |row: u32, column: u16, text: &str| {
            Some(Value { content: Content::Text(Arc::from(text)), spot: Spot::Cell { sheet: 0, row, column } })
        };
        let row = |number: u32| RawRow {
            spot: Spot::Cell { sheet: 0, row: number, column: 1 },
            id: None,
            cells: vec![cell(1, 0, "HE-1"), cell(number, 1, "Late"), cell(1, 2, "S3")],
        };
        let placing = place(&table, "hara", None);
        let columns = Columns { table: &table, constants: Vec::new() };
        let read = |number: u32| record(row(number), &columns, &placing, 0);
        assert_eq!((&*read(1).id, &*read(2).id), ("HE-1", ""));
        assert_eq!(read(2).values.len(), 2);
    }

    #[test]
    fn the_manifest_decides_over_headers() {
        let table = table("", &["Nr", "Einstufung", "S"]);
        let entry = DocumentEntry {
            record: Some("hazardous-event".into()),
            columns: [("id".into(), "Nr".into()), ("asil".into(), "Einstufung".into()), ("x".into(), "S".into())]
                .into(),
            ..DocumentEntry::default()
        };
        let placing = place(&table, "x", Some(&entry));
        assert!(placing.fields.iter().all(Option::is_some));
        assert_eq!(placing.troubles, ["`x` is no field of hazardous-event"]);
    }
}
