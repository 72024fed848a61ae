use crate::rules::{Check, Draft, rule};
use crate::xml::FaultKind;

rule! {
    /// The document declares entities of its own.
    ///
    /// ## Why it matters
    /// They are expanded here, within a budget. Some simulators do not expand them, so
    /// the scenario may work in one tool and fail in another.
    ///
    /// ## Example
    /// ```xml
    /// <!DOCTYPE OpenSCENARIO [ <!ENTITY speed "13.9"> ]>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <ParameterDeclaration name="speed" parameterType="double" value="13.9"/>
    /// ```
    ///
    /// ## Source
    /// XML 1.0 (fifth edition), section 4.2.1; practice.
    "input/internal-entities" {
        severity: Note,
        applies: Any,
        check: Check::Fault(word),
    }
}

fn word(kind: &FaultKind) -> Draft {
    let FaultKind::InternalEntities { count } = kind else { return Draft::default() };
    let what = if *count == 1 { "an entity".to_owned() } else { format!("{count} entities") };
    Draft::new(format!("the document type declares {what}"))
        .help("write the text itself: not every simulator expands entities")
}
