use crate::rules::{Check, Draft, rule};
use crate::xml::FaultKind;

rule! {
    /// A document type declaration stands where none may stand.
    ///
    /// ## Why it matters
    /// There may be one, before the root element. Parsers refuse the file otherwise.
    ///
    /// ## Example
    /// ```xml
    /// <OpenSCENARIO/>
    /// <!DOCTYPE OpenSCENARIO>
    /// ```
    ///
    /// ## Instead
    /// Delete the declaration: OpenSCENARIO and OpenDRIVE need none.
    ///
    /// ## Source
    /// XML 1.0 (fifth edition), production 22, `prolog`.
    "xml/misplaced-doctype" {
        severity: Error,
        applies: Any,
        check: Check::Fault(word),
    }
}

fn word(kind: &FaultKind) -> Draft {
    let FaultKind::MisplacedDoctype { second } = kind else { return Draft::default() };
    Draft::new(if *second {
        "second document type declaration, expected at most one"
    } else {
        "document type declaration inside or after the root element, expected it before"
    })
    .help("delete it; OpenSCENARIO and OpenDRIVE need none")
}
