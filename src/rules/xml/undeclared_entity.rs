use crate::rules::{Check, Draft, quoted, rule};
use crate::xml::FaultKind;

rule! {
    /// A reference names an entity that the document does not declare.
    ///
    /// ## Why it matters
    /// Only `lt`, `gt`, `amp`, `apos` and `quot` exist without declaration. HTML's
    /// other names, `&nbsp;` or `&auml;`, do not exist in XML.
    ///
    /// ## Example
    /// ```xml
    /// <FileHeader description="Pr&uuml;fstrecke"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <FileHeader description="Prüfstrecke"/>
    /// ```
    ///
    /// ## Source
    /// XML 1.0 (fifth edition), section 4.1, entity declared.
    "xml/undeclared-entity" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_xml_document"],
        applies: Any,
        check: Check::Fault(word),
    }
}

fn word(kind: &FaultKind) -> Draft {
    let FaultKind::UndeclaredEntity { name } = kind else { return Draft::default() };
    Draft::new(format!("entity {} is not declared", quoted(name)))
        .help("write the character itself, or `&#…;`, or declare the entity in the document type")
}
