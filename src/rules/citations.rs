//! Collects the references to clauses that a dossier holds.

use rayon::prelude::*;

use super::{Cited, Where};
use crate::citation::{Register, scan};
use crate::dossier::schema::FieldType;
use crate::dossier::{Content, Dossier, FieldId, RecordRef, Schema, Spot, Value};

/// The references in the order of the files: records, then paragraphs.
pub(super) fn collect<'d>(dossier: &'d Dossier, register: &Register<'d>) -> Vec<Cited<'d>> {
    let records: Vec<RecordRef<'d>> = dossier.all_records().collect();
    let in_records = records.par_iter().flat_map_iter(|record| of_record(*record, register));
    let mut citations: Vec<Cited<'d>> = in_records.collect();
    for (document, id) in dossier.documents.iter().zip(0..) {
        for paragraph in &document.paragraphs {
            let at = Where { document: id, spot: paragraph.spot, record: None };
            citations.extend(of_text(&paragraph.text, at, paragraph.is_heading, register));
        }
    }
    citations.sort_by_key(|cited| cited.at.document);
    citations
}

fn of_record<'d>(record: RecordRef<'d>, register: &Register<'d>) -> Vec<Cited<'d>> {
    let record_values: &'d crate::dossier::Record = record.into_inner();
    let fields = record_values.values.iter().filter(|(field, _)| holds_prose(record, *field)).map(|(_, value)| value);
    let values = fields.chain(record_values.others.iter().map(|(_, value)| value));
    let cited = |value: &'d Value| {
        let Content::Text(text) = &value.content else { return Vec::new() };
        let spot = if value.spot == Spot::Whole { record.spot } else { value.spot };
        let at = Where { document: record.document, spot, record: Some(record.number) };
        of_text(text, at, false, register)
    };
    values.flat_map(cited).collect()
}

/// Identifiers, dates and ratings hold no references.
fn holds_prose(record: RecordRef<'_>, field: FieldId) -> bool {
    let Some(kind) = record.kind else { return true };
    let of_type = Schema::built_in().kind(kind).get(field).of_type;
    matches!(of_type, FieldType::Text | FieldType::List | FieldType::Clauses | FieldType::Path)
}

fn of_text<'d>(text: &'d str, at: Where, in_heading: bool, register: &Register<'d>) -> Vec<Cited<'d>> {
    let cited = |citation| {
        let found = register.find(&citation);
        Cited { at, citation, found, text, in_heading }
    };
    scan(text).into_iter().map(cited).collect()
}
