use rustc_hash::FxHashMap;

use crate::dossier::schema::FieldType;
use crate::dossier::{RecordRef, Schema};
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

/// True if two records differ in no field that both have: a list may stand in
/// several files.
fn says_the_same(one: RecordRef<'_>, other: RecordRef<'_>) -> bool {
    let values = &one.into_inner().values;
    values
        .iter()
        .all(|(field, value)| other.into_inner().value(*field).is_none_or(|same| same.content == value.content))
}
