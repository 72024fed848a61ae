//! The figures by which a scenario is taken to be implausible.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

/// A row of `plausible.csv`; its other columns are for people.
#[derive(Debug, Deserialize)]
struct Figure {
    name: String,
    value: f64,
}

/// The figure called `name` in `plausible.csv`, in the unit that stands there.
pub fn figure(name: &str) -> Option<f64> {
    static FIGURES: OnceLock<FxHashMap<String, f64>> = OnceLock::new();
    let figures = FIGURES.get_or_init(|| {
        let text = include_str!("../../standards/asam/openscenario/plausible.csv");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        reader.deserialize().filter_map(Result::ok).map(|row: Figure| (row.name, row.value)).collect()
    });
    figures.get(name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_that_rules_use_are_there() {
        let used = [
            "snow-warmest",
            "rain-coldest",
            "rain-heavy",
            "sun-lowest",
            "sun-tolerance",
            "friction-highest",
            "gravity",
            "heading-highest",
            "tilt-highest",
            "same-place",
        ];
        for name in used {
            assert!(figure(name).is_some(), "{name}");
        }
    }
}
