use crate::rules::{Check, Draft, rule};
use crate::xml::FaultKind;

rule! {
    /// A tag is malformed.
    ///
    /// ## Why it matters
    /// Attributes are written `name="value"`, quoted and set apart by white space.
    /// Parsers refuse a tag of any other form.
    ///
    /// ## Example
    /// ```xml
    /// <LanePosition roadId=0 laneId="-1"s="50"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <LanePosition roadId="0" laneId="-1" s="50"/>
    /// ```
    ///
    /// ## Source
    /// XML 1.0 (fifth edition), productions 40, 41 and 44, `STag`, `Attribute`, `EmptyElemTag`.
    "xml/bad-tag" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_xml_document"],
        applies: Any,
        check: Check::Fault(word),
    }
}

fn word(kind: &FaultKind) -> Draft {
    let FaultKind::BadTag { expected } = kind else { return Draft::default() };
    let help =
        if expected.starts_with("`>`") { "add the missing `>`" } else { "write attributes as ` name=\"value\"`" };
    Draft::new(format!("malformed tag, expected {expected}")).help(help)
}
