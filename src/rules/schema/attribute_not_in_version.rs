use crate::openscenario::DeviationKind;
use crate::rules::{
    Check, Draft, quoted, rule,
    schema::{remedy, when},
};

rule! {
    /// An attribute belongs to another edition than the file declares.
    ///
    /// ## Why it matters
    /// A tool that takes the header at its word ignores or refuses the attribute.
    ///
    /// ## Example
    /// ```xml
    /// <FileHeader revMajor="1" revMinor="0" …/>
    /// …
    /// <Vehicle name="car" vehicleCategory="car" mass="1500">…</Vehicle>
    /// ```
    ///
    /// ## Instead
    /// Declare the edition that has the attribute, or leave it out.
    ///
    /// ## Source
    /// The published XML schema of the declared edition (ASAM OpenSCENARIO XML 1.0.0,
    /// 1.1.1, 1.2.0, 1.3.0, 1.4.0; OpenDRIVE 1.4H, 1.5M, 1.6.1, 1.7.0, 1.8.0), as the tables
    /// in `standards/asam/` hold it.
    "schema/attribute-not-in-version" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_schema", "asam.net:xodr:1.0.0:xml.valid_schema"],
        applies: Format,
        check: Check::Deviation(word),
    }
}

fn word(kind: &DeviationKind) -> Draft {
    let DeviationKind::AttributeNotInVersion { name, owner, existence } = kind else { return Draft::default() };
    Draft::new(format!("attribute {} of {} {}", quoted(name), quoted(owner), when(existence))).help(remedy(existence))
}
