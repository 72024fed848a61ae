//! The series that a recorder keeps around a trigger.

use rustc_hash::FxHashMap;

use super::incomplete_recorder::judge_presence;
use super::rows;
use crate::dossier::RecordRef;
use crate::rules::{Examination, lacking};
use crate::standard::{Certainty, Clause, Library, Row};

/// Under what condition an element is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    /// Always.
    Always,
    /// If the system has it: what it knows of objects.
    ObjectsAvailable,
    /// If that is not available: sensor data stand in for it.
    ObjectsMissing,
}

impl When {
    fn from_name(name: &str) -> Option<When> {
        match name {
            "" => Some(When::Always),
            "objects available" => Some(When::ObjectsAvailable),
            "objects missing" => Some(When::ObjectsMissing),
            _ => None,
        }
    }
}

/// A row of the table: from when to when an element is recorded, in seconds
/// from the trigger.
#[derive(Debug, Clone, Copy)]
struct Interval {
    start: f64,
    end: f64,
    when: When,
    certainty: Certainty,
}

/// The intervals by clause.
pub(super) struct Intervals<'l> {
    by_clause: FxHashMap<&'l str, Interval>,
}

impl<'l> Intervals<'l> {
    pub(super) fn of(library: &'l Library) -> Intervals<'l> {
        let interval = |row: Row<'l>| {
            let number = |column| row.get(column).parse::<f64>().ok();
            let (start, end, when) = (number("start_s")?, number("end_s")?, When::from_name(row.get("when"))?);
            let certainty = Certainty::from_name(row.get("certainty"))?;
            Some((row.get("clause"), Interval { start, end, when, certainty }))
        };
        Intervals { by_clause: rows(library, "recorder-series").filter_map(interval).collect() }
    }

    /// An element without a row is always recorded.
    fn when(&self, clause: &Clause) -> When {
        self.by_clause.get(&*clause.id).map_or(When::Always, |interval| interval.when)
    }

    /// True for data that may stay in a format of their own.
    pub(super) fn is_sensor_data(&self, clause: &Clause) -> bool {
        self.when(clause) == When::ObjectsMissing
    }
}

/// True unless an element is not there, is said not to be recorded or not to apply.
fn is_recorded(element: Option<RecordRef<'_>>) -> bool {
    element.is_some_and(|element| element.yes_no("recorded").present() != Some(false) && !element.has("not_applicable"))
}

pub(super) fn judge_series<'d>(
    exam: &mut Examination<'d>,
    intervals: &Intervals<'_>,
    series: &[(&Clause, Option<RecordRef<'d>>)],
    first: RecordRef<'d>,
) {
    let lacks = |(clause, element): &(&Clause, Option<RecordRef<'_>>)| {
        intervals.when(clause) == When::ObjectsAvailable && !is_recorded(*element)
    };
    let lacks_objects = series.iter().any(lacks);
    for (clause, element) in series {
        let is_needed = match intervals.when(clause) {
            When::Always => true,
            When::ObjectsAvailable => false,
            When::ObjectsMissing => lacks_objects,
        };
        if is_needed {
            judge_presence(exam, clause, *element, first);
        }
        if let Some(element) = element.filter(|element| is_recorded(Some(*element))) {
            if !is_needed {
                exam.saw_for(&clause.id, element);
            }
            if let Some(interval) = intervals.by_clause.get(&*clause.id) {
                judge_length(exam, clause, *interval, element);
            }
        }
    }
}

/// The series begins and ends where its row says.
fn judge_length<'d>(exam: &mut Examination<'d>, clause: &Clause, interval: Interval, element: RecordRef<'d>) {
    let name = &clause.title;
    let absent = element.absent(&["series_start", "series_end"]);
    if !absent.is_empty() {
        exam.gap(element, format!("the series of `{name}` has {}", lacking(&absent)))
            .clause(&clause.id)
            .help("say from when to when it is recorded, in seconds from the trigger");
        return;
    }
    exam.rests_on(Some(&clause.id), interval.certainty, "table of the series of the recorder");
    let start = exam.read(element, "series_start", element.number("series_start"));
    let end = exam.read(element, "series_end", element.number("series_end"));
    let (Some(start), Some(end)) = (start, end) else { return };
    let is_short = end < interval.end && !element.has("ended_early");
    if start > interval.start || is_short {
        let (begins, ends) = (interval.start, interval.end);
        exam.fail(
            (element, "series_start"),
            format!("`{name}` is recorded from {start} s to {end} s, expected {begins} s to {ends} s"),
        )
        .clause(&clause.id)
        .help("record more, or say that the vehicle stood or had reached a mitigated risk condition");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::Dossier;
    use crate::expression::{Truth, evaluate};

    /// The table and the rows of the clauses say the same.
    #[test]
    fn every_row_of_the_table_is_read_and_has_a_clause() {
        let library = Library::built_in();
        let intervals = Intervals::of(library);
        let table: Vec<Row<'_>> = rows(library, "recorder-series").collect();
        assert_eq!(intervals.by_clause.len(), table.len());
        for row in table {
            let clause = library.clause(row.get("clause")).unwrap();
            assert_eq!(clause.title, row.get("element"));
            let start = clause.limit.as_ref().and_then(|limit| limit.number());
            assert_eq!(start, Some(intervals.by_clause[&*clause.id].start), "{}", clause.id);
        }
        let of_series = |clause: &&Clause| clause.id.starts_with("UN-ADS:A8.5.3.2#");
        let clauses = library.standards().iter().flat_map(|standard| &standard.clauses);
        assert_eq!(clauses.filter(of_series).count(), intervals.by_clause.len());
    }

    /// Where the facts are not declared, it is not known whether the clauses apply.
    #[test]
    fn clauses_on_where_records_are_stored_depend_on_a_fact() {
        let library = Library::built_in();
        let day = jiff::civil::Date::constant(2026, 11, 21);
        let of = |manifest: &str, clause: &str| {
            let condition = library.clause(clause).unwrap().applies.condition.as_deref().unwrap();
            evaluate(condition, &Dossier::from_manifest("vehicle.toml", manifest).unwrap(), day)
        };
        let (on_board, off_board) = ("UN-ADS:A8.4.5.1", "UN-ADS:A8.4.6.1");
        assert!(matches!(of("", on_board), Truth::Unknown(_)));
        assert!(matches!(of("[facts]\nads.takeover = true\n", off_board), Truth::Unknown(_)));
        let stored = "[facts]\nads.stored_on_board = true\n";
        assert!(matches!((of(stored, on_board), of(stored, off_board)), (Truth::True, Truth::False)));
    }
}
