use crate::rules::{Check, Draft, rule};
use crate::xml::FaultKind;

rule! {
    /// A tag, value, comment, CDATA section or instruction has no end.
    ///
    /// ## Why it matters
    /// Everything up to the end of the file becomes part of it, so nothing after it is
    /// read.
    ///
    /// ## Example
    /// ```xml
    /// <OpenSCENARIO><!-- a comment without end </OpenSCENARIO>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <OpenSCENARIO><!-- a comment with its end --></OpenSCENARIO>
    /// ```
    ///
    /// ## Source
    /// XML 1.0 (fifth edition), productions 10, 15, 16, 18, 28 and 40.
    "xml/unterminated-markup" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_xml_document"],
        applies: Any,
        check: Check::Fault(word),
    }
}

fn word(kind: &FaultKind) -> Draft {
    let FaultKind::Unterminated { what } = kind else { return Draft::default() };
    Draft::new(format!("{} without end, expected {}", what.name(), what.terminator()))
        .help("add the missing end; the rest of the file was not read")
}
