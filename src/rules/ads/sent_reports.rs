//! The reports themselves: how often they come, and what they hold.

use rustc_hash::FxHashSet;

use super::limit;
use super::occurrences::{Occurrence, Report, years_after};
use crate::rules::{Examination, listed};

pub(super) const PERIODIC: &str = "UN-ADS:7.4.9.3";
const BY_FEATURE: &str = "UN-ADS:A5.1.3";
/// How many names a message lists.
const LISTED: usize = 6;

/// No more than a year lies between two periodic reports, and since the last.
pub(super) fn judge_interval<'d>(exam: &mut Examination<'d>, occurrences: &[Occurrence<'d>], reports: &[Report<'d>]) {
    let Some(years) = limit(exam.library, PERIODIC).and_then(|limit| limit.number()) else { return };
    let periodic = reports.iter().filter(|report| report.kind == "periodic");
    let sent: Vec<_> = periodic.map(|report| (report.sent_on, report.record)).collect();
    sent.iter().for_each(|(_, record)| exam.saw_for(PERIODIC, *record));
    let is_late = |from, to| years_after(from, years).is_some_and(|due| due < to);
    for pair in sent.windows(2) {
        let [(before, _), (after, record)] = pair else { continue };
        if is_late(*before, *after) {
            exam.fail(
                (*record, "sent_on"),
                format!("{} of {after} follows one of {before}, expected one a year", record.name()),
            )
            .clause(PERIODIC)
            .help("report at least once a year");
        }
    }
    let first_known = || occurrences.iter().map(|one| (one.known_on, one.record)).min_by_key(|(known, _)| *known);
    let Some((since, record)) = sent.last().copied().or_else(first_known) else { return };
    if is_late(since, exam.as_of) {
        exam.fail(record, format!("no periodic report was sent since {since}, expected one a year"))
            .clause(PERIODIC)
            .help("report at least once a year, also where nothing happened");
    }
}

pub(super) fn judge_content<'d>(exam: &mut Examination<'d>, reports: &[Report<'d>]) {
    let features: Vec<&str> = exam.dossier.records("feature").map(|feature| feature.identifier()).collect();
    for report in reports.iter().filter(|report| report.kind != "notification") {
        let (record, name) = (report.record, report.record.name());
        let is_periodic = report.kind == "periodic";
        let template = if is_periodic { "UN-ADS:7.4.9.4" } else { "UN-ADS:7.4.8.3" };
        exam.saw_for(template, record);
        if record.has("fields_missing") {
            let fields = record.words("fields_missing");
            exam.gap((record, "fields_missing"), format!("{name} leaves fields of the template empty: {fields}"))
                .clause(template)
                .help("fill them; N/A is for fields of a short-term report that do not apply");
        }
        if is_periodic && features.len() > 1 {
            exam.saw_for(BY_FEATURE, record);
            let told: FxHashSet<&str> = record.list("features").into_iter().collect();
            let absent: Vec<String> =
                features.iter().filter(|id| !told.contains(*id)).map(|id| (*id).to_owned()).collect();
            if !absent.is_empty() {
                exam.gap(record, format!("{name} does not tell apart {}", listed(&absent, LISTED)))
                    .clause(BY_FEATURE)
                    .help("report each feature by itself");
            }
        }
    }
}
