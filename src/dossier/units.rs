//! Numbers with units, and what they are in the units of a limit.

/// A number with the unit it was written in.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// The number as written.
    pub value: f64,
    /// The unit as written; empty if there is none.
    pub unit: String,
}

/// A unit: names, what it measures, and how many of the base unit it is.
struct Unit {
    names: &'static [&'static str],
    dimension: Dimension,
    factor: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dimension {
    Length,
    Time,
    Calendar,
    Speed,
    Acceleration,
    Jerk,
    Ratio,
    Rate,
    PerLength,
    Count,
    Information,
    Force,
    Mass,
}

/// Units in use; the base units are those of the SI.
const UNITS: &[Unit] = &[
    unit(&["m", "metre", "metres", "meter", "meters"], Dimension::Length, 1.0),
    unit(&["mm"], Dimension::Length, 0.001),
    unit(&["cm"], Dimension::Length, 0.01),
    unit(&["km"], Dimension::Length, 1000.0),
    unit(&["mile", "miles", "mi"], Dimension::Length, 1609.344),
    unit(&["s", "sec", "second", "seconds"], Dimension::Time, 1.0),
    unit(&["ms"], Dimension::Time, 0.001),
    unit(&["min", "minute", "minutes"], Dimension::Time, 60.0),
    unit(&["h", "hour", "hours"], Dimension::Time, 3600.0),
    unit(&["day", "days", "d"], Dimension::Time, 86_400.0),
    // Months and years are no fixed number of days.
    unit(&["month", "months"], Dimension::Calendar, 1.0),
    unit(&["year", "years"], Dimension::Calendar, 12.0),
    unit(&["m/s"], Dimension::Speed, 1.0),
    unit(&["km/h", "kph", "kmh"], Dimension::Speed, 1.0 / 3.6),
    unit(&["mph"], Dimension::Speed, 0.447_04),
    unit(&["m/s2", "m/s²", "m/s^2"], Dimension::Acceleration, 1.0),
    unit(&["g"], Dimension::Acceleration, 9.806_65),
    unit(&["m/s3", "m/s³", "m/s^3"], Dimension::Jerk, 1.0),
    unit(&["1"], Dimension::Ratio, 1.0),
    unit(&["%"], Dimension::Ratio, 0.01),
    unit(&["1/h", "/h", "h-1", "per hour", "per h"], Dimension::Rate, 1.0 / 3600.0),
    unit(&["FIT", "fit"], Dimension::Rate, 1e-9 / 3600.0),
    unit(&["1/km", "/km", "per km"], Dimension::PerLength, 0.001),
    unit(&["1/mile", "/mile", "per mile"], Dimension::PerLength, 1.0 / 1609.344),
    unit(&["count", "pieces"], Dimension::Count, 1.0),
    unit(&["bit", "bits"], Dimension::Information, 1.0),
    unit(&["N"], Dimension::Force, 1.0),
    unit(&["kg"], Dimension::Mass, 1.0),
    unit(&["t"], Dimension::Mass, 1000.0),
];

const fn unit(names: &'static [&'static str], dimension: Dimension, factor: f64) -> Unit {
    Unit { names, dimension, factor }
}

fn find(name: &str) -> Option<&'static Unit> {
    let exact = UNITS.iter().find(|unit| unit.names.contains(&name));
    exact.or_else(|| UNITS.iter().find(|unit| unit.names.iter().any(|known| known.eq_ignore_ascii_case(name))))
}

/// True if we can convert this unit.
pub fn is_unit(name: &str) -> bool {
    find(name).is_some()
}

impl Quantity {
    /// Reads `130 km/h`, `4`, `1e-8 /h`, `99,5 %`.
    pub fn read(text: &str) -> Result<Quantity, String> {
        let text = text.trim();
        let fail = || format!("`{text}` is no number");
        let end = number_end(text);
        let (digits, unit) = text.split_at(end);
        // A comma before one or two digits is a decimal comma; any other is not guessed.
        let digits = match digits.split_once(',') {
            Some((whole, rest)) if rest.len() <= 2 && !rest.is_empty() => format!("{whole}.{rest}"),
            Some((whole, rest)) if rest.len() > 3 => format!("{whole}.{rest}"),
            Some(_) => {
                return Err(format!("`{text}` may be read in two ways, expected a decimal point and no grouping"));
            }
            None => digits.to_owned(),
        };
        let value: f64 = digits.parse().map_err(|_| fail())?;
        if !value.is_finite() {
            return Err(fail());
        }
        let unit = unit.trim();
        if !unit.is_empty() && find(unit).is_none() {
            return Err(format!("`{unit}` in `{text}` is no unit known here"));
        }
        Ok(Quantity { value, unit: unit.to_owned() })
    }

