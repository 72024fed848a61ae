use crate::openscenario::DeviationKind;
use crate::rules::{Check, Draft, listed, quoted, rule};

rule! {
    /// An element has an attribute that the schema does not know.
    ///
    /// ## Why it matters
    /// A simulator ignores it or stops. What it was meant to say is lost.
    ///
    /// ## Example
    /// ```xml
    /// <LanePosition road="1" laneId="-1" s="50"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <LanePosition roadId="1" laneId="-1" s="50"/>
    /// ```
    ///
    /// ## Source
    /// The published XML schema of the declared edition (ASAM OpenSCENARIO XML 1.0.0,
    /// 1.1.1, 1.2.0, 1.3.0, 1.4.0; OpenDRIVE 1.4H, 1.5M, 1.6.1, 1.7.0, 1.8.0), as the tables
    /// in `standards/asam/` hold it.
    "schema/unknown-attribute" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_schema", "asam.net:xodr:1.0.0:xml.valid_schema"],
        applies: Format,
        check: Check::Deviation(word),
    }
}

fn word(kind: &DeviationKind) -> Draft {
    let DeviationKind::UnknownAttribute { name, owner, suggestion, known } = kind else { return Draft::default() };
    let draft = Draft::new(format!("unknown attribute {} of {}", quoted(name), quoted(owner)));
    match (suggestion, &known[..]) {
        (Some(meant), _) => draft.help(format!("did you mean {}?", quoted(meant))),
        (None, []) => draft.help("delete it"),
        (None, known) => draft.help(format!("delete it, or use {}", listed(known, 8))),
    }
}
