use crate::rules::{Check, Draft, quoted, rule};
use crate::xml::FaultKind;

rule! {
    /// An entity opens an element that it does not close.
    ///
    /// ## Why it matters
    /// What an entity stands for must be whole: an element begins and ends in the same
    /// entity.
    ///
    /// ## Example
    /// ```xml
    /// <!DOCTYPE OpenSCENARIO [ <!ENTITY begin "<Story name='s'>"> ]>
    /// <OpenSCENARIO>&begin;</Story></OpenSCENARIO>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <!DOCTYPE OpenSCENARIO [ <!ENTITY story "<Story name='s'></Story>"> ]>
    /// ```
    ///
    /// ## Source
    /// XML 1.0 (fifth edition), section 4.3.2.
    "xml/unbalanced-entity" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_xml_document"],
        applies: Any,
        check: Check::Fault(word),
    }
}

fn word(kind: &FaultKind) -> Draft {
    let FaultKind::UnbalancedEntity { name } = kind else { return Draft::default() };
    Draft::new(format!("entity {} opens an element that it does not close", quoted(name)))
        .help("put the end tag into the entity, or the start tag out of it")
}
