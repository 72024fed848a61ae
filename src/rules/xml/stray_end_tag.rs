use crate::finding::shown;
use crate::rules::{Check, Draft, rule};
use crate::xml::FaultKind;

rule! {
    /// An end tag closes an element that was never opened.
    ///
    /// ## Why it matters
    /// Mostly the start tag was deleted or closes itself with `/>`; what was meant to
    /// be inside the element is outside it.
    ///
    /// ## Example
    /// ```xml
    /// <Entities><ScenarioObject name="Ego"/></ScenarioObject></Entities>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Entities><ScenarioObject name="Ego"></ScenarioObject></Entities>
    /// ```
    ///
    /// ## Source
    /// XML 1.0 (fifth edition), production 39, `element`.
    "xml/stray-end-tag" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_xml_document"],
        applies: Any,
        check: Check::Fault(word),
    }
}

fn word(kind: &FaultKind) -> Draft {
    let FaultKind::StrayEndTag { name } = kind else { return Draft::default() };
    Draft::new(format!("`</{}>` closes an element that is not open", shown(name)))
        .help("delete the end tag, or restore the start tag it belongs to")
}
