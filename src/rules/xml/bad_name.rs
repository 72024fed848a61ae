use crate::rules::{Check, Draft, quoted, rule};
use crate::xml::FaultKind;

rule! {
    /// The name of an element or attribute is not a name of XML.
    ///
    /// ## Why it matters
    /// Names begin with a letter, `_` or `:` and go on with letters, digits, `-`, `.`,
    /// `_` and `:`. Parsers refuse anything else.
    ///
    /// ## Example
    /// ```xml
    /// <1stObject/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <FirstObject/>
    /// ```
    ///
    /// ## Source
    /// XML 1.0 (fifth edition), productions 4, 4a and 5, `NameStartChar`, `NameChar`, `Name`.
    "xml/bad-name" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_xml_document"],
        applies: Any,
        check: Check::Fault(word),
    }
}

fn word(kind: &FaultKind) -> Draft {
    let FaultKind::BadName { name, what } = kind else { return Draft::default() };
    Draft::new(format!(
        "{what} name {} is not a name, expected a letter or `_` and then letters, digits, `-`, `.`, `_`",
        quoted(name)
    ))
    .help("correct the name")
}
