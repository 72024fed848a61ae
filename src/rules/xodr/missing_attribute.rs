use crate::openscenario::DeviationKind;
use crate::rules::{Check, Draft, quoted, rule};

rule! {
    /// An element of a road file lacks a required attribute.
    ///
    /// ## Why it matters
    /// A piece of road without length, a polynomial without its coefficients or a link without
    /// its target says nothing: simulators refuse the file or put in a zero.
    ///
    /// ## Example
    /// ```xml
    /// <geometry s="0" x="0" y="0" hdg="0"><line/></geometry>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <geometry s="0" x="0" y="0" hdg="0" length="200"><line/></geometry>
    /// ```
    ///
    /// ## Source
    /// The schemas of OpenDRIVE 1.5M (VIRES), 1.6.1, 1.7.0 and 1.8.0 (ASAM). Of 1.4 only what
    /// has no meaning without the attribute. Ids have a rule of their own.
    "xodr/missing-attribute" {
        severity: Error,
        aliases: ["asam.net:xodr:1.0.0:xml.valid_schema"],
        applies: OpenDrive,
        check: Check::Deviation(word),
    }
}

fn word(kind: &DeviationKind) -> Draft {
    let DeviationKind::MissingAttribute { name, owner } = kind else { return Draft::default() };
    Draft::new(format!("{} lacks the required attribute {}", quoted(owner), quoted(name)))
        .help(format!("add {}", quoted(name)))
}
