use super::limit;
use super::occurrences::{Occurrence, Report, by_occurrence, days, occurrences, reports, years_after};
use super::sent_reports::{PERIODIC, judge_content, judge_interval};
use super::short_term::judge_short_term;
use crate::dossier::FactValue;
use crate::rules::{Check, Examination, rule};

rule! {
    /// A report to the authority is late, missing or incomplete.
    ///
    /// ## Why it matters
    /// Critical and significant occurrences are reported within 30 days of becoming known, and
    /// all of them at least once a year, by feature. A critical one is notified first, without
    /// unreasonable delay; how many hours that is, national law says and not the regulation.
    ///
    /// ## Example
    /// ```csv
    /// id,kind,sent,occurrences
    /// RP-1,short-term,2026-08-15,O-1
    /// ```
    /// with `O-1` known since 2026-07-01.
    ///
    /// ## Instead
    /// ```csv
    /// id,kind,sent,occurrences
    /// RP-1,short-term,2026-07-28,O-1
    /// ```
    /// The delay of a notification is stated and not judged, unless the manifest declares the
    /// national deadline as the fact `ads.notification_deadline`, in days or hours. A report is
    /// incomplete if the record of it says which fields of the template are empty; the report
    /// itself is not read.
    ///
    /// ## Source
    /// UN ADS regulation, 7.4.6 to 7.4.9 and Annexes 3, 5 and 6.
    "ads/report-overdue" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const NOTIFICATION: &str = "UN-ADS:7.4.7.1";
const PERIODIC_SCOPE: &str = "UN-ADS:7.4.9.1";
const CRITICAL: &str = "UN-ADS:A3.1";
const DEADLINE: &str = "ads.notification_deadline";

fn check(exam: &mut Examination<'_>) {
    let occurrences = occurrences(exam);
    let reports = reports(exam);
    let index = by_occurrence(&reports);
    // A periodic report may give sums only; then no occurrence can be missed in it.
    let names_each = reports.iter().any(|report| report.kind == "periodic" && report.record.has("occurrences"));
    for occurrence in &occurrences {
        let sent: &[Report<'_>] = index.get(occurrence.record.identifier()).map_or(&[], Vec::as_slice);
        judge_class(exam, occurrence);
        if occurrence.class == "critical" {
            judge_notification(exam, occurrence, sent);
            judge_note(exam, occurrence, sent);
        }
        if occurrence.class != "other" {
            judge_short_term(exam, occurrence, sent);
        }
        if names_each {
            judge_mention(exam, occurrence, sent);
        }
    }
    judge_interval(exam, &occurrences, &reports);
    judge_content(exam, &reports);
}

/// An occurrence of a category with two reports is more than `other`.
fn judge_class<'d>(exam: &mut Examination<'d>, occurrence: &Occurrence<'d>) {
    let at = occurrence.record;
    for clause in &occurrence.categories {
        exam.saw_for(&clause.id, at);
        let types = clause.limit.as_ref().and_then(|limit| limit.number()).unwrap_or_default();
        if occurrence.class == "other" && types > 1.0 {
            let message =
                format!("{} is classed as other, and `{}` asks for a short-term report", at.name(), clause.title);
            exam.fail((at, "class"), message).clause(&clause.id).help("class it as significant, and report it");
        }
    }
}

fn judge_notification<'d>(exam: &mut Examination<'d>, occurrence: &Occurrence<'d>, sent: &[Report<'d>]) {
    let notified = sent.iter().find(|report| report.kind == "notification");
    let delay = days(occurrence.known_on, notified.map_or(exam.as_of, |report| report.sent_on));
    let (name, shown) = (occurrence.record.name(), in_days(delay));
    let what = match notified {
        Some(_) => format!("{name} was notified {shown} after it was known"),
        None => format!("{name} is known since {shown} and not notified"),
    };
    let at = notified.map_or(occurrence.record, |report| report.record);
    let Some((deadline, is_in_days)) = deadline(exam) else {
        exam.unsure(at, format!("{what}; the regulation sets no figure for it"))
            .clause(NOTIFICATION)
            .help(format!("compare the delay with national law, or declare its deadline as the fact `{DEADLINE}`"));
        return;
    };
    let delay = f64::from(delay);
    // Two dates are up to a day nearer or farther than their difference.
    if !is_in_days && delay - 1.0 < deadline && deadline < delay + 1.0 {
        exam.unsure(at, format!("{what}, and dates do not tell whether that is in time"))
            .clause(NOTIFICATION)
            .help("compare the hours");
        return;
    }
    let is_late = delay > deadline;
    // What is not sent yet and not late shows nothing.
    if notified.is_some() || is_late {
        exam.saw_for(NOTIFICATION, at);
    }
    if is_late {
        exam.fail(at, format!("{what}, later than the deadline declared"))
            .clause(NOTIFICATION)
            .help("notify the authority as soon as an occurrence is known");
    }
}

/// The national deadline in days, and whether it was declared in days.
fn deadline(exam: &Examination<'_>) -> Option<(f64, bool)> {
    let FactValue::Number(declared) = &exam.dossier.fact(DEADLINE)?.value else { return None };
    let is_in_days = declared.unit.is_empty() || declared.unit.starts_with('d');
    declared
        .in_unit("day")
        .ok()
        .filter(|deadline| deadline.is_finite() && *deadline >= 0.0)
        .map(|deadline| (deadline, is_in_days))
}

fn in_days(number: i32) -> String {
    if number == 1 { "1 day".to_owned() } else { format!("{number} days") }
}

/// A critical occurrence of another category too is entered twice, with a note.
fn judge_note<'d>(exam: &mut Examination<'d>, occurrence: &Occurrence<'d>, sent: &[Report<'d>]) {
    let periodic: Vec<&Report<'_>> = sent.iter().filter(|report| report.kind == "periodic").collect();
    let (Some(first), false) = (periodic.first(), occurrence.categories.is_empty()) else { return };
    exam.saw_for(CRITICAL, first.record);
    if !periodic.iter().any(|report| report.record.has("note")) {
        let message = format!(
            "{} is critical and of another category, and {} has no note on it",
            occurrence.record.name(),
            first.record.name()
        );
        exam.gap(first.record, message)
            .clause(CRITICAL)
            .help("enter it under both, with a note that it is one occurrence");
    }
}

/// After a year, a periodic report names each occurrence.
fn judge_mention<'d>(exam: &mut Examination<'d>, occurrence: &Occurrence<'d>, sent: &[Report<'d>]) {
    let is_named = sent.iter().any(|report| report.kind == "periodic");
    let years = limit(exam.library, PERIODIC).and_then(|limit| limit.number());
    let due = years.and_then(|years| years_after(occurrence.known_on, years));
    let is_due = due.is_some_and(|due| due < exam.as_of);
    if is_named || is_due {
        exam.saw_for(PERIODIC_SCOPE, occurrence.record);
    }
    if is_due && !is_named {
        exam.fail(occurrence.record, format!("no periodic report names {}", occurrence.record.name()))
            .clause(PERIODIC_SCOPE)
            .help("name every occurrence of Annex 3 in a periodic report");
    }
}
