//! Attribute values: numbers, booleans, dates, `$parameters`, `${expressions}`.

use super::expression::Sort;

/// A built-in value type of the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Base {
    Boolean,
    DateTime,
    Double,
    Int,
    /// A whole number of any size, in road files.
    Integer,
    /// A number that is a quantity: neither infinite nor undefined, in road files.
    Number,
    Text,
    UnsignedInt,
    UnsignedShort,
}

impl Base {
    pub(super) fn from_name(name: &str) -> Option<Base> {
        Some(match name {
            "boolean" => Base::Boolean,
            "dateTime" => Base::DateTime,
            "double" => Base::Double,
            "int" => Base::Int,
            "integer" => Base::Integer,
            "number" => Base::Number,
            "string" => Base::Text,
            "unsignedInt" => Base::UnsignedInt,
            "unsignedShort" => Base::UnsignedShort,
            _ => return None,
        })
    }

    /// The type that a `ParameterDeclaration` names.
    pub(super) fn from_parameter_type(name: &str) -> Option<Base> {
        if name == "integer" { Some(Base::Int) } else { Base::from_name(name) }
    }

    /// What operators see in it.
    pub(crate) fn sort(self) -> Sort {
        match self {
            Base::Double | Base::Number => Sort::Double,
            Base::Int | Base::Integer | Base::UnsignedInt | Base::UnsignedShort => Sort::Integer,
            Base::Boolean => Sort::Boolean,
            Base::DateTime | Base::Text => Sort::Other,
        }
    }

    /// The word for it in a declaration.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Base::Boolean => "boolean",
            Base::DateTime => "dateTime",
            Base::Double => "double",
            Base::Int => "int",
            Base::Integer => "integer",
            Base::Number => "number",
            Base::Text => "string",
            Base::UnsignedInt => "unsignedInt",
            Base::UnsignedShort => "unsignedShort",
        }
    }

    /// True if `value` is a literal of this type.
    pub(crate) fn admits(self, value: &str) -> bool {
        let value = without_space(value);
        match self {
            Base::Text => true,
            Base::Boolean => matches!(value, "true" | "false" | "1" | "0"),
            Base::Double => is_double(value),
            Base::DateTime => is_date_time(value),
            Base::Integer => is_integer(value, true, -i64::MAX, i64::MAX),
            Base::Number => is_double(value) && !value.ends_with(['F', 'N']),
            Base::Int => is_integer(value, true, i64::from(i32::MIN), i64::from(i32::MAX)),
            Base::UnsignedInt => is_integer(value, false, 0, i64::from(u32::MAX)),
            Base::UnsignedShort => is_integer(value, false, 0, i64::from(u16::MAX)),
        }
    }
}

/// `$name`
pub(crate) fn is_parameter(value: &str) -> bool {
    value.strip_prefix('$').is_some_and(is_parameter_name)
}

