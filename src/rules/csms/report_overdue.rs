use jiff::civil::Date;

use super::ASKED;
use crate::dossier::{RecordRef, Value};
use crate::rules::{Check, Examination, approval, certificate, limits, rule};

rule! {
    /// A yearly report on monitoring is overdue or leaves something out.
    ///
    /// ## Why it matters
    /// At least once a year the maker tells the authority what monitoring found, which new
    /// attacks there were, and that the mitigations still hold. Where reports fail to come,
    /// the certificate may be withdrawn.
    ///
    /// ## Example
    /// ```csv
    /// id,kind,sent_on,types,monitoring_outcome,new_attacks,effectiveness,actions
    /// RP-1,csms annual,2024-03-01,X1,no incident,none,all hold,none
    /// RP-2,csms annual,2025-09-01,X1,no incident,none,all hold,none
    /// ```
    ///
    /// ## Instead
    /// Send the next one within twelve months of the one before, the first within twelve
    /// months of the certificate; no report at all is overdue after that, too. Where there
    /// was no attack or no action, write `none`. The fact
    /// `csms.report_interval` declares the interval itself, such as `"12 months"`.
    ///
    /// ## Source
    /// UN R155, 7.4.1. Whether a report is due more often, a person judges.
    "csms/report-overdue" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const INTERVAL: &str = "UN-R155:7.4.1";
const ATTACKS: &str = "UN-R155:7.4.1#attacks";
const EFFECTIVENESS: &str = "UN-R155:7.4.1#effectiveness";

fn check(exam: &mut Examination<'_>) {
    // The interval that the maker declares.
    limits::check(exam);
    let reports: Vec<RecordRef<'_>> = exam.records("report").into_iter().filter(|report| is_yearly(*report)).collect();
    let is_none = reports.is_empty();
    let mut sent: Vec<(Date, RecordRef<'_>)> = Vec::new();
    for report in reports {
        judge_content(exam, report);
        let day = exam.read(report, "sent_on", report.date("sent_on"));
        if let Some(day) = day.filter(|day| *day > exam.as_of) {
            let name = report.name();
            exam.gap((report, "sent_on"), format!("the report {name} is to be sent on {day}, and is not sent yet"))
                .clause(INTERVAL)
                .help("give the day on which it was sent, or leave it out until then");
            continue;
        }
        sent.extend(day.map(|day| (day, report)));
    }
    sent.sort_by_key(|(day, report)| (*day, report.spot));
    if is_none {
        judge_lack(exam);
    }
    judge_intervals(exam, &sent);
}

/// No report at all, although the first one was due.
fn judge_lack(exam: &mut Examination<'_>) {
    let certificates = certificate::of_system(exam, ASKED.system).into_iter();
    let issued = certificates.filter_map(|record| Some((record.date("issued").present()?, record)));
    let Some((issued, first)) = issued.min_by_key(|(day, record)| (*day, record.number)) else { return };
    let Some(due) = due_after(exam, issued).filter(|due| exam.as_of > *due) else { return };
    exam.gap(
        (first, "issued"),
        format!("{} was issued on {issued}, and no yearly report is there, expected one by {due}", first.name()),
    )
    .clause(INTERVAL)
    .help("add the yearly reports that were sent");
}

/// The day on which the report after `from` is due.
fn due_after(exam: &Examination<'_>, from: Date) -> Option<Date> {
    let limit = exam.library.clause(INTERVAL)?.limit.as_ref()?;
    approval::end_of_period(from, limit)
}

/// A report of this kind, or one without kind that says what such a report says.
fn is_yearly(report: RecordRef<'_>) -> bool {
    match report.choice("kind").present() {
        Some(kind) => kind == "csms annual",
        None => ["monitoring_outcome", "effectiveness"].iter().any(|field| report.text(field).is_there()),
    }
}

/// True if the field says something; `none` is an answer here.
fn answers(report: RecordRef<'_>, field: &str) -> bool {
    let text = report.value(field).and_then(Value::text).unwrap_or_default();
    report.text(field).is_there() || text.trim().eq_ignore_ascii_case("none")
}

fn judge_content(exam: &mut Examination<'_>, report: RecordRef<'_>) {
    let parts = [
        ("sent_on", "when it was sent", INTERVAL),
        ("monitoring_outcome", "what monitoring found", INTERVAL),
        ("new_attacks", "whether there were new attacks", ATTACKS),
        ("effectiveness", "whether the mitigations still work", EFFECTIVENESS),
        ("types", "which vehicle types that holds for", EFFECTIVENESS),
        ("actions", "which actions were taken, if any", EFFECTIVENESS),
    ];
    for (field, what, clause) in parts {
        if answers(report, field) {
            exam.saw_for(clause, report);
        } else {
            exam.gap(report, format!("the report {} does not say {what}", report.name()))
                .clause(clause)
                .help(format!("fill `{field}`"));
        }
    }
}

/// The first report is due after the certificate, each other after the one
/// before it, and the next one today at the latest.
fn judge_intervals(exam: &mut Examination<'_>, sent: &[(Date, RecordRef<'_>)]) {
    let (Some(first), Some(last)) = (sent.first(), sent.last()) else { return };
    let certificates = certificate::of_system(exam, ASKED.system).into_iter();
    let issued = certificates.filter_map(|record| record.date("issued").present()).min();
    if let Some(issued) = issued {
        judge_interval(exam, issued, first.0, first.1, &format!("the first report, {}, was sent on", first.1.name()));
    }
    for pair in sent.windows(2) {
        if let [(before, _), (after, report)] = pair {
            judge_interval(exam, *before, *after, *report, &format!("the report {} was sent on", report.name()));
        }
    }
    judge_interval(exam, last.0, exam.as_of, last.1, &format!("no report after {} was sent until", last.1.name()));
}

fn judge_interval(exam: &mut Examination<'_>, from: Date, to: Date, report: RecordRef<'_>, what: &str) {
    let Some(limit) = exam.library.clause(INTERVAL).and_then(|clause| clause.limit.as_ref()) else { return };
    let Some(due) = approval::end_of_period(from, limit).filter(|due| to > *due) else { return };
    exam.fail((report, "sent_on"), format!("{what} {to}, expected {due} at the latest"))
        .clause(INTERVAL)
        .help(format!("send a report within {} {}s, or add the one that is missing", limit.value, limit.unit));
}
