//! The minimum following distance (5.2.3.3): speed times a time gap that grows
//! with speed.

use super::{KMH, clause, rows};
use crate::standard::{Clause, Library};

/// By how much a distance may be shorter, in metres. The text does not say
/// whether the gap in time or the distance is interpolated; the two differ by
/// less, and so do the rounded distances of the table.
pub const TOLERANCE: f64 = 0.1;

/// Speeds that differ by less are the same, in metres per second: the
/// regulation prints them to two places.
const SAME: f64 = 0.005;

/// The time gap asked for at a speed.
#[derive(Debug, Clone)]
struct Entry<'l> {
    /// In metres per second.
    speed: f64,
    /// In seconds.
    gap: f64,
    /// The rows on the gap and on the distance.
    clauses: Vec<&'l Clause>,
}

/// The table for one category of vehicles.
#[derive(Debug, Clone)]
pub struct FollowingDistance<'l> {
    /// In the order of speed.
    entries: Vec<Entry<'l>>,
    /// The shortest distance, in metres, and its row.
    floor: (f64, Option<&'l Clause>),
}

impl<'l> FollowingDistance<'l> {
    /// The table for vehicles of `category` in `edition`; none if that edition has none.
    pub fn of(library: &'l Library, category: &str, edition: Option<&str>) -> Option<FollowingDistance<'l>> {
        let mut table = FollowingDistance { entries: Vec::new(), floor: (0.0, None) };
        for row in rows(library, "following-distance") {
            let distance = clause(library, row, "distance", edition).filter(|clause| is_for(clause, category));
            let gap = clause(library, row, "time_gap", edition).filter(|clause| is_for(clause, category));
            let number = |clause: &Clause| clause.limit.as_ref().and_then(|limit| limit.number());
            match (row.get("speed").parse::<f64>(), gap, distance) {
                (Ok(speed), Some(gap), _) => table.entries.push(Entry {
                    speed: speed / KMH,
                    gap: number(gap)?,
                    clauses: std::iter::once(gap).chain(distance).collect(),
                }),
                (_, None, Some(floor)) => table.floor = (number(floor)?, Some(floor)),
                _ => {}
            }
        }
        table.entries.sort_by(|a, b| a.speed.total_cmp(&b.speed));
        (!table.entries.is_empty()).then_some(table)
    }

    /// The distance asked for at `speed`, in metres; none above the table,
    /// where the rule of the country applies. `speed` is in metres per second.
    pub fn at(&self, speed: f64) -> Option<f64> {
        let (below, above) = self.around(speed)?;
        if below.is_none() {
            return Some(self.floor.0);
        }
        let gap = match below.filter(|below| above.speed - below.speed > SAME) {
            Some(below) => {
                let share = (speed - below.speed) / (above.speed - below.speed);
                below.gap + share * (above.gap - below.gap)
            }
            None => above.gap,
        };
        Some((speed * gap).max(self.floor.0))
    }

    /// The highest speed of the table, in metres per second.
    pub fn top(&self) -> f64 {
        self.entries.last().map_or(0.0, |entry| entry.speed)
    }

    /// The rows that `speed` is judged by.
    pub fn clauses_at(&self, speed: f64) -> Vec<&'l Clause> {
        match self.around(speed) {
            None => Vec::new(),
            Some((None, _)) => self.floor.1.into_iter().collect(),
            Some((Some(below), above)) if above.speed - speed > SAME => {
                below.clauses.iter().chain(&above.clauses).copied().collect()
            }
            Some((Some(_), above)) => above.clauses.clone(),
        }
    }

    /// The entries below and above `speed`: none below at less than the first
    /// entry, nothing at all above the last.
    fn around(&self, speed: f64) -> Option<(Option<&Entry<'l>>, &Entry<'l>)> {
        let at = self.entries.iter().position(|entry| speed <= entry.speed + SAME)?;
        let above = &self.entries[at];
        let below = if (above.speed - speed).abs() <= SAME {
            Some(above)
        } else {
            at.checked_sub(1).map(|at| &self.entries[at])
        };
        Some((below, above))
    }
}

fn is_for(clause: &Clause, category: &str) -> bool {
    clause.applies.categories.iter().any(|one| category.starts_with(one.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(category: &str) -> FollowingDistance<'static> {
        FollowingDistance::of(Library::built_in(), category, Some("01")).unwrap()
    }

    fn assert_near(found: Option<f64>, expected: f64, speed: f64) {
        let found = found.unwrap();
        assert!((found - expected).abs() < 0.006, "{speed} km/h: {found}, expected {expected}");
    }

    #[test]
    fn gaps_between_rows_are_interpolated() {
        for (speed, distance) in [(15.0, 4.79), (25.0, 8.68), (33.0, 12.19), (45.0, 18.12), (55.0, 23.68), (5.0, 2.0)] {
            assert_near(table("M1").at(speed / KMH), distance, speed);
            assert_near(table("N1").at(speed / KMH), distance, speed);
        }
        for (speed, distance) in [(25.0, 11.81), (55.0, 35.14), (5.0, 2.4), (0.0, 2.4)] {
            for category in ["M2", "M3", "N2", "N3"] {
                assert_near(table(category).at(speed / KMH), distance, speed);
            }
        }
    }

    #[test]
    fn nothing_is_asked_above_the_table() {
        assert_eq!(table("M1").at(60.1 / KMH), None);
        assert!(table("M1").clauses_at(60.1 / KMH).is_empty());
    }

    /// The distances that the regulation prints are those that its gaps give.
    #[test]
    fn gaps_and_distances_agree() {
        let table = table("M1");
        assert_eq!(table.entries.len(), 7);
        for entry in &table.entries {
            let printed = entry.clauses[1].limit.as_ref().unwrap().number().unwrap();
            let found = table.at(entry.speed).unwrap();
            assert!((found - printed).abs() < 0.051, "{}: {found}, printed {printed}", entry.clauses[1].id);
        }
    }

    /// Every row of the regulation on gaps and distances has its speed here,
    /// and the speed is the one that its condition names.
    #[test]
    fn the_speeds_are_those_of_the_clause_rows() {
        let library = Library::built_in();
        let mut known = Vec::new();
        for row in rows(library, "following-distance") {
            for column in ["time_gap", "distance"].into_iter().filter(|column| !row.get(column).is_empty()) {
                let clause = library.clause(row.get(column)).unwrap();
                let speed =
                    if row.get("speed") == "0" { "below 2 m/s".into() } else { format!("{} km/h", row.get("speed")) };
                assert!(clause.condition.contains(&format!("present speed {speed}")), "{}: {speed}", clause.id);
                known.push(&*clause.id);
            }
        }
        let marks = ["#fd", "#tg", "#floor"];
        for clause in library.standards().iter().flat_map(|standard| &standard.clauses) {
            let is_row = clause.id.starts_with("UN-R157:5.2.3.3#") && marks.iter().any(|mark| clause.id.contains(mark));
            assert!(!is_row || known.contains(&&*clause.id), "{} has no speed", clause.id);
        }
    }

    #[test]
    fn heavy_vehicles_have_no_table_before_supplement_3() {
        assert!(FollowingDistance::of(Library::built_in(), "N3", Some("00")).is_none());
        assert!(FollowingDistance::of(Library::built_in(), "N3", Some("00-S3")).is_some());
        assert!(FollowingDistance::of(Library::built_in(), "M1", Some("00")).is_some());
    }
}
