use crate::openscenario::DeviationKind;
use crate::rules::{Check, Draft, listed, quoted, rule};

rule! {
    /// An element stands where the schema knows none of that name.
    ///
    /// ## Why it matters
    /// A simulator skips it or stops. Either way the scenario is not the one that was
    /// written. Capitals count, and so does the place: many names are legal under
    /// another parent only.
    ///
    /// ## Example
    /// ```xml
    /// <Act name="approach"><ManeuverGrup …/></Act>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Act name="approach"><ManeuverGroup …/></Act>
    /// ```
    ///
    /// ## Source
    /// The published XML schema of the declared edition (ASAM OpenSCENARIO XML 1.0.0,
    /// 1.1.1, 1.2.0, 1.3.0, 1.4.0; OpenDRIVE 1.4H, 1.5M, 1.6.1, 1.7.0, 1.8.0), as the tables
    /// in `standards/asam/` hold it.
    "schema/unknown-element" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_schema", "asam.net:xodr:1.0.0:xml.valid_schema"],
        applies: Format,
        check: Check::Deviation(word),
    }
}

fn word(kind: &DeviationKind) -> Draft {
    let DeviationKind::UnknownElement { name, owner, suggestion, expected, elsewhere } = kind else {
        return Draft::default();
    };
    let mut draft = Draft::new(format!("unknown element {} in {}", quoted(name), quoted(owner)));
    if expected.is_empty() {
        draft.message.push_str(", which has no child elements");
    } else {
        draft.message.push_str(&format!(", expected {}", listed(expected, 6)));
    }
    match (suggestion, &elsewhere[..]) {
        (Some(meant), _) => draft.help(format!("did you mean {}?", quoted(meant))),
        (None, []) => draft.help("delete it, or check its spelling and the edition that the file declares"),
        (None, parents) => draft.help(format!("{} belongs in {}", quoted(name), listed(parents, 3))),
    }
}
