use crate::openscenario::DeviationKind;
use crate::rules::{Check, Draft, quoted, rule, schema::replacement};

rule! {
    /// A literal is deprecated in the declared edition.
    ///
    /// ## Why it matters
    /// It still works, and may be gone in the next edition.
    ///
    /// ## Example
    /// ```xml
    /// <Event name="brake" priority="overwrite">
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Event name="brake" priority="override">
    /// ```
    ///
    /// ## Source
    /// The published XML schema of the declared edition (ASAM OpenSCENARIO XML 1.0.0,
    /// 1.1.1, 1.2.0, 1.3.0, 1.4.0), as the table in `standards/asam/openscenario/` holds it.
    "schema/deprecated-literal" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Deviation(word),
    }
}

fn word(kind: &DeviationKind) -> Draft {
    let DeviationKind::DeprecatedLiteral { attribute, value, since, instead } = kind else { return Draft::default() };
    Draft::new(format!("{} of {} is deprecated since {since}", quoted(value), quoted(attribute)))
        .help(replacement(instead))
}
