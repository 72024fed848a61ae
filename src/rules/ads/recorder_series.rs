//! The series that a recorder keeps around a trigger.

use super::incomplete_recorder::{is_recorded, judge_presence};
use crate::dossier::RecordRef;
use crate::rules::{Examination, lacking};
use crate::standard::Clause;

/// How the condition of a row begins whose element is recorded if there is one.
const IF_AVAILABLE: &str = "if available";
/// The same of the element that stands in for those.
pub(super) const IF_NOT: &str = "if object";

pub(super) fn judge_series<'d>(
    exam: &mut Examination<'d>,
    series: &[(&Clause, Option<RecordRef<'d>>)],
    first: RecordRef<'d>,
) {
    // Elements on objects are recorded if they are available, sensor data if they are not.
    let is_about = |clause: &Clause, words: &str| clause.condition.starts_with(words);
    let lacks_objects = series.iter().any(|(clause, element)| is_about(clause, IF_AVAILABLE) && !is_recorded(*element));
    for (clause, element) in series {
        let is_needed = if is_about(clause, IF_AVAILABLE) {
            false
        } else if is_about(clause, IF_NOT) {
            lacks_objects
        } else {
            true
        };
        if is_needed {
            judge_presence(exam, clause, *element, first);
        }
        if let Some(element) = element.filter(|element| is_recorded(Some(*element))) {
            if !is_needed {
                exam.saw_for(&clause.id, element);
            }
            judge_length(exam, clause, element);
        }
    }
}

/// The series begins and ends where its row says.
fn judge_length<'d>(exam: &mut Examination<'d>, clause: &Clause, element: RecordRef<'d>) {
    let name = &clause.title;
    let absent = element.absent(&["series_start", "series_end"]);
    if !absent.is_empty() {
        exam.gap(element, format!("the series of `{name}` has {}", lacking(&absent)))
            .clause(&clause.id)
            .help("say from when to when it is recorded, in seconds from the trigger");
        return;
    }
    let start = exam.read(element, "series_start", element.number("series_start"));
    let end = exam.read(element, "series_end", element.number("series_end"));
    let begins = clause.limit.as_ref().and_then(|limit| limit.number());
    let ends =
        clause.condition.split("end ").nth(1).and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
    let (Some(start), Some(end), Some(begins), Some(ends)) = (start, end, begins, ends) else { return };
    let is_short = end < ends && !element.has("ended_early");
    if start > begins || is_short {
        exam.fail(
            (element, "series_start"),
            format!("`{name}` is recorded from {start} s to {end} s, expected {begins} s to {ends} s"),
        )
        .clause(&clause.id)
        .help("record more, or say that the vehicle stood or had reached a mitigated risk condition");
    }
}
