//! The ranges that values have to lie in.

use std::fmt;

use serde::Deserialize;

/// A lower and an upper bound, each perhaps absent.
#[derive(Debug, Clone, PartialEq)]
pub struct Bounds {
    low: Option<Bound>,
    high: Option<Bound>,
    unit: String,
}

#[derive(Debug, Clone, PartialEq)]
struct Bound {
    value: f64,
    /// As the table writes it: `PI/2`.
    written: String,
    /// True if the bound itself is excluded.
    is_open: bool,
    /// How far beyond it a value may lie.
    slack: f64,
}

/// A row of `bounds.csv` as it is written.
#[derive(Debug, Deserialize)]
pub(super) struct BoundsRow {
    pub(super) owner: String,
    pub(super) attribute: String,
    low: String,
    low_open: String,
    high: String,
    high_open: String,
    unit: String,
}

impl BoundsRow {
    pub(super) fn bounds(&self) -> Result<Bounds, String> {
        let bounds = Bounds::written([&self.low, &self.low_open], [&self.high, &self.high_open], &self.unit)?;
        bounds.ok_or_else(|| format!("`{}` of `{}` has no bound", self.attribute, self.owner))
    }
}

fn bound(written: &str, open: &str) -> Result<Option<Bound>, String> {
    use std::f64::consts::{FRAC_PI_2, PI, TAU};
    let is_open = open == "yes";
    let value = match written {
        "" => return Ok(None),
        "PI" => PI,
        "-PI" => -PI,
        "PI/2" => FRAC_PI_2,
        "-PI/2" => -FRAC_PI_2,
        "2PI" => TAU,
        number => number.parse().map_err(|_| format!("`{number}` is no bound"))?,
    };
    // People write 3.1416 for a half turn: what is off by the last digits only is within.
    let slack = if written.contains("PI") { 1e-3 } else { 0.0 };
    Ok(Some(Bound { value, written: written.to_owned(), is_open, slack }))
}

impl Bounds {
    /// Bounds as a table writes them, each with `yes` if it is excluded itself; none without any.
    pub(super) fn written(low: [&str; 2], high: [&str; 2], unit: &str) -> Result<Option<Bounds>, String> {
        let (low, high) = (bound(low[0], low[1])?, bound(high[0], high[1])?);
        let is_bounded = low.is_some() || high.is_some();
        Ok(is_bounded.then(|| Bounds { low, high, unit: unit.to_owned() }))
    }

    /// True if `value` lies within.
    pub fn admit(&self, value: f64) -> bool {
        let is_above = |low: &Bound| if low.is_open { value > low.value } else { value >= low.value - low.slack };
        let is_below = |high: &Bound| {
            let limit = high.value + high.slack;
            // A full turn that is excluded is 0; written roughly it is still no fault.
            if high.is_open && high.slack == 0.0 { value < limit } else { value <= limit }
        };
        self.low.as_ref().is_none_or(is_above) && self.high.as_ref().is_none_or(is_below)
    }
}

impl fmt::Display for Bounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = if matches!(self.unit.as_str(), "" | "1") { String::new() } else { format!(" {}", self.unit) };
        match (&self.low, &self.high) {
            (Some(low), Some(high)) => write!(f, "from {} to {}{unit}", low.written, high.written),
            (Some(low), None) if low.is_open => write!(f, "more than {}{unit}", low.written),
            (Some(low), None) => write!(f, "at least {}{unit}", low.written),
            (None, Some(high)) if high.is_open => write!(f, "less than {}{unit}", high.written),
            (None, Some(high)) => write!(f, "at most {}{unit}", high.written),
            (None, None) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(low: &str, low_open: &str, high: &str, high_open: &str) -> Bounds {
        let text = |text: &str| text.to_owned();
        let (low, low_open, high, high_open) = (text(low), text(low_open), text(high), text(high_open));
        let row =
            BoundsRow { owner: text("A"), attribute: text("b"), low, low_open, high, high_open, unit: text("rad") };
        row.bounds().unwrap()
    }

    #[test]
    fn bounds_are_open_or_closed() {
        let positive = bounds("0", "yes", "", "");
        assert!(positive.admit(0.1) && !positive.admit(0.0) && !positive.admit(-1.0));
        assert_eq!(positive.to_string(), "more than 0 rad");
        let share = bounds("0", "", "1", "");
        assert!(share.admit(0.0) && share.admit(1.0) && !share.admit(1.0001));
        let angle = bounds("-PI", "", "PI", "");
        let half_turn = std::f64::consts::PI;
        assert!(angle.admit(half_turn + 1e-5) && angle.admit(-half_turn) && !angle.admit(3.2));
        assert_eq!(angle.to_string(), "from -PI to PI rad");
    }

    #[test]
    fn a_row_needs_a_bound() {
        let empty = || String::new();
        let row = BoundsRow {
            owner: "A".into(),
            attribute: "b".into(),
            low: empty(),
            low_open: empty(),
            high: empty(),
            high_open: empty(),
            unit: empty(),
        };
        assert!(row.bounds().is_err());
    }
}
