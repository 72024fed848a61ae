//! The figures by which a scenario is taken to be implausible.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

/// A row of `plausible.csv`; its other columns are for people.
#[derive(Debug, Deserialize)]
struct Figure {
    name: String,
    value: f64,
    unit: String,
    says: String,
    places: String,
}

/// A value that is implausible above a figure.
#[derive(Debug)]
pub struct Limit {
    /// The element, with elements around it before it: `Vehicle`, `Performance`.
    pub path: Vec<&'static str>,
    /// The attribute.
    pub attribute: &'static str,
    /// The figure.
    pub most: f64,
    /// Its unit.
    pub unit: &'static str,
    /// What it says: `no land vehicle has been faster`.
    pub says: &'static str,
}

fn figures() -> &'static [Figure] {
    static FIGURES: OnceLock<Vec<Figure>> = OnceLock::new();
    FIGURES.get_or_init(|| {
        let text = include_str!("../../standards/asam/openscenario/plausible.csv");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        reader.deserialize().filter_map(Result::ok).collect()
    })
}

/// The figure called `name` in `plausible.csv`, in the unit that stands there.
pub fn figure(name: &str) -> Option<f64> {
    static BY_NAME: OnceLock<FxHashMap<&str, f64>> = OnceLock::new();
    let by_name = BY_NAME.get_or_init(|| figures().iter().map(|row| (row.name.as_str(), row.value)).collect());
    by_name.get(name).copied()
}

/// The values that one figure alone makes implausible, in the order of the table.
pub fn limits() -> &'static [Limit] {
    static LIMITS: OnceLock<Vec<Limit>> = OnceLock::new();
    LIMITS.get_or_init(|| figures().iter().flat_map(of_figure).collect())
}

/// The limits of a row: its places are `Outer/Element@attribute` with spaces between them.
fn of_figure(row: &'static Figure) -> impl Iterator<Item = Limit> {
    row.places.split_whitespace().filter_map(|place| {
        let (path, attribute) = place.split_once('@')?;
        let path = path.split('/').collect();
        Some(Limit { path, attribute, most: row.value, unit: &row.unit, says: &row.says })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_that_rules_use_are_there() {
        let used = [
            "snow-warmest",
            "rain-coldest",
            "rain-moderate",
            "sun-lowest",
            "sun-tolerance",
            "friction-highest",
            "gravity",
            "heading-highest",
            "tilt-highest",
            "same-place",
            "land-fastest",
            "pedestrian-fastest",
            "trajectory-margin",
            "vehicle-longest",
            "lanes-most",
            "verge-widest",
        ];
        for name in used {
            assert!(figure(name).is_some(), "{name}");
        }
    }

    #[test]
    fn every_row_is_read() {
        let text = include_str!("../../standards/asam/openscenario/plausible.csv");
        assert_eq!(figures().len(), text.lines().count() - 1);
        assert_eq!(limits().len(), text.matches('@').count());
    }
}
