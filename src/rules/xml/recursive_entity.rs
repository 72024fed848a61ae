use crate::rules::{Check, Draft, quoted, rule};
use crate::xml::FaultKind;

rule! {
    /// An entity contains itself.
    ///
    /// ## Why it matters
    /// Its expansion would never end. No tool that produces scenarios writes this by
    /// mistake: treat the file with care.
    ///
    /// ## Example
    /// ```xml
    /// <!DOCTYPE OpenSCENARIO [ <!ENTITY a "&b;"> <!ENTITY b "&a;"> ]>
    /// <OpenSCENARIO>&a;</OpenSCENARIO>
    /// ```
    ///
    /// ## Instead
    /// Write the text that was meant.
    ///
    /// ## Source
    /// XML 1.0 (fifth edition), section 4.1, no recursion.
    "xml/recursive-entity" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_xml_document"],
        applies: Any,
        check: Check::Fault(word),
    }
}

fn word(kind: &FaultKind) -> Draft {
    let FaultKind::RecursiveEntity { name } = kind else { return Draft::default() };
    Draft::new(format!("entity {} contains itself", quoted(name)))
        .help("write the text that was meant instead of the reference")
}
