use crate::rules::{Check, Draft, rule};
use crate::xml::FaultKind;

rule! {
    /// A namespace declaration or a qualified name is malformed.
    ///
    /// ## Why it matters
    /// `xml` and `xmlns` are reserved, a prefix may not be bound to nothing, and a
    /// name has at most one colon.
    ///
    /// ## Example
    /// ```xml
    /// <OpenSCENARIO xmlns:v=""/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <OpenSCENARIO xmlns:v="urn:example:vendor"/>
    /// ```
    ///
    /// ## Source
    /// Namespaces in XML 1.0 (third edition), sections 3, 4 and 5.
    "xml/bad-namespace" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_xml_document"],
        applies: Any,
        check: Check::Fault(word),
    }
}

fn word(kind: &FaultKind) -> Draft {
    let FaultKind::BadNamespace { expected } = kind else { return Draft::default() };
    Draft::new(format!("malformed namespace, expected {expected}")).help("correct the declaration or the name")
}
