use crate::rules::{Check, Draft, rule};
use crate::xml::FaultKind;

rule! {
    /// The document type declaration is malformed.
    ///
    /// ## Why it matters
    /// It may declare entities that the rest of the file uses. When it cannot be read,
    /// neither can the file.
    ///
    /// ## Example
    /// ```xml
    /// <!DOCTYPE OpenSCENARIO [ <!ENTITY speed 10> ]>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <!DOCTYPE OpenSCENARIO [ <!ENTITY speed "10"> ]>
    /// ```
    ///
    /// ## Source
    /// XML 1.0 (fifth edition), productions 28 to 83.
    "xml/bad-doctype" {
        severity: Error,
        applies: Any,
        check: Check::Fault(word),
    }
}

fn word(kind: &FaultKind) -> Draft {
    let FaultKind::BadDoctype { expected } = kind else { return Draft::default() };
    Draft::new(format!("malformed document type declaration, expected {expected}"))
        .help("correct the declaration, or delete it: OpenSCENARIO and OpenDRIVE need none")
}
