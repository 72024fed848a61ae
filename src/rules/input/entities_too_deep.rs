use crate::rules::{Check, Draft, rule};

rule! {
    /// Entities are nested deeper than the budget.
    ///
    /// ## Why it matters
    /// Reading stops where a budget is spent: deep nesting of entities is a known
    /// attack. What follows is not judged, so the input is not evaluable. The limit
    /// is 20 entities inside one another.
    ///
    /// ## Instead
    /// If the input is meant to be like this, raise the limit with
    /// `--max-entity-depth`.
    ///
    /// ## Source
    /// A limit of this tool, not of a standard.
    "input/entities-too-deep" {
        severity: Error,
        applies: Any,
        check: Check::Budget(word),
    }
}

fn word(limit: u64) -> Draft {
    Draft::new(format!("more than {limit} entities inside one another"))
        .help("raise the limit with `--max-entity-depth` if the input is meant to be like this")
}
