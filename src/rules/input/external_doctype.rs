use crate::rules::{Check, Draft, rule};
use crate::xml::FaultKind;

rule! {
    /// The document type is in another file, which is not read.
    ///
    /// ## Why it matters
    /// External files are never fetched. Attribute defaults or entities that they
    /// declare would be missing.
    ///
    /// ## Example
    /// ```xml
    /// <!DOCTYPE OpenSCENARIO SYSTEM "OpenSCENARIO.dtd">
    /// ```
    ///
    /// ## Instead
    /// Delete the declaration: OpenSCENARIO and OpenDRIVE need none.
    ///
    /// ## Source
    /// XML 1.0 (fifth edition), section 2.8; a decision of this tool.
    "input/external-doctype" {
        severity: Note,
        applies: Any,
        check: Check::Fault(word),
    }
}

fn word(kind: &FaultKind) -> Draft {
    let FaultKind::ExternalDoctype = kind else { return Draft::default() };
    Draft::new("external document type is not read").help("delete it; OpenSCENARIO and OpenDRIVE need none")
}
