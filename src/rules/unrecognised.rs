//! Gaps that may come from a column whose header nobody knows: whether the
//! value is missing cannot be told.

use std::collections::BTreeSet;

use super::{Remark, Verdict};
use crate::dossier::{Dossier, FieldId, KindId, RecordRef, Schema, Unrecognised};

/// Turns gaps of records whose tables were not understood as a whole into what
/// they are: something that cannot be read. `asked` are the kinds of record
/// that the rule looked at.
pub(super) fn weaken(dossier: &Dossier, asked: &BTreeSet<KindId>, remarks: &mut [Remark]) {
    let tables: Vec<&Unrecognised> =
        dossier.documents.iter().flat_map(|document| &document.unrecognised).map(|table| &**table).collect();
    if tables.is_empty() {
        return;
    }
    for remark in remarks.iter_mut().filter(|remark| remark.verdict == Verdict::Gap) {
        let Some(record) = remark.at.record.map(|number| dossier.record(number)) else { continue };
        let of_record =
            record.into_inner().unrecognised.as_deref().filter(|table| is_open(record, remark.field, table));
        // What is said of a field of its own does not hang on links from elsewhere.
        let others = if remark.field.is_none() { tables.as_slice() } else { &[] };
        let of_link = || others.iter().copied().find(|table| asked.contains(&table.kind) && may_lead(table, record));
        let Some(table) = of_record.or_else(of_link) else { continue };
        remark.verdict = Verdict::Unread;
        remark.message = format!(
            "{}; that is not sure, for no column of a table was recognised as {}, and {} was not recognised",
            remark.message,
            table.names(),
            table.headers()
        );
        remark.help = Some(table.help(remark.field.filter(|field| table.fields.contains(field))));
    }
}

/// True if the gap may come from a column that was not recognised: it is about
/// the field lost, or about no field in particular.
fn is_open(record: RecordRef<'_>, field: Option<FieldId>, table: &Unrecognised) -> bool {
    field.is_none_or(|field| record.into_inner().value(field).is_none() && table.fields.contains(&field))
}

/// True if a link to records of this kind may be lost.
fn may_lead(table: &Unrecognised, record: RecordRef<'_>) -> bool {
    let kind = Schema::built_in().kind(table.kind);
    let of = record.kind_name();
    table.fields.iter().any(|field| kind.get(*field).links.iter().any(|link| link == of))
}
