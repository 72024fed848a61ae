//! Occurrences in service and the reports on them.

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::limit;
use crate::dossier::RecordRef;
use crate::rules::Examination;
use crate::rules::words::key;
use crate::standard::Clause;

/// The row on which occurrences count: a feature was active, or just had been.
const COUNTS: &str = "UN-ADS:7.4.6";
/// The row on what is reported at all.
const SCOPE: &str = "UN-ADS:7.4.9.1";
/// The row on the report whose time runs from that moment.
const SHORT_TERM: &str = "UN-ADS:7.4.8.2";
/// The row on the moment from which time runs.
const CLOCK: &str = "UN-ADS:A6.1.2";

/// An occurrence that has to be reported.
#[derive(Debug, Clone)]
pub(super) struct Occurrence<'d> {
    pub(super) record: RecordRef<'d>,
    /// `critical`, `significant` or `other`.
    pub(super) class: &'d str,
    /// When the maker knew of it.
    pub(super) known_on: Date,
    /// The rows of Annex 3 that it falls under.
    pub(super) categories: Vec<&'d Clause>,
}

/// A report that was sent.
#[derive(Debug, Clone, Copy)]
pub(super) struct Report<'d> {
    pub(super) record: RecordRef<'d>,
    pub(super) kind: &'d str,
    pub(super) sent_on: Date,
}

/// Reads the occurrences that count; what is missing is reported.
pub(super) fn occurrences<'d>(exam: &mut Examination<'d>) -> Vec<Occurrence<'d>> {
    let mut found = Vec::new();
    for record in exam.records("occurrence") {
        if !counts(exam, record) {
            continue;
        }
        let name = record.name();
        if record.text("class").is_absent() {
            exam.leave_open(&[SHORT_TERM], record, format!("{name} has no class"));
            exam.gap(record, format!("{name} has no class"))
                .clause("UN-ADS:A3.1")
                .help("class it: critical, significant or other");
        }
        if record.text("known_on").is_absent() {
            exam.gap(record, format!("nothing says when {name} became known"))
                .clause(CLOCK)
                .clause(SHORT_TERM)
                .help("say when it became known: time runs from then");
        }
        judge_order(exam, record);
        let class = exam.read(record, "class", record.choice("class"));
        let known_on = exam.read(record, "known_on", record.date("known_on"));
        let categories = categories(exam, record);
        if let (Some(class), Some(known_on)) = (class, known_on) {
            found.push(Occurrence { record, class, known_on, categories });
        }
    }
    found
}

/// Nobody knows of an occurrence before it.
fn judge_order<'d>(exam: &mut Examination<'d>, record: RecordRef<'d>) {
    let days = ["occurred_on", "known_on"].map(|field| record.date(field).present());
    if let [Some(occurred_on), Some(known_on)] = days
        && known_on < occurred_on
    {
        let message = format!("{} is of {occurred_on}, and became known on {known_on}", record.name());
        exam.unsure((record, "known_on"), message)
            .about(&[CLOCK, SHORT_TERM])
            .help("correct the dates: time runs from the day on which it became known");
    }
}

/// True if a feature was active, or had been shortly before.
fn counts<'d>(exam: &mut Examination<'d>, record: RecordRef<'d>) -> bool {
    let active = exam.read(record, "feature_active", record.yes_no("feature_active"));
    let inactive_for = exam.read(record, "seconds_since_active", record.number("seconds_since_active"));
    let longest = limit(exam.library, COUNTS).and_then(|limit| limit.number());
    match (active, inactive_for, longest) {
        (Some(true), _, _) => true,
        (_, Some(seconds), Some(longest)) => seconds <= longest,
        (Some(false), None, _) => {
            let message = format!("{} does not say how long before it a feature was active", record.name());
            exam.leave_open(&[SHORT_TERM], record, message.clone());
            exam.unsure(record, message)
                .clause(COUNTS)
                .clause(SCOPE)
                .help("state the seconds since a feature was active");
            false
        }
        // What the maker lists counts, if nothing says otherwise.
        _ => true,
    }
}

/// The rows of Annex 3 that the record names by their endings.
fn categories<'d>(exam: &mut Examination<'d>, record: RecordRef<'d>) -> Vec<&'d Clause> {
    let mut found = Vec::new();
    for category in record.list("categories") {
        let ending = key(category);
        let rows = ["A3.2", "A3.3"].map(|table| format!("UN-ADS:{table}#{ending}"));
        match rows.iter().find_map(|id| exam.library.clause(id)) {
            Some(clause) => found.push(clause),
            None => {
                exam.unsure(
                    (record, "categories"),
                    format!("`{category}` of {} is no category of Annex 3", record.name()),
                )
                .clause(SCOPE)
                .help("use the ending of a row of Annex 3, such as odd, mrc, req, risk, em or fail");
            }
        }
    }
    found
}

/// Reads the reports under the regulation; one without a date is reported.
pub(super) fn reports<'d>(exam: &mut Examination<'d>) -> Vec<Report<'d>> {
    let mut found = Vec::new();
    for record in exam.records("report") {
        let Some(kind) = exam.read(record, "kind", record.choice("kind")) else { continue };
        let clause = match kind {
            "notification" => "UN-ADS:7.4.7.1",
            "short-term" => SHORT_TERM,
            "periodic" => "UN-ADS:7.4.9.3",
            _ => continue,
        };
        if record.text("sent_on").is_absent() {
            exam.gap(record, format!("nothing says when {} was sent", record.name()))
                .clause(clause)
                .help("add the day on which it was sent");
        }
        let sent_on = exam.read(record, "sent_on", record.date("sent_on"));
        if let Some(sent_on) = sent_on.filter(|day| *day > exam.as_of) {
            let (name, as_of) = (record.name(), exam.as_of);
            exam.unsure((record, "sent_on"), format!("{name} is of {sent_on}, after the assessment of {as_of}"))
                .clause(clause)
                .help("give the day on which the report was sent");
        }
        if let Some(sent_on) = sent_on {
            found.push(Report { record, kind, sent_on });
        }
    }
    found.sort_by_key(|report| report.sent_on);
    found
}

/// The reports by the occurrences that they name, each list by date.
pub(super) fn by_occurrence<'d>(reports: &[Report<'d>]) -> FxHashMap<&'d str, Vec<Report<'d>>> {
    let mut index: FxHashMap<&str, Vec<Report<'_>>> = FxHashMap::default();
    for report in reports {
        for id in report.record.ids("occurrences") {
            index.entry(id).or_default().push(*report);
        }
    }
    index
}

/// The whole days from one day to another.
pub(super) fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// The day so many years later.
pub(super) fn years_after(date: Date, years: f64) -> Option<Date> {
    #[expect(clippy::cast_possible_truncation, reason = "years of a clause are few")]
    let span = jiff::Span::new().try_months((years * 12.0).round() as i64).ok()?;
    date.checked_add(span).ok()
}
