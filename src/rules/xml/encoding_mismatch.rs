use crate::rules::{Check, Draft, quoted, rule};
use crate::xml::FaultKind;

rule! {
    /// The declared encoding contradicts the bytes of the file.
    ///
    /// ## Why it matters
    /// A reader that trusts the declaration sees other characters, or none. It happens
    /// when a tool converts a file and leaves its declaration as it was.
    ///
    /// ## Example
    /// A file in UTF-16 that begins with
    /// ```xml
    /// <?xml version="1.0" encoding="UTF-8"?>
    /// ```
    ///
    /// ## Instead
    /// Declare the encoding that the file has, or save it as UTF-8.
    ///
    /// ## Source
    /// XML 1.0 (fifth edition), section 4.3.3.
    "xml/encoding-mismatch" {
        severity: Error,
        applies: Any,
        check: Check::Fault(word),
    }
}

fn word(kind: &FaultKind) -> Draft {
    let FaultKind::EncodingMismatch { declared, actual } = kind else { return Draft::default() };
    Draft::new(format!("declared encoding {} contradicts the bytes, which are {actual}", quoted(declared))).help(
        format!(
            "declare `{}`, or save the file in the declared encoding",
            if actual.starts_with("UTF-16") { "UTF-16" } else { actual }
        ),
    )
}
