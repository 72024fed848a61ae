use crate::rules::{Check, Draft, rule};
use crate::xml::FaultKind;

rule! {
    /// Markup that begins with `<!` is none that XML knows.
    ///
    /// ## Why it matters
    /// `<!` begins a comment, a CDATA section or a document type declaration, in
    /// exactly these spellings. Nothing after anything else can be read.
    ///
    /// ## Example
    /// ```xml
    /// <! the drivers >
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <!-- the drivers -->
    /// ```
    ///
    /// ## Source
    /// XML 1.0 (fifth edition), productions 15, 19 and 28.
    "xml/bad-markup" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_xml_document"],
        applies: Any,
        check: Check::Fault(word),
    }
}

fn word(kind: &FaultKind) -> Draft {
    let FaultKind::BadMarkup = kind else { return Draft::default() };
    Draft::new("malformed markup after `<!`, expected `<!--`, `<![CDATA[` or `<!DOCTYPE`")
        .help("write a comment as `<!-- … -->`; the rest of the file was not read")
}
