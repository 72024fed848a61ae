use crate::rules::{Check, Draft, rule};

rule! {
    /// The document has more elements than the budget.
    ///
    /// ## Why it matters
    /// Reading stops where a budget is spent: memory is bounded by the number of
    /// elements. What follows is not judged, so the input is not evaluable. The limit
    /// is 4,000,000 elements.
    ///
    /// ## Instead
    /// If the input is meant to be like this, raise the limit with `--max-elements`.
    ///
    /// ## Source
    /// A limit of this tool, not of a standard.
    "input/too-many-elements" {
        severity: Error,
        applies: Any,
        check: Check::Budget(word),
    }
}

fn word(limit: u64) -> Draft {
    Draft::new(format!("more than {limit} elements"))
        .help("raise the limit with `--max-elements` if the input is meant to be like this")
}
