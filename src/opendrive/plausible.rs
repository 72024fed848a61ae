//! The figures by which a road is taken to be implausible: `standards/asam/opendrive/plausible.csv`.

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
        let text = include_str!("../../standards/asam/opendrive/plausible.csv");
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
            "lane-width-highest",
            "lane-offset-highest",
            "curvature-highest",
            "superelevation-highest",
            "slope-highest",
            "elevation-jump-highest",
            "speed-highest",
            "signal-distance-highest",
        ];
        for name in used {
            assert!(figure(name).is_some(), "{name}");
        }
    }
}
