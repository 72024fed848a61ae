use std::collections::BTreeMap;

use crate::dossier::{DocumentId, RecordRef};
use crate::rules::{Check, Examination, Where, quoted, rule};

rule! {
    /// A document speaks of another software version, is not released itself, or is of tomorrow.
    ///
    /// ## Why it matters
    /// Evidence for another version shows nothing of this one until somebody has looked
    /// at what changed. It is shown, and it does not count. Neither does a row that says
    /// of itself that it is a draft, rejected or to be confirmed.
    ///
    /// ## Example
    /// ```toml
    /// [vehicle]
    /// software_version = "2.1"
    ///
    /// [[document]]
    /// path = "test-report.csv"
    /// about_version = "2.0"
    /// ```
    ///
    /// ## Instead
    /// Run the tests again on the version to be released, or show by an impact analysis
    /// that the older result still holds and say so in the document.
    ///
    /// ## Source
    /// ISO 26262-8:2018, clause 7 (configuration management), in own words.
    "dossier/stale-document" {
        severity: Warning,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

fn check(exam: &mut Examination<'_>) {
    let version = exam.dossier.manifest.vehicle.software_version.as_str();
    for (document, id) in exam.dossier.documents.iter().zip(0..) {
        let why = document.stale(version, exam.as_of);
        // What nobody named is looked at for what it says of itself.
        if document.entry.is_none() && why.is_none() {
            continue;
        }
        exam.saw(Where::document(id));
        if let Some(why) = why {
            exam.warn(Where::document(id), why)
                .help("release it, repeat the work on this version, or show that the result still holds");
        }
    }
    rows(exam);
}

/// Rows whose status is no plain yes: one remark for all of a file that say the same.
fn rows(exam: &mut Examination<'_>) {
    let mut unsettled: BTreeMap<(DocumentId, &str, &str, &str), (RecordRef<'_>, usize)> = BTreeMap::new();
    for record in exam.dossier.all_records().filter(|record| !JUDGED.contains(&record.kind_name())) {
        let Some(value) = record.unsettled().filter(|_| record.kind.is_some()) else { continue };
        let header = record.header_of(value).unwrap_or_default();
        let key = (record.document, record.kind_name(), header, value.text().unwrap_or_default().trim());
        unsettled.entry(key).or_insert((record, 0)).1 += 1;
    }
    for ((_, _, header, status), (record, count)) in unsettled {
        let more = if count > 1 { format!(", and {} more with it", count - 1) } else { String::new() };
        let what = if is_status(header) { "the status".to_owned() } else { format!("in {} the entry", quoted(header)) };
        let message = format!("{} has {what} {}{more}, and does not count", record.name(), quoted(status));
        exam.warn(record, message).help("settle it, or take the row out");
    }
}

/// True for a column that is called what it holds.
fn is_status(header: &str) -> bool {
    header.is_empty() || ["stat", "zustand"].iter().any(|word| header.to_lowercase().contains(word))
}

/// Kinds of record whose status rules of their own look at.
const JUDGED: [&str; 4] = ["certificate", "requirement", "statement", "work-product"];
