use crate::openscenario::DeviationKind;
use crate::rules::{Check, Draft, quoted, rule};

rule! {
    /// A number in a road file is below the least that its attribute allows.
    ///
    /// ## Why it matters
    /// Lengths and places along a road count from its start: a negative one lies nowhere, and a
    /// piece of length 0 has no direction.
    ///
    /// ## Example
    /// ```xml
    /// <geometry s="0" x="0" y="0" hdg="0" length="-200"><line/></geometry>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <geometry s="0" x="0" y="0" hdg="0" length="200"><line/></geometry>
    /// ```
    ///
    /// ## Source
    /// The value types with bounds in the schemas of OpenDRIVE 1.5M, 1.6.1, 1.7.0 and 1.8.0.
    /// Lengths of 0 are allowed up to 1.5.
    "xodr/value-out-of-range" {
        severity: Error,
        aliases: ["asam.net:xodr:1.0.0:xml.valid_schema"],
        applies: OpenDrive,
        check: Check::Deviation(word),
    }
}

fn word(kind: &DeviationKind) -> Draft {
    let DeviationKind::OutOfRange { attribute, value, expected } = kind else { return Draft::default() };
    Draft::new(format!("{} is {}, expected {expected}", quoted(attribute), quoted(value))).help("correct the number")
}
