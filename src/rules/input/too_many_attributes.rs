use crate::rules::{Check, Draft, rule};

rule! {
    /// An element has more attributes than the budget.
    ///
    /// ## Why it matters
    /// Reading stops where a budget is spent: no element of OpenSCENARIO or OpenDRIVE
    /// has more than a dozen; thousands are an attack on the duplicate check. What
    /// follows is not judged, so the input is not evaluable. The limit is 1,000
    /// attributes of one element.
    ///
    /// ## Instead
    /// If the input is meant to be like this, raise the limit with
    /// `--max-attributes`.
    ///
    /// ## Source
    /// A limit of this tool, not of a standard.
    "input/too-many-attributes" {
        severity: Error,
        applies: Any,
        check: Check::Budget(word),
    }
}

fn word(limit: u64) -> Draft {
    Draft::new(format!("more than {limit} attributes of one element"))
        .help("raise the limit with `--max-attributes` if the input is meant to be like this")
}
