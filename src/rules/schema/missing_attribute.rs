use crate::finding::shown;
use crate::openscenario::DeviationKind;
use crate::rules::{Check, Draft, quoted, rule};

rule! {
    /// A required attribute is missing.
    ///
    /// ## Why it matters
    /// The schema gives it no default, so every reader invents its own.
    ///
    /// ## Example
    /// ```xml
    /// <LanePosition laneId="-1" s="50"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <LanePosition roadId="1" laneId="-1" s="50"/>
    /// ```
    ///
    /// ## Source
    /// The published XML schema of the declared edition (ASAM OpenSCENARIO XML 1.0.0,
    /// 1.1.1, 1.2.0, 1.3.0, 1.4.0), as the table in `standards/asam/openscenario/` holds it.
    "schema/missing-attribute" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_schema"],
        applies: OpenScenario,
        check: Check::Deviation(word),
    }
}

fn word(kind: &DeviationKind) -> Draft {
    let DeviationKind::MissingAttribute { name, owner } = kind else { return Draft::default() };
    Draft::new(format!("{} lacks the required attribute {}", quoted(owner), quoted(name)))
        .help(format!("add `{}=\"…\"`", shown(name)))
}
