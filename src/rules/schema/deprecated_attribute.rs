use crate::openscenario::DeviationKind;
use crate::rules::{Check, Draft, quoted, rule, schema::replacement};

rule! {
    /// An attribute is deprecated in the declared edition.
    ///
    /// ## Why it matters
    /// It still works, and may be gone in the next edition. Where both the old and the
    /// new one are given, the old one is ignored.
    ///
    /// ## Example
    /// ```xml
    /// <Precipitation precipitationType="rain" intensity="0.5"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Precipitation precipitationType="rain" precipitationIntensity="12"/>
    /// ```
    ///
    /// ## Source
    /// The published XML schema of the declared edition (ASAM OpenSCENARIO XML 1.0.0,
    /// 1.1.1, 1.2.0, 1.3.0, 1.4.0), as the table in `standards/asam/openscenario/` holds it.
    "schema/deprecated-attribute" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Deviation(word),
    }
}

fn word(kind: &DeviationKind) -> Draft {
    let DeviationKind::DeprecatedAttribute { name, owner, since, instead } = kind else { return Draft::default() };
    Draft::new(format!("attribute {} of {} is deprecated since {since}", quoted(name), quoted(owner)))
        .help(replacement(instead))
}
