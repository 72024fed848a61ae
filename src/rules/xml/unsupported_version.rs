use crate::rules::{Check, Draft, quoted, rule};
use crate::xml::FaultKind;

rule! {
    /// The XML declaration names a version of XML that does not exist.
    ///
    /// ## Why it matters
    /// There are XML 1.0 and 1.1. A reader that meets another major version must not
    /// guess what the document means.
    ///
    /// ## Example
    /// ```xml
    /// <?xml version="2.0"?>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <?xml version="1.0"?>
    /// ```
    ///
    /// ## Source
    /// XML 1.0 (fifth edition), section 2.8, production 26, `VersionNum`.
    "xml/unsupported-version" {
        severity: Error,
        applies: Any,
        check: Check::Fault(word),
    }
}

fn word(kind: &FaultKind) -> Draft {
    let FaultKind::UnsupportedVersion { version } = kind else { return Draft::default() };
    Draft::new(format!("XML version {} does not exist, expected `1.0`", quoted(version)))
        .help("write `version=\"1.0\"`; the version of the scenario or road format belongs in its header")
}
