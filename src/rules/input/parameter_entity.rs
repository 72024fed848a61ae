use crate::rules::{Check, Draft, quoted, rule};
use crate::xml::FaultKind;

rule! {
    /// The document type uses a parameter entity.
    ///
    /// ## Why it matters
    /// Parameter entities rewrite the declarations themselves and are refused: no
    /// scenario needs them, and they are the usual vehicle of entity attacks. What
    /// they would declare is unknown, so the input is not evaluable.
    ///
    /// ## Example
    /// ```xml
    /// <!DOCTYPE OpenSCENARIO [ <!ENTITY % more "<!ENTITY a 'b'>"> %more; ]>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <!DOCTYPE OpenSCENARIO [ <!ENTITY a 'b'> ]>
    /// ```
    ///
    /// ## Source
    /// XML 1.0 (fifth edition), section 2.8; a decision of this tool.
    "input/parameter-entity" {
        severity: Error,
        applies: Any,
        check: Check::Fault(word),
    }
}

fn word(kind: &FaultKind) -> Draft {
    let FaultKind::ParameterEntity { name } = kind else { return Draft::default() };
    Draft::new(format!("parameter entity {} is not expanded", quoted(name))).help("write the declarations out")
}
