use crate::openscenario::DeviationKind;
use crate::rules::{Check, Draft, quoted, rule};

rule! {
    /// An element stands in the wrong place among its siblings.
    ///
    /// ## Why it matters
    /// Many parts of OpenSCENARIO are sequences: the order is part of the format, and
    /// readers refuse another one.
    ///
    /// ## Example
    /// ```xml
    /// <Event …><StartTrigger>…</StartTrigger><Action>…</Action></Event>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Event …><Action>…</Action><StartTrigger>…</StartTrigger></Event>
    /// ```
    ///
    /// ## Source
    /// The published XML schema of the declared edition (ASAM OpenSCENARIO XML 1.0.0,
    /// 1.1.1, 1.2.0, 1.3.0, 1.4.0; OpenDRIVE 1.4H, 1.5M, 1.6.1, 1.7.0, 1.8.0), as the tables
    /// in `standards/asam/` hold it.
    "schema/misplaced-element" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_schema", "asam.net:xodr:1.0.0:xml.valid_schema"],
        applies: Format,
        check: Check::Deviation(word),
    }
}

fn word(kind: &DeviationKind) -> Draft {
    let DeviationKind::MisplacedElement { name, before, after } = kind else { return Draft::default() };
    let place = match (after, before) {
        (Some(after), _) => format!("after {}", quoted(after)),
        (None, Some(before)) => format!("before {}", quoted(before)),
        (None, None) => {
            return Draft::new(format!("{} is out of place among the elements around it", quoted(name)))
                .help("move the element, or remove what does not go with it");
        }
    };
    Draft::new(format!("{} is out of order, expected it {place}", quoted(name))).help("move the element")
}
