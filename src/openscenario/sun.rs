//! Where the sun stands.

use solar_positioning::time::JulianDate;
use solar_positioning::{Location, SolarPositions};

/// The seconds by which the time of the earth's rotation is behind that of clocks
/// in these years; a minute would not matter here.
const DELTA_T: f64 = 69.0;

/// The start of 1970 as a Julian date.
const EPOCH: f64 = 2_440_587.5;

/// An hour and a day in seconds.
const HOUR: f64 = 3600.0;
const DAY: f64 = 24.0 * HOUR;

/// A place on earth in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// North of the equator.
    pub latitude: f64,
    /// East of Greenwich.
    pub longitude: f64,
}

/// The elevations in rad that the sun may have at `place` when `written` is
/// meant: one where the time has an offset from UTC, else those of the whole
/// date in any time zone. None if that is no time.
pub fn elevations(place: Place, written: &str) -> Option<(f64, f64)> {
    let written = written.trim();
    if let Ok(moment) = written.parse::<jiff::Timestamp>() {
        let elevation = elevation(place, moment.as_second() as f64)?;
        return Some((elevation, elevation));
    }
    let local: jiff::civil::DateTime = written.parse().ok()?;
    let midnight = local.date().to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_second() as f64;
    // The date begins up to 14 h before that of UTC, and ends up to 12 h after it.
    let hours = (-14..=36).map(|hour| elevation(place, midnight + f64::from(hour) * HOUR));
    let hours: Option<Vec<f64>> = hours.collect();
    let hours = hours?;
    Some((hours.iter().copied().fold(f64::INFINITY, f64::min), hours.iter().copied().fold(f64::NEG_INFINITY, f64::max)))
}

/// How far the time of clocks may be from that of the sun, in hours: time zones
/// are wider than they should be, and summer shifts them.
const CLOCK_ERROR: f64 = 4.0;

/// The tilt of the earth's axis in rad.
const TILT: f64 = 0.4091;

/// The highest elevation in rad that the sun can have anywhere on earth when clocks
/// show the time of day in `written`; none if it has an offset from UTC, as then it
/// may be any time of day somewhere, or if that is no time.
pub fn highest_anywhere(written: &str) -> Option<f64> {
    let written = written.trim();
    if written.parse::<jiff::Timestamp>().is_ok() {
        return None;
    }
    let local: jiff::civil::DateTime = written.parse().ok()?;
    let hour = f64::from(local.hour()) + f64::from(local.minute()) / 60.0;
    let from_noon = ((hour - 12.0).abs() - CLOCK_ERROR).max(0.0);
    let angle = from_noon * std::f64::consts::PI / 12.0;
    // At the best latitude, with the sun as far north or south as it gets.
    let (sine, cosine) = TILT.sin_cos();
    Some((sine.powi(2) + (cosine * angle.cos()).powi(2)).sqrt().min(1.0).asin()).filter(|_| angle.cos() < 0.0)
}

/// The elevation in rad at so many seconds after the start of 1970.
fn elevation(place: Place, seconds: f64) -> Option<f64> {
    let time = JulianDate::new(EPOCH + seconds / DAY, DELTA_T).ok()?;
    let location = Location { latitude: place.latitude, longitude: place.longitude };
    let position = SolarPositions::new().at_from_julian(time, location, 0.0, None).ok()?;
    Some(position.elevation_angle().to_radians())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    const BERLIN: Place = Place { latitude: 52.52, longitude: 13.41 };

    #[test]
    fn noon_in_midsummer_is_high() {
        let (low, high) = elevations(BERLIN, "2026-06-21T13:06:00+02:00").unwrap();
        assert!(low == high && (60.0..61.5).contains(&low.to_degrees()), "{}", low.to_degrees());
    }

    #[test]
    fn a_date_without_offset_has_a_range() {
        let (low, high) = elevations(BERLIN, "2026-06-21T13:06:00").unwrap();
        assert!((-15.0..-12.0).contains(&low.to_degrees()), "{}", low.to_degrees());
        assert!((60.0..61.5).contains(&high.to_degrees()), "{}", high.to_degrees());
    }

    #[test]
    fn at_midnight_the_sun_is_low_wherever_it_shines() {
        let highest = highest_anywhere("2026-06-21T00:00:00").unwrap().to_degrees();
        assert!((35.0..40.0).contains(&highest), "{highest}");
        assert_eq!(highest_anywhere("2026-06-21T12:00:00"), None);
        assert_eq!(highest_anywhere("2026-06-21T00:00:00Z"), None, "noon somewhere");
    }

    #[test]
    fn what_is_no_time_is_not_judged() {
        assert_eq!(elevations(BERLIN, "noon"), None);
    }
}
