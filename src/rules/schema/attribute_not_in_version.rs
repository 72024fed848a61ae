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
    /// 1.1.1, 1.2.0, 1.3.0, 1.4.0), as the table in `standards/asam/openscenario/` holds it.
    "schema/attribute-not-in-version" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_schema"],
        applies: OpenScenario,
        check: Check::Deviation(word),
    }
}

fn word(kind: &DeviationKind) -> Draft {
    let DeviationKind::AttributeNotInVersion { name, owner, existence } = kind else { return Draft::default() };
    Draft::new(format!("attribute {} of {} {}", quoted(name), quoted(owner), when(existence))).help(remedy(existence))
}
