use crate::openscenario::DeviationKind;
use crate::rules::{Check, Draft, quoted, rule, schema::replacement};

rule! {
    /// An element is deprecated in the declared edition.
    ///
    /// ## Why it matters
    /// It still works, and may be gone in the next edition. Tools may treat it with
    /// less care than its successor.
    ///
    /// ## Example
    /// ```xml
    /// <GlobalAction><ParameterAction …/></GlobalAction>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <GlobalAction><VariableAction …/></GlobalAction>
    /// ```
    ///
    /// ## Source
    /// The published XML schema of the declared edition (ASAM OpenSCENARIO XML 1.0.0,
    /// 1.1.1, 1.2.0, 1.3.0, 1.4.0), as the table in `standards/asam/openscenario/` holds it.
    "schema/deprecated-element" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Deviation(word),
    }
}

fn word(kind: &DeviationKind) -> Draft {
    let DeviationKind::DeprecatedElement { name, owner, since, instead } = kind else { return Draft::default() };
    Draft::new(format!("{} in {} is deprecated since {since}", quoted(name), quoted(owner))).help(replacement(instead))
}
