use crate::rules::{Check, Draft, rule};
use crate::xml::FaultKind;

rule! {
    /// The document holds a character that XML does not allow.
    ///
    /// ## Why it matters
    /// Control characters other than tab and line ends, surrogates, U+FFFE and U+FFFF
    /// may not occur, not even as a reference. They come from binary data or a damaged
    /// copy.
    ///
    /// ## Example
    /// ```xml
    /// <FileHeader description="cut&#1;in"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <FileHeader description="cut in"/>
    /// ```
    ///
    /// ## Source
    /// XML 1.0 (fifth edition), production 2, `Char`, and section 4.1, legal character.
    "xml/bad-character" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_xml_document"],
        applies: Any,
        check: Check::Fault(word),
    }
}

fn word(kind: &FaultKind) -> Draft {
    let FaultKind::BadCharacter { code, by_reference } = kind else { return Draft::default() };
    let how = if *by_reference { "reference to character" } else { "character" };
    let code = if *code == u32::MAX { "beyond U+10FFFF".to_owned() } else { format!("U+{code:04X}") };
    Draft::new(format!("{how} {code}, which XML does not allow")).help("delete it")
}
