//! The approval that a dossier is for: its date, what is declared of the
//! type, and the periods that clauses count from a date.

use jiff::Span;
use jiff::civil::Date;

use super::Examination;
use crate::dossier::FactValue;
use crate::standard::Limit;

/// The day of the approval; without one declared, the day of the assessment.
pub(super) fn date(exam: &Examination<'_>) -> Date {
    exam.dossier.manifest.vehicle.approval_date.unwrap_or(exam.as_of)
}

/// That day as messages name it.
pub(super) fn day(exam: &Examination<'_>) -> String {
    match exam.dossier.manifest.vehicle.approval_date {
        Some(date) => format!("the approval on {date}"),
        None => format!("the day of the assessment, {}", exam.as_of),
    }
}

/// What is declared of the type under `name`; none if it is no yes or no.
pub(super) fn declared(exam: &Examination<'_>, name: &str) -> Option<bool> {
    match exam.dossier.fact(name)?.value {
        FactValue::Truth(truth) => Some(truth),
        _ => None,
    }
}

/// The day on which the period that a clause sets ends, counted from `start`.
pub(super) fn end_of_period(start: Date, limit: &Limit) -> Option<Date> {
    let count: i64 = limit.value.parse().ok()?;
    let span = match limit.unit.as_str() {
        "year" => Span::new().try_years(count),
        "month" => Span::new().try_months(count),
        "day" => Span::new().try_days(count),
        _ => return None,
    };
    start.checked_add(span.ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::Comparator;

    #[test]
    fn periods_are_counted_in_the_calendar() {
        let limit = |value: &str, unit: &str| Limit {
            quantity: String::new(),
            comparator: Comparator::AtMost,
            value: value.to_owned(),
            unit: unit.to_owned(),
            fact: None,
        };
        let start = Date::constant(2024, 2, 29);
        assert_eq!(end_of_period(start, &limit("3", "year")), Some(Date::constant(2027, 2, 28)));
        assert_eq!(end_of_period(start, &limit("12", "month")), Some(Date::constant(2025, 2, 28)));
        assert_eq!(end_of_period(start, &limit("14", "day")), Some(Date::constant(2024, 3, 14)));
        assert_eq!(end_of_period(start, &limit("reasonable", "day")), None);
        assert_eq!(end_of_period(start, &limit("3", "furlong")), None);
        assert_eq!(end_of_period(start, &limit("99999", "year")), None);
    }
}
