use crate::rules::{Check, Draft, rule};
use crate::xml::FaultKind;

rule! {
    /// Text holds `]]>` outside a CDATA section.
    ///
    /// ## Why it matters
    /// The three characters end a CDATA section and may not stand alone. Mostly a
    /// section was ended twice.
    ///
    /// ## Example
    /// ```xml
    /// <CustomContent>a[b[0]]> 1</CustomContent>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <CustomContent>a[b[0]]&gt; 1</CustomContent>
    /// ```
    ///
    /// ## Source
    /// XML 1.0 (fifth edition), section 2.4 and production 14, `CharData`.
    "xml/cdata-end-in-text" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_xml_document"],
        applies: Any,
        check: Check::Fault(word),
    }
}

fn word(kind: &FaultKind) -> Draft {
    let FaultKind::CDataEndInText = kind else { return Draft::default() };
    Draft::new("`]]>` in text, expected `]]&gt;`").help("write `]]&gt;`, or remove the second end of a CDATA section")
}
