use crate::openscenario::Spot;
use crate::openscenario::plausible::figure;
use crate::openscenario::sun::{Place, elevations, highest_anywhere};
use crate::rules::{At, Check, Document, Draft, Hit, rule};
use crate::xml::NodeId;

use super::references::scenario;

rule! {
    /// The sun cannot stand so high, or so low, at that place and time.
    ///
    /// ## Why it matters
    /// Light, shadows and glare are those of another hour or another country than the
    /// scenario says: a result for a low sun in the evening is one for noon.
    ///
    /// ## Example
    /// ```xml
    /// <TimeOfDay animation="false" dateTime="2026-12-21T12:00:00+01:00"/>
    /// <Weather><Sun azimuth="3.1" elevation="1.2" illuminance="60000"/></Weather>
    /// …
    /// <GeoPosition latitudeDeg="52.5" longitudeDeg="13.4"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Weather><Sun azimuth="3.1" elevation="0.24" illuminance="20000"/></Weather>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `TimeOfDay` and `Sun`, from 1.1 with a `GeoPosition`; the sun by
    /// the algorithm of Reda and Andreas (2003). A time without offset from UTC may be any
    /// of that date. Up to 10° are let pass (`plausible.csv`). Without a place, or with
    /// places more than a degree apart, nothing is judged; the azimuth is not, as the standard
    /// counts it counter-clockwise and has east at π/2.
    "xosc/impossible-sun" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// In more environments than this the sun is not looked for.
const MANY: usize = 100;

/// Places up to so many degrees apart are one.
const APART: f64 = 1.0;

fn check(document: &Document<'_>) -> Vec<Hit> {
    let place = scenario(document).and_then(|_| place(document));
    let environments = document.elements("Environment").take(MANY);
    let hit = |environment| match place {
        Some(place) => hit(document, place, environment),
        None => nowhere(document, environment),
    };
    environments.filter_map(hit).collect()
}

/// Without a place: a sun higher than it gets anywhere at that time of the day.
fn nowhere(document: &Document<'_>, environment: NodeId) -> Option<Hit> {
    let time = document.child(environment, "TimeOfDay")?;
    let sun = document.child(document.child(environment, "Weather")?, "Sun")?;
    let stated = document.number(sun, "elevation")?.sin().asin();
    let highest = highest_anywhere(&document.known(time, "dateTime")?)?;
    if stated <= highest + figure("sun-tolerance")? {
        return None;
    }
    let message = format!(
        "the sun stands at {:.0}°, and at that time of the day nowhere above {:.0}°",
        stated.to_degrees(),
        highest.to_degrees()
    );
    let draft = Draft::new(message).help("correct the elevation, in rad, or the time").related("the time");
    Some(Hit { draft, at: document.value_at(sun, "elevation")?, related: Some(At::Node(time, Spot::Name)) })
}

/// Where on earth the scenario takes place. The reference of its road could say
/// so too, and would be asked here.
fn place(document: &Document<'_>) -> Option<Place> {
    let mut places = document.elements("GeoPosition").map(|position| {
        let degrees = |plain, deg| {
            document.number(position, deg).or_else(|| document.number(position, plain).map(f64::to_degrees))
        };
        Some(Place { latitude: degrees("latitude", "latitudeDeg")?, longitude: degrees("longitude", "longitudeDeg")? })
    });
    let first = places.next()??;
    let is_close = |other: Place| {
        (other.latitude - first.latitude).abs() <= APART && (other.longitude - first.longitude).abs() <= APART
    };
    places.all(|other| other.is_some_and(is_close)).then_some(first)
}

fn hit(document: &Document<'_>, place: Place, environment: NodeId) -> Option<Hit> {
    let time = document.child(environment, "TimeOfDay")?;
    let sun = document.child(document.child(environment, "Weather")?, "Sun")?;
    // Beyond the zenith the sun stands as high on the other side.
    let stated = document.number(sun, "elevation")?.sin().asin();
    let (low, high) = elevations(place, &document.known(time, "dateTime")?)?;
    let tolerance = figure("sun-tolerance")?;
    if stated >= low - tolerance && stated <= high + tolerance {
        return None;
    }
    let there = match (low.to_degrees(), high.to_degrees()) {
        (low, high) if low == high => format!("{low:.0}°"),
        (low, high) => format!("{low:.0}° to {high:.0}°"),
    };
    let Place { latitude, longitude } = place;
    let message = format!(
        "the sun stands at {:.0}°, and at {there} in {latitude:.2}°, {longitude:.2}° at that time",
        stated.to_degrees()
    );
    let draft = Draft::new(message).help("correct the elevation, in rad, or the time").related("the time");
    let related = Some(At::Node(time, Spot::Name));
    Some(Hit { draft, at: document.value_at(sun, "elevation")?, related })
}
