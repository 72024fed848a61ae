use crate::openscenario::DeviationKind;
use crate::rules::{Check, Draft, quoted, rule};

rule! {
    /// An expression is used in an edition without expressions.
    ///
    /// ## Why it matters
    /// `${…}` came later than `$parameter`. A tool for the declared edition takes it
    /// for a malformed value.
    ///
    /// ## Example
    /// ```xml
    /// <FileHeader revMajor="1" revMinor="0" …/>
    /// …
    /// <AbsoluteTargetSpeed value="${$speed / 3.6}"/>
    /// ```
    ///
    /// ## Instead
    /// Declare an edition that has expressions, or write the value itself.
    ///
    /// ## Source
    /// The published XML schema of the declared edition (ASAM OpenSCENARIO XML 1.0.0,
    /// 1.1.1, 1.2.0, 1.3.0, 1.4.0), as the table in `standards/asam/openscenario/` holds it.
    "schema/expression-not-in-version" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_schema"],
        applies: OpenScenario,
        check: Check::Deviation(word),
    }
}

fn word(kind: &DeviationKind) -> Draft {
    let DeviationKind::ExpressionNotInVersion { attribute, value, since, declared } = kind else {
        return Draft::default();
    };
    Draft::new(format!(
        "expression {} in {}: expressions exist since {since}, this file declares {declared}",
        quoted(value),
        quoted(attribute)
    ))
    .help(format!("declare {since} or later in `FileHeader`, or write the value itself"))
}
