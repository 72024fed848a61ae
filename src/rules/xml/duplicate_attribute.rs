use crate::rules::{Check, Draft, quoted, rule};
use crate::xml::FaultKind;

rule! {
    /// An element has the same attribute twice.
    ///
    /// ## Why it matters
    /// Which of the two values counts is nobody's guess, so every parser refuses it.
    /// Two attributes with different prefixes are the same if their prefixes stand for
    /// one namespace.
    ///
    /// ## Example
    /// ```xml
    /// <ScenarioObject name="Ego" name="Target"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <ScenarioObject name="Ego"/>
    /// ```
    ///
    /// ## Source
    /// XML 1.0 (fifth edition), section 3.1, unique attribute specification; Namespaces
    /// in XML 1.0, section 6.3.
    "xml/duplicate-attribute" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_xml_document"],
        applies: Any,
        check: Check::Fault(word),
    }
}

fn word(kind: &FaultKind) -> Draft {
    let FaultKind::DuplicateAttribute { name, other } = kind else { return Draft::default() };
    let twin = other.as_ref().map(|other| format!(": it means the same as {}", quoted(other))).unwrap_or_default();
    Draft::new(format!("attribute {} given twice{twin}", quoted(name)))
        .help("delete one of the two")
        .related("first given here")
}
