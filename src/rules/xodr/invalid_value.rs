use crate::openscenario::DeviationKind;
use crate::rules::{Check, Draft, listed, quoted, rule, schema::when};

rule! {
    /// An attribute of a road file holds no number, or a word that the version does not know.
    ///
    /// ## Why it matters
    /// What cannot be read counts as 0, as a default or as nothing, depending on the tool: a lane
    /// of an unknown type is drivable for one and not for another.
    ///
    /// ## Example
    /// ```xml
    /// <lane id="-1" type="drivng"><width sOffset="0" a="3,5" b="0" c="0" d="0"/></lane>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <lane id="-1" type="driving"><width sOffset="0" a="3.5" b="0" c="0" d="0"/></lane>
    /// ```
    ///
    /// ## Source
    /// The value types and enumerations in the schemas of OpenDRIVE 1.4H and 1.5M (VIRES), 1.6.1,
    /// 1.7.0 and 1.8.0 (ASAM).
    "xodr/invalid-value" {
        severity: Error,
        aliases: ["asam.net:xodr:1.0.0:xml.valid_schema"],
        applies: OpenDrive,
        check: Check::Deviation(word),
    }
}

fn word(kind: &DeviationKind) -> Draft {
    match kind {
        DeviationKind::LiteralNotInVersion { attribute, value, existence } => {
            Draft::new(format!("{} of {} {}", quoted(value), quoted(attribute), when(existence)))
                .help("use a word of the version, or declare the one that has it")
        }
        DeviationKind::UnknownLiteral { attribute, value, suggestion, literals, .. } => {
            let expected = listed(literals, 8);
            let draft = Draft::new(format!("{} is {}, expected {expected}", quoted(attribute), quoted(value)));
            match suggestion {
                Some(meant) => draft.help(format!("did you mean {}?", quoted(meant))),
                None => draft.help(format!("write {expected}")),
            }
        }
        DeviationKind::BadValue { attribute, value, expected } => {
            Draft::new(format!("{} is {}, expected {expected}", quoted(attribute), quoted(value)))
                .help(format!("write {expected}"))
        }
        _ => Draft::default(),
    }
}
