use crate::openscenario::DeviationKind;
use crate::rules::{
    Check, Draft, quoted, rule,
    schema::{remedy, when},
};

rule! {
    /// A literal belongs to another edition than the file declares.
    ///
    /// ## Why it matters
    /// A tool for the declared edition does not know the word.
    ///
    /// ## Example
    /// ```xml
    /// <FileHeader revMajor="1" revMinor="1" …/>
    /// …
    /// <Event name="brake" priority="override">
    /// ```
    ///
    /// ## Instead
    /// Declare the edition that has the literal, or use the one of the declared
    /// edition, here `overwrite`.
    ///
    /// ## Source
    /// The published XML schema of the declared edition (ASAM OpenSCENARIO XML 1.0.0,
    /// 1.1.1, 1.2.0, 1.3.0, 1.4.0), as the table in `standards/asam/openscenario/` holds it.
    "schema/literal-not-in-version" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_schema"],
        applies: OpenScenario,
        check: Check::Deviation(word),
    }
}

fn word(kind: &DeviationKind) -> Draft {
    let DeviationKind::LiteralNotInVersion { attribute, value, existence } = kind else { return Draft::default() };
    Draft::new(format!("{} of {} {}", quoted(value), quoted(attribute), when(existence))).help(remedy(existence))
}
