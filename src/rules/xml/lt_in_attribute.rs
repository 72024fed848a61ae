use crate::rules::{Check, Draft, quoted, rule};
use crate::xml::FaultKind;

rule! {
    /// An attribute value holds a `<`.
    ///
    /// ## Why it matters
    /// In a value it must be written `&lt;`, also where an entity brings it in. Mostly
    /// a closing quote is missing, and the value has swallowed the next tag.
    ///
    /// ## Example
    /// ```xml
    /// <Property name="limit" value="< 130"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Property name="limit" value="&lt; 130"/>
    /// ```
    ///
    /// ## Source
    /// XML 1.0 (fifth edition), section 3.1, no `<` in attribute values.
    "xml/lt-in-attribute" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_xml_document"],
        applies: Any,
        check: Check::Fault(word),
    }
}

fn word(kind: &FaultKind) -> Draft {
    let FaultKind::LtInAttribute { entity } = kind else { return Draft::default() };
    let origin = entity.as_ref().map(|name| format!(", brought in by entity {}", quoted(name))).unwrap_or_default();
    Draft::new(format!("`<` in an attribute value{origin}, expected `&lt;`"))
        .help("write `&lt;`, or add the closing quote that is missing before it")
}
