use crate::openscenario::DeviationKind;
use crate::rules::{Check, Draft, quoted, rule};

rule! {
    /// Two elements stand together of which only one may.
    ///
    /// ## Why it matters
    /// The parent is a choice: one position, one action, one condition. With two, it
    /// is up to the reader which one counts.
    ///
    /// ## Example
    /// ```xml
    /// <Position><WorldPosition …/><LanePosition …/></Position>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Position><LanePosition …/></Position>
    /// ```
    ///
    /// ## Source
    /// The published XML schema of the declared edition (ASAM OpenSCENARIO XML 1.0.0,
    /// 1.1.1, 1.2.0, 1.3.0, 1.4.0; OpenDRIVE 1.4H, 1.5M, 1.6.1, 1.7.0, 1.8.0), as the tables
    /// in `standards/asam/` hold it.
    "schema/conflicting-element" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_schema", "asam.net:xodr:1.0.0:xml.valid_schema"],
        applies: Format,
        check: Check::Deviation(word),
    }
}

fn word(kind: &DeviationKind) -> Draft {
    let DeviationKind::ConflictingElement { name, with, owner } = kind else { return Draft::default() };
    Draft::new(format!("{} beside {} in {}, expected only one of them", quoted(name), quoted(with), quoted(owner)))
        .help("keep the one that is meant")
        .related("the other one")
}
