use crate::openscenario::plausible::figure;
use crate::rules::{Check, Document, Draft, Hit, rounded, rule};
use crate::xml::NodeId;

rule! {
    /// A geographic position is given twice, and the two are not the same place.
    ///
    /// ## Why it matters
    /// One tool reads the degrees, another the radians of earlier editions: the vehicle stands in
    /// two places.
    ///
    /// ## Example
    /// ```xml
    /// <GeoPosition latitudeDeg="48.1" longitudeDeg="11.5" latitude="0.9" longitude="0.2"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <GeoPosition latitudeDeg="48.1" longitudeDeg="11.5"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, class `GeoPosition`, from 1.2: `latitude` and `longitude` in rad are
    /// deprecated in favour of `latitudeDeg` and `longitudeDeg`. Which of them counts where both are
    /// there is not said; where they agree, nothing is.
    "xosc/contradictory-place" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// The same figure in rad and in degrees.
const FIGURES: [(&str, &str); 2] = [("latitude", "latitudeDeg"), ("longitude", "longitudeDeg")];

fn check(document: &Document<'_>) -> Vec<Hit> {
    document.elements("GeoPosition").filter_map(|position| hit(document, position)).collect()
}

/// A finding on the first figure that differs: the place is one fault.
fn hit(document: &Document<'_>, position: NodeId) -> Option<Hit> {
    let tolerance = figure("same-place")?;
    let differing = FIGURES.into_iter().find_map(|(in_rad, in_degrees)| {
        let (radians, degrees) = (document.number(position, in_rad)?, document.number(position, in_degrees)?);
        let stated = radians.to_degrees();
        ((stated - degrees).abs() > tolerance).then_some((in_rad, in_degrees, stated, degrees))
    });
    let (in_rad, in_degrees, stated, degrees) = differing?;
    let message = format!("`{in_rad}` is {}°, and `{in_degrees}` is {degrees}°", rounded(stated, 4));
    let draft = Draft::new(message).help(format!("keep `{in_degrees}`, `{in_rad}` is deprecated")).related("the other");
    let related = document.value_at(position, in_degrees);
    Some(Hit { draft, at: document.value_at(position, in_rad)?, related })
}
