use crate::rules::{Check, Draft, quoted, rule};
use crate::xml::FaultKind;

rule! {
    /// A reference names an entity that may not be used there.
    ///
    /// ## Why it matters
    /// Unparsed entities are not text, and an external entity may not stand in an
    /// attribute value. Parsers refuse both.
    ///
    /// ## Example
    /// ```xml
    /// <!DOCTYPE OpenSCENARIO [ <!ENTITY file SYSTEM "speed.txt"> ]>
    /// <OpenSCENARIO speed="&file;"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <!DOCTYPE OpenSCENARIO [ <!ENTITY speed "13.9"> ]>
    /// <OpenSCENARIO speed="&speed;"/>
    /// ```
    ///
    /// ## Source
    /// XML 1.0 (fifth edition), sections 3.1 and 4.1, no external entity references,
    /// parsed entity.
    "xml/forbidden-entity" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_xml_document"],
        applies: Any,
        check: Check::Fault(word),
    }
}

fn word(kind: &FaultKind) -> Draft {
    let FaultKind::ForbiddenEntity { name, why } = kind else { return Draft::default() };
    Draft::new(format!("entity {} may not be used here: {why}", quoted(name))).help("write the text itself")
}
