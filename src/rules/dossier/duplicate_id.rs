use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::dossier::schema::FieldType;
use crate::dossier::{CopyOf, DocumentId, RecordRef, Schema};
use crate::rules::{Check, Examination, rule};

rule! {
    /// Two records of one kind have the same identifier.
    ///
    /// ## Why it matters
    /// A link by identifier cannot tell them apart: evidence for the one would count for
    /// the other.
    ///
    /// ## Example
    /// ```csv
    /// id,text
    /// SG-1,The vehicle shall stay in its lane
    /// SG-1,The vehicle shall not brake without reason
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,text
    /// SG-1,The vehicle shall stay in its lane
    /// SG-2,The vehicle shall not brake without reason
    /// ```
    /// Records that say the same are one record, which counts once; that they stand there
    /// twice is a warning.
    ///
    /// ## Source
    /// ISO 26262-8:2018, 6.4.2.5 for safety requirements; for other records it follows
    /// from what an identifier is.
    "dossier/duplicate-id" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

/// Kinds whose rows share an identifier on purpose (a row a component, a row
/// a run of the same test), and those that rules of their own look at.
const SEVERAL_ROWS: [&str; 6] = ["cyber-test", "requirement", "rxswin", "safety-goal", "test-record", "verification"];

fn check(exam: &mut Examination<'_>) {
    copies(exam);
    for (_, kind) in Schema::built_in().kinds().filter(|(_, kind)| !SEVERAL_ROWS.contains(&kind.name.as_str())) {
        // Where the identifier is not required, rows are no named things.
        if !kind.fields.iter().any(|field| field.of_type == FieldType::Id && field.is_required) {
            continue;
        }
        let mut first: FxHashMap<&str, RecordRef<'_>> = FxHashMap::default();
        for record in exam.records(&kind.name).into_iter().filter(|record| !record.id.is_empty()) {
            exam.saw(record);
            let id = record.identifier();
            if let Some(other) = first.get(id) {
                if says_the_same(record, *other) {
                    continue;
                }
                let place = exam.dossier.place(other.document, other.spot);
                exam.fail(
                    (record, "id"),
                    format!("`{id}` is already the id of another {} ({place})", kind.title.to_lowercase()),
                )
                .help("give each record an id of its own");
            } else {
                first.insert(id, record);
            }
        }
    }
}

/// Lists that stand in the dossier twice: one remark for two files.
fn copies(exam: &mut Examination<'_>) {
    let mut pairs: BTreeMap<(DocumentId, DocumentId), Vec<CopyOf>> = BTreeMap::new();
    let dossier = exam.dossier;
    for copy in &dossier.copies {
        let (one, other) = (dossier.record(copy.copy), dossier.record(copy.first));
        // A name alone may be listed anywhere.
        if one.into_inner().values.len() > 1 {
            pairs.entry((one.document, other.document)).or_default().push(*copy);
        }
    }
    for copies in pairs.values() {
        let Some((copy, first)) = copies.first().map(|one| (dossier.record(one.copy), dossier.record(one.first)))
        else {
            continue;
        };
        let place = dossier.place(first.document, first.spot);
        let message = match copies.len() {
            1 => format!("{} says the same as at {place}, and counts once", copy.name()),
            count => format!("{} and {} more say the same as from {place} on, and count once", copy.name(), count - 1),
        };
        exam.warn(copy, message).help("keep one of them, or name the file of the copy under `ignore`");
    }
}

/// True if two records differ in no field that both have: a list may stand in
/// several files.
fn says_the_same(one: RecordRef<'_>, other: RecordRef<'_>) -> bool {
    let values = &one.into_inner().values;
    values
        .iter()
        .all(|(field, value)| other.into_inner().value(*field).is_none_or(|same| same.content == value.content))
}
