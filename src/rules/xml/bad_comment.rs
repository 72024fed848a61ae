use crate::rules::{Check, Draft, rule};
use crate::xml::FaultKind;

rule! {
    /// A comment holds `--`.
    ///
    /// ## Why it matters
    /// The two hyphens may stand only at the end of a comment. Rulers made of hyphens
    /// and commented-out comments are the usual cause.
    ///
    /// ## Example
    /// ```xml
    /// <!-- ------ entities ------ -->
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <!-- ====== entities ====== -->
    /// ```
    ///
    /// ## Source
    /// XML 1.0 (fifth edition), production 15, `Comment`.
    "xml/bad-comment" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_xml_document"],
        applies: Any,
        check: Check::Fault(word),
    }
}

fn word(kind: &FaultKind) -> Draft {
    let FaultKind::BadComment = kind else { return Draft::default() };
    Draft::new("`--` inside a comment, expected it only in `-->`")
        .help("write another character, or remove the inner comment")
}
