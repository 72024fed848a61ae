use crate::openscenario::DeviationKind;
use crate::rules::{Check, Draft, quoted, rule};

rule! {
    /// An attribute value is not of the type it should be.
    ///
    /// ## Why it matters
    /// Readers take what they can: a comma ends a number for one of them, an empty
    /// value is zero for another, and the two simulate different scenarios.
    ///
    /// ## Example
    /// ```xml
    /// <AbsoluteTargetSpeed value="13,9"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <AbsoluteTargetSpeed value="13.9"/>
    /// ```
    ///
    /// ## Source
    /// The published XML schema of the declared edition (ASAM OpenSCENARIO XML 1.0.0,
    /// 1.1.1, 1.2.0, 1.3.0, 1.4.0), as the table in `standards/asam/openscenario/` holds it.
    "schema/bad-value" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_schema"],
        applies: OpenScenario,
        check: Check::Deviation(word),
    }
}

fn word(kind: &DeviationKind) -> Draft {
    let DeviationKind::BadValue { attribute, value, expected } = kind else { return Draft::default() };
    Draft::new(format!("{} of {} is not allowed, expected {expected}", quoted(value), quoted(attribute)))
        .help("correct the value")
}