/// A name that `$` can stand before.
pub(crate) fn is_parameter_name(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
        && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// `${…}` with the characters that the schema allows inside; what they mean is
/// another question.
pub(super) fn is_expression(value: &str) -> bool {
    let inner = value.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
    inner.is_some_and(|inner| inner.bytes().all(|b| b.is_ascii_alphanumeric() || b" _+-*/%$().,".contains(&b)))
}

fn skip_digits(bytes: &[u8]) -> (usize, &[u8]) {
    let count = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    (count, &bytes[count..])
}

fn skip_sign(bytes: &[u8]) -> &[u8] {
    match bytes {
        [b'+' | b'-', rest @ ..] => rest,
        _ => bytes,
    }
}

/// `value` without the white space of XML around it, which is rare.
fn without_space(value: &str) -> &str {
    match value.as_bytes() {
        [b'!'..=b'\xff', .., b'!'..=b'\xff'] | [b'!'..=b'\xff'] => value,
        _ => value.trim_matches([' ', '\t', '\n', '\r']),
    }
}

/// The lexical space of xsd:double.
fn is_double(value: &str) -> bool {
    let (whole, mut rest) = skip_digits(skip_sign(value.as_bytes()));
    let mut digits = whole;
    if let [b'.', after @ ..] = rest {
        let (fraction, after) = skip_digits(after);
        digits += fraction;
        rest = after;
    }
    if digits == 0 {
        return matches!(value, "INF" | "-INF" | "NaN");
    }
    if let [b'e' | b'E', after @ ..] = rest {
        let (exponent, after) = skip_digits(skip_sign(after));
        return exponent > 0 && after.is_empty();
    }
    rest.is_empty()
}

/// An integer within bounds. A sign is part of the signed types only: xsd
/// allows `+5` and `-0` there as well, yet parsers disagree on unsigned ones,
/// and libxml2 refuses them.
fn is_integer(value: &str, signed: bool, min: i64, max: i64) -> bool {
    let digits = if signed { skip_sign(value.as_bytes()) } else { value.as_bytes() };
    let (count, rest) = skip_digits(digits);
    if count == 0 || !rest.is_empty() {
        return false;
    }
    let magnitude = std::str::from_utf8(digits).unwrap_or_default().trim_start_matches('0');
    let magnitude = if magnitude.is_empty() { "0" } else { magnitude };
    let Ok(magnitude) = magnitude.parse::<i64>() else { return false };
    let number = if value.starts_with('-') { -magnitude } else { magnitude };
    (min..=max).contains(&number)
}

/// The lexical space of xsd:dateTime, the days of each month included.
fn is_date_time(value: &str) -> bool {
    date_time(value).is_some()
}

fn date_time(value: &str) -> Option<()> {
    let (date, time) = value.split_once('T')?;
    let unsigned = date.strip_prefix('-').unwrap_or(date);
    let mut parts = unsigned.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() < 4 || (year.len() > 4 && year.starts_with('0')) {
        return None;
    }
    if !year.bytes().all(|b| b.is_ascii_digit()) || year.bytes().all(|b| b == b'0') {
        return None;
    }
    let month = two_digits(month, 1, 12)?;
    // Whether a year is a leap year depends on its last four digits only.
    let short: u32 = year[year.len() - 4..].parse().ok()?;
    let leap = short.is_multiple_of(4) && (!short.is_multiple_of(100) || short.is_multiple_of(400));
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    two_digits(day, 1, days)?;
    let (clock, zone) = match time.find(['Z', '+', '-']) {
        Some(at) => time.split_at(at),
        None => (time, ""),
    };
    check_clock(clock)?;
    check_zone(zone)
}

fn check_clock(clock: &str) -> Option<()> {
    let mut parts = clock.split(':');
    let (hour, minute, second) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let (second, fraction) = match second.split_once('.') {
        Some((second, fraction)) => (second, Some(fraction)),
        None => (second, None),
    };
    if let Some(fraction) = fraction
        && (fraction.is_empty() || !fraction.bytes().all(|b| b.is_ascii_digit()))
    {
        return None;
    }
    let hour = two_digits(hour, 0, 24)?;
    let minute = two_digits(minute, 0, 59)?;
    let second = two_digits(second, 0, 59)?;
    let past_midnight = minute > 0 || second > 0 || fraction.is_some_and(|f| f.bytes().any(|b| b != b'0'));
    (hour < 24 || !past_midnight).then_some(())
}

fn check_zone(zone: &str) -> Option<()> {
    if zone.is_empty() || zone == "Z" {
        return Some(());
    }
    let (hour, minute) = zone[1..].split_once(':')?;
    let hour = two_digits(hour, 0, 14)?;
    let minute = two_digits(minute, 0, 59)?;
    (hour < 14 || minute == 0).then_some(())
}

fn two_digits(text: &str, min: u32, max: u32) -> Option<u32> {
    let is_two = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    let number: u32 = if is_two { text.parse().ok()? } else { return None };
    (min..=max).contains(&number).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles() {
        for good in ["0", "1.5", ".5", "5.", "+5", "-1e5", "1E+3", "INF", "-INF", "NaN", " 10 ", "10\n"] {
            assert!(Base::Double.admits(good), "{good}");
        }
        for bad in ["", ".", "+", "1e", "1e+", "+INF", "inf", "0x10", "1_0", "1 0", "--1", "1.5e3.2", "1,5", "٣"] {
            assert!(!Base::Double.admits(bad), "{bad}");
        }
    }

    #[test]
    fn integers() {
        for good in ["2147483647", "-2147483648", "+5", "-0", "0005", " 7 "] {
            assert!(Base::Int.admits(good), "{good}");
        }
        for bad in ["2147483648", "-2147483649", "5.0", "", "-", "99999999999999999999"] {
            assert!(!Base::Int.admits(bad), "{bad}");
        }
        assert!(Base::UnsignedInt.admits("4294967295") && !Base::UnsignedInt.admits("4294967296"));
        assert!(Base::UnsignedShort.admits("65535") && !Base::UnsignedShort.admits("65536"));
        assert!(!Base::UnsignedInt.admits("-1") && !Base::UnsignedInt.admits("+1") && !Base::UnsignedInt.admits("-0"));
        assert!(Base::UnsignedInt.admits("00000000000000000000000005"));
    }

    #[test]
    fn dates() {
        for good in [
            "2020-10-01T12:00:00",
            "2020-10-01T12:00:00Z",
            "2020-10-01T12:00:00+14:00",
            "2020-10-01T24:00:00",
            "2020-10-01T24:00:00.000",
            "2020-02-29T00:00:00",
            "2000-02-29T00:00:00",
            "-2020-01-01T00:00:00",
            "12020-01-01T00:00:00",
            "2020-10-01T12:00:00.123456789",
            " 2020-10-01T12:00:00 ",
            "2020-10-01T12:00:00-00:00",
        ] {
            assert!(Base::DateTime.admits(good), "{good}");
        }
        for bad in [
            "2020-10-01",
            "2020-10-01 12:00:00",
            "20201001T120000",
            "2020-13-01T00:00:00",
            "2021-02-29T00:00:00",
            "1900-02-29T00:00:00",
            "0000-01-01T00:00:00",
            "02020-10-01T12:00:00",
            "020-01-01T00:00:00",
            "2020-10-01T24:00:01",
            "2020-10-01T23:59:60",
            "2020-10-01T12:00",
            "2020-10-01T12:00:00.",
            "2020-10-01T12:00:00+14:01",
            "2020-10-01T12:00:00+0200",
            "2020-10-01T12:00:00z",
            "2020-1-1T1:0:0",
            "+2020-10-01T12:00:00",
            "",
        ] {
            assert!(!Base::DateTime.admits(bad), "{bad}");
        }
    }

    #[test]
    fn parameters_and_expressions() {
        assert!(is_parameter("$speed_1") && is_parameter("$_"));
        for bad in ["$", "$1", "$a.b", "$a ", " $a", "$$a", "a"] {
            assert!(!is_parameter(bad), "{bad}");
        }
        assert!(is_expression("${}") && is_expression("${ $a + 1.5 * sin(2) }"));
        for bad in ["${", "${a", " ${1}", "${a}b", "${a=b}", "${ä}", "${[a]}", "$a"] {
            assert!(!is_expression(bad), "{bad}");
        }
    }
}
