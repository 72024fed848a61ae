//! The report on a critical or significant occurrence within days.

use super::limit;
use super::occurrences::{Occurrence, Report, days};
use crate::rules::Examination;

const SHORT_SCOPE: &str = "UN-ADS:7.4.8.1";
const SHORT_TERM: &str = "UN-ADS:7.4.8.2";

/// The first report names the occurrence, comes after it, and in time.
pub(super) fn judge_short_term<'d>(exam: &mut Examination<'d>, occurrence: &Occurrence<'d>, sent: &[Report<'d>]) {
    let Some(most) = limit(exam.library, SHORT_TERM).and_then(|limit| limit.number()) else { return };
    let name = occurrence.record.name();
    let first = sent.iter().find(|report| report.kind == "short-term");
    let delay = days(occurrence.known_on, first.map_or(exam.as_of, |report| report.sent_on));
    let is_late = f64::from(delay) > most;
    // What is not sent yet and not late shows nothing.
    if first.is_some() || is_late {
        exam.saw_for(SHORT_TERM, occurrence.record);
        exam.saw_for(SHORT_SCOPE, occurrence.record);
    }
    match first {
        // A report on something cannot come before it.
        Some(report) if delay < 0 => {
            let message = format!(
                "{} is of {}, before {name} was known, {}",
                report.record.name(),
                report.sent_on,
                occurrence.known_on
            );
            exam.unsure((report.record, "sent_on"), message)
                .clause(SHORT_TERM)
                .clause(SHORT_SCOPE)
                .help("correct the dates, or the occurrences that the report names");
        }
        Some(report) if is_late => {
            let message =
                format!("{} came {delay} days after {name} was known, expected at most {most}", report.record.name());
            exam.fail((report.record, "sent_on"), message)
                .clause(SHORT_TERM)
                .help("send the short-term report in time, and supplement it later");
        }
        None if is_late => {
            let message =
                format!("{name} is known since {delay} days without a short-term report, expected within {most}");
            exam.fail(occurrence.record, message)
                .clause(SHORT_TERM)
                .clause(SHORT_SCOPE)
                .help("send the short-term report, and name the occurrence in it");
        }
        _ => {}
    }
}
