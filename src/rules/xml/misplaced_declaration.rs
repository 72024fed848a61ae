use crate::rules::{Check, Draft, rule};
use crate::xml::FaultKind;

rule! {
    /// The XML declaration is not the first thing in the file.
    ///
    /// ## Why it matters
    /// `<?xml …?>` tells the encoding and therefore must be at byte 0. A blank line or
    /// a comment before it makes other parsers refuse the file.
    ///
    /// ## Example
    /// ```xml
    ///
    /// <?xml version="1.0" encoding="UTF-8"?>
    /// <OpenSCENARIO/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <?xml version="1.0" encoding="UTF-8"?>
    /// <OpenSCENARIO/>
    /// ```
    ///
    /// ## Source
    /// XML 1.0 (fifth edition), productions 22 and 23, `prolog` and `XMLDecl`.
    "xml/misplaced-declaration" {
        severity: Error,
        applies: Any,
        check: Check::Fault(word),
    }
}

fn word(kind: &FaultKind) -> Draft {
    let FaultKind::MisplacedDeclaration = kind else { return Draft::default() };
    Draft::new("XML declaration is not at the very start of the file")
        .help("delete what stands before it, blank lines included; or delete the declaration if there is one already")
}
