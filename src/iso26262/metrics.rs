//! Targets of the hardware architectural metrics.

use super::{certainty, rows};
use crate::dossier::Quantity;
use crate::dossier::values::Asil;
use crate::standard::{Certainty, Comparator, Library, Row};

/// The target of a metric for an ASIL.
#[derive(Debug, Clone, Copy)]
pub struct Target<'l> {
    row: Row<'l>,
    comparator: Comparator,
    bound: f64,
}

impl<'l> Target<'l> {
    /// True if a value reaches it.
    pub fn is_met(&self, value: f64) -> bool {
        self.comparator.holds(value, self.bound)
    }

    /// True if missing it is no mere recommendation missed.
    pub fn is_required(&self) -> bool {
        self.row.get("obligation") == "shall"
    }

    /// The clause that sets it.
    pub fn clause(&self) -> &'l str {
        self.row.get("clause")
    }

    /// How sure it is.
    pub fn certainty(&self) -> Certainty {
        certainty(self.row, "")
    }
}

impl std::fmt::Display for Target<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.row.get("unit") {
            "1" => write!(f, "{} {}", self.comparator.name(), percent(self.bound)),
            unit => write!(f, "{} {} {unit}", self.comparator.name(), self.row.get("value")),
        }
    }
}

/// The target of `metric` for an ASIL; none where nothing is asked.
pub fn target<'l>(library: &'l Library, metric: &str, asil: Asil) -> Option<Target<'l>> {
    let row =
        rows(library, "hardware-metrics").find(|row| row.get("metric") == metric && row.get("asil") == asil.name())?;
    let comparator = Comparator::from_name(row.get("comparator"))?;
    Some(Target { row, comparator, bound: row.get("value").parse().ok()? })
}

/// The metrics that have targets, in the order of the table.
pub fn metrics(library: &Library) -> Vec<&str> {
    let mut names: Vec<&str> = rows(library, "hardware-metrics").map(|row| row.get("metric")).collect();
    names.dedup();
    names
}

/// A fraction between 0 and 1: `0.99`, `99 %`, or `99`, which can be no fraction.
pub fn fraction(quantity: &Quantity) -> Result<f64, String> {
    let value = match quantity.unit.to_lowercase().as_str() {
        "" if quantity.value > 1.0 => quantity.value / 100.0,
        "" | "fraction" | "ratio" => quantity.value,
        "percent" => quantity.value / 100.0,
        _ => quantity.in_unit("1")?,
    };
    if (0.0..=1.0).contains(&value) { Ok(value) } else { Err(format!("`{quantity}` is no share of a whole")) }
}

/// A rate per hour. A number without unit may be per hour, in FIT or of a lifetime.
pub fn rate(quantity: &Quantity) -> Result<f64, String> {
    if quantity.unit.is_empty() {
        return Err(format!("`{quantity}` has no unit, expected 1/h or FIT"));
    }
    let value = quantity.in_unit("1/h")?;
    if value >= 0.0 { Ok(value) } else { Err(format!("`{quantity}` is no rate")) }
}

/// A fraction in percent, without digits that mean nothing.
pub fn percent(fraction: f64) -> String {
    let text = format!("{:.4}", fraction * 100.0);
    format!("{} %", text.trim_end_matches('0').trim_end_matches('.'))
}

/// A rate per hour, without digits that mean nothing.
pub fn hourly(rate: f64) -> String {
    let text = format!("{rate:.3e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    format!("{}e{exponent} 1/h", mantissa.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn met(metric: &str, asil: Asil, text: &str) -> Option<bool> {
        let quantity = Quantity::read(text).unwrap();
        let value = if metric == "PMHF" { rate(&quantity) } else { fraction(&quantity) };
        target(Library::built_in(), metric, asil).map(|target| target.is_met(value.unwrap()))
    }

    #[test]
    fn values_against_targets() {
        for (metric, asil, text, expected) in [
            ("SPFM", Asil::D, "0.987", false),
            ("SPFM", Asil::D, "99 %", true),
            ("SPFM", Asil::B, "0.89", false),
            ("LFM", Asil::C, "0.80", true),
            ("LFM", Asil::C, "79.9", false),
            ("PMHF", Asil::D, "10 FIT", false),
            ("PMHF", Asil::D, "1e-8 /h", false),
            ("PMHF", Asil::D, "9.9 FIT", true),
            ("PMHF", Asil::B, "9e-8 1/h", true),
        ] {
            assert_eq!(met(metric, asil, text), Some(expected), "{metric} {asil} {text}");
        }
        assert_eq!(met("SPFM", Asil::A, "0.1"), None);
        assert_eq!(met("PMHF", Asil::Qm, "1 FIT"), None);
    }

    #[test]
    fn a_miss_at_asil_b_is_a_recommendation_missed() {
        let required = |asil| target(Library::built_in(), "SPFM", asil).map(|target| target.is_required());
        assert_eq!((required(Asil::B), required(Asil::C), required(Asil::D)), (Some(false), Some(true), Some(true)));
    }

    #[test]
    fn what_can_be_two_things_is_not_guessed() {
        assert!(rate(&Quantity::read("10").unwrap()).is_err());
        assert!(rate(&Quantity::read("5e-9").unwrap()).is_err());
        assert!(rate(&Quantity::read("10 m").unwrap()).is_err());
        assert!(fraction(&Quantity::read("101 %").unwrap()).is_err());
        assert!(fraction(&Quantity::read("10 FIT").unwrap()).is_err());
    }

    #[test]
    fn targets_are_named_as_people_do() {
        let name = |metric, asil| target(Library::built_in(), metric, asil).map(|target| target.to_string());
        assert_eq!(name("SPFM", Asil::C).as_deref(), Some(">= 97 %"));
        assert_eq!(name("PMHF", Asil::D).as_deref(), Some("< 1e-8 1/h"));
        assert_eq!(percent(0.9949999), "99.5 %");
        assert_eq!((hourly(1e-8), hourly(8.500_000_1e-9)), ("1e-8 1/h".to_owned(), "8.5e-9 1/h".to_owned()));
        assert_eq!(metrics(Library::built_in()), ["SPFM", "LFM", "PMHF"]);
    }
}
