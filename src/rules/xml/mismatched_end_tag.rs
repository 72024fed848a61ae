use crate::finding::shown;
use crate::rules::{Check, Draft, rule};
use crate::xml::FaultKind;

rule! {
    /// An end tag closes another element than the one that is open.
    ///
    /// ## Why it matters
    /// Elements nest. From the first wrong end tag on, nobody can tell which element
    /// is inside which.
    ///
    /// ## Example
    /// ```xml
    /// <Story name="s"><Act name="a"></Story></Act>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Story name="s"><Act name="a"></Act></Story>
    /// ```
    ///
    /// ## Source
    /// XML 1.0 (fifth edition), section 3, well-formedness constraint on element types.
    "xml/mismatched-end-tag" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_xml_document"],
        applies: Any,
        check: Check::Fault(word),
    }
}

fn word(kind: &FaultKind) -> Draft {
    let FaultKind::MismatchedEndTag { expected, found } = kind else { return Draft::default() };
    Draft::new(format!("expected `</{}>`, found `</{}>`", shown(expected), shown(found)))
        .help("close the elements in the reverse order of opening them")
        .related("opened here")
}
