//! What is wrong with a work product of the list.

use rustc_hash::FxHashSet;

use super::spoken;
use crate::dossier::status::{self, Status};
use crate::dossier::{Document, Dossier, Reach, Reading, RecordRef, is_same_version};
use crate::rules::paths::{Worth, worth};
use crate::rules::{Examination, Verdict, quoted};

/// No work product of these standards is older; a date before is a slip.
const EARLIEST: i16 = 2000;

/// What is wrong with a work product that is not tailored out, and with which field.
pub(super) fn fault(
    exam: &Examination<'_>,
    record: RecordRef<'_>,
    state: Status,
    current: &FxHashSet<&str>,
) -> Option<(Verdict, &'static str, String)> {
    let absent = record.absent(&["version", "status", "date"]);
    let version = record.words("version").trim();
    let status = quoted(record.words("status"));
    let is_zero = version.trim_start_matches(['v', 'V']).bytes().all(|byte| matches!(byte, b'0' | b'.'));
    Some(match (state, record.date("date")) {
        _ if !absent.is_empty() => (Verdict::Gap, "version", format!("is listed without {}", spoken(&absent))),
        _ if is_zero => (Verdict::Gap, "version", format!("has version {version}, expected one that is released")),
        _ if is_draft(version) => {
            (Verdict::Gap, "version", format!("has version {}, expected one that is released", quoted(version)))
        }
        (Status::Open | Status::Unmet | Status::Ended, _) => {
            (Verdict::Gap, "status", format!("is {status}, expected released"))
        }
        (_, Reading::Unreadable(why)) => (Verdict::Unread, "date", format!("has a date that cannot be read: {why}")),
        (_, Reading::Present(date)) if date > exam.as_of => {
            (Verdict::Gap, "date", format!("is dated {date}, after the day of the assessment, {}", exam.as_of))
        }
        (_, Reading::Present(date)) if date.year() < EARLIEST => {
            (Verdict::Unsure, "date", format!("is dated {date}, before there was such a document"))
        }
        (Status::Released, _) => {
            let (verdict, what) = fault_of_file(exam, record, current)?;
            (verdict, "path", what)
        }
        _ => (Verdict::Unsure, "status", format!("is {status}, and whether that means released is not known")),
    })
}

/// The files of which some row of the list names the version, as far as they
/// have one. Where a file holds several work products, each has its own.
pub(super) fn current<'d>(exam: &Examination<'d>) -> FxHashSet<&'d str> {
    let mut current = FxHashSet::default();
    for record in exam.records("work-product") {
        let version = record.words("version");
        let documents = documents(exam.dossier, record).into_iter();
        let is_current = |file: &&Document| file.version().is_none_or(|own| is_same_version(own, version));
        current.extend(documents.filter(is_current).map(|file| file.relative.as_str()));
    }
    current
}

/// The documents that a work product names.
fn documents<'d>(dossier: &'d Dossier, record: RecordRef<'_>) -> Vec<&'d Document> {
    let files = dossier.named(record.words("path")).files;
    files.iter().filter_map(|file| dossier.document_at(&file.path)).collect()
}

/// What is wrong with the file that a work product is.
fn fault_of_file(
    exam: &Examination<'_>,
    record: RecordRef<'_>,
    current: &FxHashSet<&str>,
) -> Option<(Verdict, String)> {
    let version = record.words("version").trim();
    let cell = record.words("path").trim();
    if cell.is_empty() {
        return None;
    }
    match worth(exam, record, cell) {
        Worth::Missing if exam.dossier.reach(cell) == Reach::Folder => {
            Some((Verdict::Gap, format!("points at the folder {}, expected a file", quoted(cell))))
        }
        Worth::Missing => Some((Verdict::Gap, format!("points at {}, which is not in the dossier", quoted(cell)))),
        Worth::Doubtful(why) => Some((Verdict::Unsure, format!("points at {}, and that {why}", quoted(cell)))),
        Worth::Holds => {
            let other =
                documents(exam.dossier, record).into_iter().find(|file| !current.contains(file.relative.as_str()))?;
            let own = quoted(other.version()?);
            let what = format!("has version {}, and {} is version {own}", quoted(version), quoted(&other.relative));
            Some((Verdict::Unsure, what))
        }
    }
}

/// True for `0.1 draft`, `2.0 (for review)`.
fn is_draft(version: &str) -> bool {
    let words = version.trim_start_matches(|c: char| !c.is_alphabetic() || c == 'v' || c == 'V');
    status::status(words.trim_end_matches(')')) == Status::Open
}
