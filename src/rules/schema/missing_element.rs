use crate::openscenario::DeviationKind;
use crate::rules::{Check, Draft, listed, quoted, rule};

rule! {
    /// A required child element is missing.
    ///
    /// ## Why it matters
    /// The schema of the declared edition requires it, so a simulator has nothing to
    /// work with: an event without action does nothing, an act without trigger never
    /// starts.
    ///
    /// ## Example
    /// ```xml
    /// <TeleportAction/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <TeleportAction><Position>…</Position></TeleportAction>
    /// ```
    ///
    /// ## Source
    /// The published XML schema of the declared edition (ASAM OpenSCENARIO XML 1.0.0,
    /// 1.1.1, 1.2.0, 1.3.0, 1.4.0; OpenDRIVE 1.4H, 1.5M, 1.6.1, 1.7.0, 1.8.0), as the tables
    /// in `standards/asam/` hold it.
    "schema/missing-element" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_schema", "asam.net:xodr:1.0.0:xml.valid_schema"],
        applies: Format,
        check: Check::Deviation(word),
    }
}

fn word(kind: &DeviationKind) -> Draft {
    let DeviationKind::MissingElement { owner, expected, present } = kind else { return Draft::default() };
    let what = match &expected[..] {
        [one] if *present > 0 => {
            format!(
                "{} lacks another {}: found {present}, expected at least {}",
                quoted(owner),
                quoted(one),
                present + 1
            )
        }
        [one] => format!("{} lacks the required element {}", quoted(owner), quoted(one)),
        _ => format!("{} lacks one of the elements {}", quoted(owner), listed(expected, 12)),
    };
    Draft::new(what).help("add the element").label("incomplete")
}
