use crate::rules::{Check, Draft, rule};
use crate::xml::FaultKind;

rule! {
    /// The document holds no element.
    ///
    /// ## Why it matters
    /// Every XML document has exactly one root element. A file without one is empty
    /// for every reader: usually an export that was interrupted, or a file that was
    /// emptied by a failed copy.
    ///
    /// ## Example
    /// ```xml
    /// <?xml version="1.0" encoding="UTF-8"?>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <?xml version="1.0" encoding="UTF-8"?>
    /// <OpenSCENARIO>…</OpenSCENARIO>
    /// ```
    ///
    /// ## Source
    /// XML 1.0 (fifth edition), production 1, `document`.
    "xml/no-root-element" {
        severity: Error,
        applies: Any,
        check: Check::Fault(word),
    }
}

fn word(kind: &FaultKind) -> Draft {
    let FaultKind::NoRootElement = kind else { return Draft::default() };
    Draft::new("the document holds no element, expected one root element")
        .help("restore the file from its origin; it is empty or was cut off")
}
