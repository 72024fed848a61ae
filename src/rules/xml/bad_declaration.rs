use crate::rules::{Check, Draft, rule};
use crate::xml::FaultKind;

rule! {
    /// The XML declaration is not of the form that XML prescribes.
    ///
    /// ## Why it matters
    /// It holds `version`, then perhaps `encoding`, then perhaps `standalone`, each
    /// quoted. Parsers refuse anything else before they read the first element.
    ///
    /// ## Example
    /// ```xml
    /// <?xml encoding="UTF-8" version="1.0"?>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <?xml version="1.0" encoding="UTF-8"?>
    /// ```
    ///
    /// ## Source
    /// XML 1.0 (fifth edition), productions 23 to 26, 32, 80 and 81.
    "xml/bad-declaration" {
        severity: Error,
        applies: Any,
        check: Check::Fault(word),
    }
}

fn word(kind: &FaultKind) -> Draft {
    let FaultKind::BadDeclaration { expected } = kind else { return Draft::default() };
    Draft::new(format!("malformed XML declaration, expected {expected}"))
        .help("write `<?xml version=\"1.0\" encoding=\"UTF-8\"?>`")
}
