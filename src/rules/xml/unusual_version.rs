use crate::rules::{Check, Draft, quoted, rule};
use crate::xml::FaultKind;

rule! {
    /// The XML declaration names a version 1.x other than 1.0.
    ///
    /// ## Why it matters
    /// Mostly the version of OpenSCENARIO was meant. Some parsers go on with a
    /// warning, others refuse the file, so it works on one machine and not on the
    /// next. It is read here as XML 1.0.
    ///
    /// ## Example
    /// ```xml
    /// <?xml version="1.3"?>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <?xml version="1.0"?>
    /// ```
    ///
    /// ## Source
    /// XML 1.0 (fifth edition), section 2.8, production 26, `VersionNum`.
    "xml/unusual-version" {
        severity: Warning,
        applies: Any,
        check: Check::Fault(word),
    }
}

fn word(kind: &FaultKind) -> Draft {
    let FaultKind::UnusualVersion { version } = kind else { return Draft::default() };
    Draft::new(format!("XML version {}, expected `1.0`; read as 1.0", quoted(version)))
        .help("write `version=\"1.0\"`; the version of the scenario or road format belongs in its header")
}
