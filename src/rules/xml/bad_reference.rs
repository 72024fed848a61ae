use crate::rules::{Check, Draft, quoted, rule};
use crate::xml::FaultKind;

rule! {
    /// An `&` does not begin a reference.
    ///
    /// ## Why it matters
    /// `&` always begins one: `&amp;`, `&#65;`, `&speed;`. Written alone, as in company
    /// names and URLs, it makes parsers refuse the file.
    ///
    /// ## Example
    /// ```xml
    /// <FileHeader author="Test & Track"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <FileHeader author="Test &amp; Track"/>
    /// ```
    ///
    /// ## Source
    /// XML 1.0 (fifth edition), productions 66 to 68, `CharRef`, `EntityRef`.
    "xml/bad-reference" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_xml_document"],
        applies: Any,
        check: Check::Fault(word),
    }
}

fn word(kind: &FaultKind) -> Draft {
    let FaultKind::BadReference { text, expected } = kind else { return Draft::default() };
    Draft::new(format!("malformed reference {}, expected {expected}", quoted(text)))
        .help("write a plain `&` as `&amp;`, and `;` at the end of a reference")
}
