use crate::rules::{Check, Draft, rule};
use crate::xml::FaultKind;

rule! {
    /// Text, a CDATA section or a reference stands outside the root element.
    ///
    /// ## Why it matters
    /// Before and after the root element only comments, processing instructions and
    /// white space may stand. Stray characters there are mostly the rest of a merge
    /// conflict or of an editing slip.
    ///
    /// ## Example
    /// ```xml
    /// <OpenSCENARIO>…</OpenSCENARIO>
    /// >>>>>>> main
    /// ```
    ///
    /// ## Instead
    /// Delete the characters.
    ///
    /// ## Source
    /// XML 1.0 (fifth edition), productions 1 and 27, `document` and `Misc`.
    "xml/content-outside-root" {
        severity: Error,
        applies: Any,
        check: Check::Fault(word),
    }
}

fn word(kind: &FaultKind) -> Draft {
    let FaultKind::OutsideRoot { what } = kind else { return Draft::default() };
    Draft::new(format!("{} outside the root element, expected only comments and white space there", what.name()))
        .help("delete it, or put it into a comment")
}
