use crate::rules::{Check, Draft, rule};
use crate::xml::FaultKind;

rule! {
    /// A processing instruction is malformed.
    ///
    /// ## Why it matters
    /// It begins with a target right after `<?`, and the target `xml` is reserved in
    /// every spelling.
    ///
    /// ## Example
    /// ```xml
    /// <? viewer color="red"?>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <?viewer color="red"?>
    /// ```
    ///
    /// ## Source
    /// XML 1.0 (fifth edition), productions 16 and 17, `PI`, `PITarget`.
    "xml/bad-instruction" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_xml_document"],
        applies: Any,
        check: Check::Fault(word),
    }
}

fn word(kind: &FaultKind) -> Draft {
    let FaultKind::BadInstruction { expected } = kind else { return Draft::default() };
    Draft::new(format!("malformed processing instruction, expected {expected}"))
        .help("correct the target, or delete the instruction")
}
