use crate::openscenario::DeviationKind;
use crate::rules::{Check, Draft, quoted, rule};

rule! {
    /// An element stands more often than it may.
    ///
    /// ## Why it matters
    /// Which of the copies counts is up to the reader, or the file is refused.
    ///
    /// ## Example
    /// ```xml
    /// <Act name="a">…<StartTrigger/><StartTrigger/></Act>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Act name="a">…<StartTrigger/></Act>
    /// ```
    ///
    /// ## Source
    /// The published XML schema of the declared edition (ASAM OpenSCENARIO XML 1.0.0,
    /// 1.1.1, 1.2.0, 1.3.0, 1.4.0; OpenDRIVE 1.4H, 1.5M, 1.6.1, 1.7.0, 1.8.0), as the tables
    /// in `standards/asam/` hold it.
    "schema/repeated-element" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_schema", "asam.net:xodr:1.0.0:xml.valid_schema"],
        applies: Format,
        check: Check::Deviation(word),
    }
}

fn word(kind: &DeviationKind) -> Draft {
    let DeviationKind::RepeatedElement { name, owner } = kind else { return Draft::default() };
    Draft::new(format!("{} stands too often in {}, expected one", quoted(name), quoted(owner)))
        .help("delete one of them")
        .related("already given here")
}
