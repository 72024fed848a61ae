use crate::rules::{Check, Draft, quoted, rule};
use crate::xml::FaultKind;

rule! {
    /// A second element stands beside the root element.
    ///
    /// ## Why it matters
    /// A document has one root. Readers stop after it or refuse the file, so what
    /// follows is never simulated.
    ///
    /// ## Example
    /// ```xml
    /// <OpenSCENARIO>…</OpenSCENARIO>
    /// <OpenSCENARIO>…</OpenSCENARIO>
    /// ```
    ///
    /// ## Instead
    /// One file per scenario.
    ///
    /// ## Source
    /// XML 1.0 (fifth edition), production 1, `document`.
    "xml/second-root" {
        severity: Error,
        applies: Any,
        check: Check::Fault(word),
    }
}

fn word(kind: &FaultKind) -> Draft {
    let FaultKind::SecondRoot { name } = kind else { return Draft::default() };
    Draft::new(format!("{} stands after the root element, expected the end of the document", quoted(name)))
        .help("move it into the root element, or into a file of its own")
        .related("the root element")
}
