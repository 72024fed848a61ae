//! Bounds on how often something may happen.

use crate::dossier::{Quantity, Reading, RecordRef, is_unit};

/// So many events per unit of exposure.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rate {
    /// Events per `unit`.
    pub(super) value: f64,
    /// The unit of exposure: `h`, `km`, `mile`.
    pub(super) unit: String,
}

impl Rate {
    /// Reads a rate whose unit stands with it or in a field of its own.
    pub(super) fn read(record: RecordRef<'_>, value: &str, unit: &str) -> Reading<Rate> {
        record.quantity(value).and_then(|quantity| {
            let unit = if quantity.unit.is_empty() { record.words(unit) } else { &quantity.unit };
            let (factor, unit) = per(unit)
                .ok_or_else(|| format!("`{unit}` is no unit of a rate, expected such as 1/h, per km or per mile"))?;
            match quantity.value * factor {
                rate if rate > 0.0 => Ok(Rate { value: rate, unit: unit.to_owned() }),
                _ => Err(format!("a rate of {quantity} cannot be shown, expected more than 0")),
            }
        })
    }

    /// The rate per another unit of exposure.
    pub(super) fn per(&self, unit: &str) -> Result<f64, String> {
        let one = Quantity { value: 1.0, unit: self.unit.clone() };
        Ok(self.value / one.in_unit(unit)?)
    }
}

impl std::fmt::Display for Rate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:e} per {}", self.value, self.unit)
    }
}

/// The unit of exposure in the unit of a rate, and what the number is times.
pub(super) fn per(unit: &str) -> Option<(f64, &str)> {
    let unit = unit.trim();
    if unit.eq_ignore_ascii_case("fit") {
        return Some((1e-9, "h"));
    }
    let above = ["per ", "1/", "/"].iter().find_map(|start| unit.strip_prefix(start));
    let below = || unit.strip_suffix("-1").map(|unit| unit.trim_end_matches('^'));
    above.or_else(below).map(str::trim).filter(|unit| is_unit(unit)).map(|unit| (1.0, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_rates() {
        assert_eq!(per("per mile"), Some((1.0, "mile")));
        assert_eq!(per("1/h"), Some((1.0, "h")));
        assert_eq!(per("h^-1"), Some((1.0, "h")));
        assert_eq!(per("FIT"), Some((1e-9, "h")));
        assert_eq!(per("km"), None);
        assert_eq!(per("per furlong"), None);
    }

    #[test]
    fn rates_are_compared_over_the_same_exposure() {
        let rate = Rate { value: 1e-6, unit: "km".to_owned() };
        assert!((rate.per("mile").unwrap() - 1.609_344e-6).abs() < 1e-15);
        assert!(rate.per("h").is_err());
        assert_eq!(rate.to_string(), "1e-6 per km");
    }
}
