//! The forward detection range (7.1.1) that a specified maximum speed needs.

use super::{clause, rows};
use crate::standard::{Clause, Library};

/// A row: up to this speed, this range.
#[derive(Debug, Clone)]
pub struct Step<'l> {
    /// In kilometres per hour.
    pub speed: f64,
    /// In metres.
    pub range: f64,
    /// The clause row.
    pub clause: &'l Clause,
}

/// The table of an edition.
#[derive(Debug, Clone)]
pub struct DetectionRange<'l> {
    steps: Vec<Step<'l>>,
}

impl<'l> DetectionRange<'l> {
    /// The table of `edition`; none if it has none.
    pub fn of(library: &'l Library, edition: Option<&str>) -> Option<DetectionRange<'l>> {
        let step = |row| {
            let clause = clause(library, row, "clause", edition)?;
            let range = clause.limit.as_ref()?.number()?;
            Some(Step { speed: row.get("speed").parse().ok()?, range, clause })
        };
        let mut steps: Vec<Step<'l>> = rows(library, "detection-range").filter_map(step).collect();
        steps.sort_by(|a, b| a.speed.total_cmp(&b.speed));
        (!steps.is_empty()).then_some(DetectionRange { steps })
    }

    /// The rows that a speed has reached; the first always holds.
    pub fn reached(&self, speed: f64) -> impl Iterator<Item = &Step<'l>> {
        self.steps.iter().enumerate().filter(move |(at, step)| *at == 0 || step.speed <= speed).map(|(_, step)| step)
    }

    /// The row that covers a speed: the next one that is not below it. None
    /// above the table.
    pub fn covering(&self, speed: f64) -> Option<&Step<'l>> {
        self.steps.iter().find(|step| step.speed >= speed)
    }

    /// The range on the straight line between two rows. Whether the
    /// regulation means that was not read.
    pub fn interpolated(&self, speed: f64) -> Option<f64> {
        let at = self.steps.iter().position(|step| step.speed >= speed)?;
        let above = &self.steps[at];
        let Some(below) = at.checked_sub(1).map(|at| &self.steps[at]) else { return Some(above.range) };
        let share = (speed - below.speed) / (above.speed - below.speed);
        Some(below.range + share * (above.range - below.range))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(edition: &str) -> DetectionRange<'static> {
        DetectionRange::of(Library::built_in(), Some(edition)).unwrap()
    }

    #[test]
    fn the_range_grows_with_the_speed() {
        let expected = [
            (60.0, 46.0),
            (70.0, 50.0),
            (80.0, 60.0),
            (90.0, 75.0),
            (100.0, 90.0),
            (110.0, 110.0),
            (120.0, 130.0),
            (130.0, 150.0),
        ];
        let table = table("01-S4");
        for (speed, range) in expected {
            let step = table.covering(speed).unwrap();
            assert_eq!((step.speed, step.range), (speed, range));
            assert_eq!(table.interpolated(speed), Some(range));
        }
        assert_eq!(table.covering(0.0).map(|step| step.range), Some(46.0));
        assert!(table.covering(131.0).is_none());
        assert_eq!(table.reached(95.0).count(), 4);
        assert_eq!(table.reached(30.0).count(), 1);
    }

    #[test]
    fn between_rows_the_next_one_covers() {
        let table = table("01");
        assert_eq!(table.covering(95.0).map(|step| step.range), Some(90.0));
        assert_eq!(table.interpolated(95.0), Some(82.5));
    }

    #[test]
    fn the_original_version_has_one_row() {
        let table = table("00");
        assert_eq!(table.covering(60.0).map(|step| step.range), Some(46.0));
        assert!(table.covering(70.0).is_none());
    }

    /// Every row of the regulation on the range has its speed here.
    #[test]
    fn the_speeds_are_those_of_the_clause_rows() {
        let library = Library::built_in();
        let known: Vec<&str> = rows(library, "detection-range").map(|row| row.get("clause")).collect();
        for row in rows(library, "detection-range") {
            let clause = library.clause(row.get("clause")).unwrap();
            assert!(clause.condition.ends_with(&format!("{} km/h", row.get("speed"))), "{}", clause.id);
        }
        for clause in library.standards().iter().flat_map(|standard| &standard.clauses) {
            let is_row = clause.id.starts_with("UN-R157:7.1.1@01#") && !clause.id.ends_with("#basis");
            assert!(!is_row || known.contains(&&*clause.id), "{} has no speed", clause.id);
        }
    }
}
