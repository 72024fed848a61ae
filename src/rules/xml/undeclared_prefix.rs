use crate::finding::shown;
use crate::rules::{Check, Draft, quoted, rule};
use crate::xml::FaultKind;

rule! {
    /// A name has a prefix that no `xmlns:` declares.
    ///
    /// ## Why it matters
    /// Parsers that know namespaces, which is all in use, cannot tell what the name
    /// means. The usual case is `xsi:noNamespaceSchemaLocation` without `xmlns:xsi`.
    ///
    /// ## Example
    /// ```xml
    /// <OpenSCENARIO xsi:noNamespaceSchemaLocation="OpenSCENARIO.xsd"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <OpenSCENARIO xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    ///               xsi:noNamespaceSchemaLocation="OpenSCENARIO.xsd"/>
    /// ```
    ///
    /// ## Source
    /// Namespaces in XML 1.0 (third edition), section 5, prefix declared.
    "xml/undeclared-prefix" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_xml_document"],
        applies: Any,
        check: Check::Fault(word),
    }
}

fn word(kind: &FaultKind) -> Draft {
    let FaultKind::UndeclaredPrefix { prefix } = kind else { return Draft::default() };
    Draft::new(format!("prefix {} is not declared", quoted(prefix)))
        .help(format!("add `xmlns:{}=\"…\"` to this element or one around it", shown(prefix)))
}