    /// Why this is no figure that a vehicle can have in `unit`, if it is none:
    /// negative, not finite, without its unit, or no whole number of things.
    /// What was expected is said, too.
    pub fn fault(&self, unit: &str) -> Option<String> {
        let is_count = matches!(unit, "" | "1" | "count");
        if !self.value.is_finite() || (unit == "count" && self.value.fract() != 0.0) {
            return Some(format!("is {self}, which is no {} number", if is_count { "whole" } else { "finite" }));
        }
        if self.value < 0.0 {
            return Some(format!("is {self}, expected no negative number"));
        }
        (self.unit.is_empty() && !is_count).then(|| format!("is {self} without a unit, expected one in {unit}"))
    }

    /// The number in `unit`, if it is a figure that a vehicle can have.
    pub fn figure(&self, unit: &str) -> Result<f64, String> {
        match self.fault(unit) {
            Some(fault) => Err(fault),
            None => self.in_unit(unit),
        }
    }

    /// The number in `unit`. A number without unit is taken to be in it.
    pub fn in_unit(&self, unit: &str) -> Result<f64, String> {
        if self.unit.is_empty() || self.unit == unit {
            return Ok(self.value);
        }
        let fail = || format!("`{}` cannot be turned into `{unit}`", self.unit);
        let from = find(&self.unit).ok_or_else(fail)?;
        let to = find(unit).ok_or_else(fail)?;
        if from.dimension != to.dimension {
            return Err(fail());
        }
        // One rounding less where the factor is whole.
        Ok(if from.factor < to.factor {
            self.value / (to.factor / from.factor)
        } else {
            self.value * (from.factor / to.factor)
        })
    }
}

impl std::fmt::Display for Quantity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.unit.as_str() {
            "" => write!(f, "{}", self.value),
            unit => write!(f, "{} {unit}", self.value),
        }
    }
}

/// Where the number at the start of `text` ends.
fn number_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut end = 0;
    while end < bytes.len() {
        let is_exponent_sign = end > 0 && matches!(bytes[end - 1], b'e' | b'E');
        let is_exponent = matches!(bytes[end], b'e' | b'E')
            && end > 0
            && bytes.get(end + 1).is_some_and(|next| next.is_ascii_digit() || matches!(next, b'+' | b'-'));
        match bytes[end] {
            b'0'..=b'9' | b'.' | b',' => {}
            b'+' | b'-' if end == 0 || is_exponent_sign => {}
            _ if is_exponent => {}
            _ => break,
        }
        end += 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn convert(text: &str, unit: &str) -> Result<f64, String> {
        Quantity::read(text)?.in_unit(unit)
    }

    #[test]
    fn numbers_are_read_with_their_units() {
        assert_eq!(convert("130 km/h", "km/h"), Ok(130.0));
        assert!((convert("36 km/h", "m/s").unwrap() - 10.0).abs() < 1e-12);
        assert_eq!(convert("50 ms", "s"), Ok(0.05));
        assert_eq!(convert("0.05 s", "ms"), Ok(50.0));
        assert_eq!(convert("99 %", "1"), Ok(0.99));
        assert_eq!(convert("0.99", "1"), Ok(0.99));
        assert!((convert("10 FIT", "1/h").unwrap() - 1e-8).abs() < 1e-20);
        assert_eq!(convert("1e-8 /h", "1/h"), Ok(1e-8));
        assert_eq!(convert("99,5 %", "%"), Ok(99.5));
        assert_eq!(convert("4", "s"), Ok(4.0));
        assert_eq!(convert("2 years", "month"), Ok(24.0));
    }

    #[test]
    fn a_figure_is_finite_not_negative_and_has_its_unit() {
        let quantity = |value: f64, unit: &str| Quantity { value, unit: unit.to_owned() };
        assert_eq!(quantity(130.0, "km/h").figure("km/h"), Ok(130.0));
        assert_eq!(quantity(2.0, "").figure("count"), Ok(2.0));
        for (value, unit, word) in [
            (130.0, "", "without a unit"),
            (-3.0, "s", "negative"),
            (f64::INFINITY, "", "finite"),
            (f64::NAN, "m", "finite"),
        ] {
            assert!(quantity(value, unit).figure("s").unwrap_err().contains(word), "{value} {unit}");
        }
        assert!(quantity(1.5, "").figure("count").unwrap_err().contains("whole"));
        assert!(quantity(3.0, "m").figure("s").is_err());
    }

    #[test]
    fn what_is_not_understood_is_not_guessed() {
        for text in ["", "fast", "10 furlongs", "1.2.3", "NaN", "1e999", "km/h"] {
            assert!(Quantity::read(text).is_err(), "{text}");
        }
        assert!(Quantity::read("1,234").unwrap_err().contains("two ways"));
        assert!(convert("10 m", "s").is_err());
        assert!(convert("1 month", "day").is_err());
    }
}
