use crate::rules::{Check, Draft, quoted, rule};
use crate::xml::FaultKind;

rule! {
    /// An element is never closed.
    ///
    /// ## Why it matters
    /// The end of the file is reached while elements are open: mostly the file was cut
    /// off, so its last part is missing.
    ///
    /// ## Example
    /// ```xml
    /// <OpenSCENARIO><Storyboard>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <OpenSCENARIO><Storyboard></Storyboard></OpenSCENARIO>
    /// ```
    ///
    /// ## Source
    /// XML 1.0 (fifth edition), production 39, `element`.
    "xml/unclosed-element" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_xml_document"],
        applies: Any,
        check: Check::Fault(word),
    }
}

fn word(kind: &FaultKind) -> Draft {
    let FaultKind::UnclosedElement { name, also_open } = kind else { return Draft::default() };
    let others = match also_open {
        0 => String::new(),
        1 => ", nor is the element around it".to_owned(),
        more => format!(", nor are the {more} elements around it"),
    };
    Draft::new(format!("{} is not closed at the end of the file{others}", quoted(name)))
        .help("add the end tag; if the file was cut off, restore it from its origin")
}
