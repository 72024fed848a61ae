use crate::openscenario::DeviationKind;
use crate::rules::{Check, Draft, listed, quoted, rule};

rule! {
    /// An attribute value is none of the literals that are allowed.
    ///
    /// ## Why it matters
    /// Capitals count. A reader that does not know the word falls back on a default or
    /// stops.
    ///
    /// ## Example
    /// ```xml
    /// <Event name="brake" priority="Override">
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
    "schema/unknown-literal" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_schema"],
        applies: OpenScenario,
        check: Check::Deviation(word),
    }
}

fn word(kind: &DeviationKind) -> Draft {
    let DeviationKind::UnknownLiteral { attribute, value, of_type, suggestion, literals } = kind else {
        return Draft::default();
    };
    let draft = Draft::new(format!(
        "{} of {} is no literal of {}, expected {}",
        quoted(value),
        quoted(attribute),
        quoted(of_type),
        listed(literals, 8)
    ));
    match suggestion {
        Some(meant) => draft.help(format!("did you mean {}?", quoted(meant))),
        None => draft.help("use one of the literals, or a `$parameter`"),
    }
}
