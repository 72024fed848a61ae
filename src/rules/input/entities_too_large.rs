use crate::rules::{Check, Draft, rule};

rule! {
    /// Entities expand to more text than the budget.
    ///
    /// ## Why it matters
    /// Reading stops where a budget is spent: a few hundred bytes of entities can
    /// stand for gigabytes: the attack known as billion laughs. What follows is not
    /// judged, so the input is not evaluable. The limit is 8 MiB, given in bytes of
    /// expanded entities.
    ///
    /// ## Instead
    /// If the input is meant to be like this, raise the limit with
    /// `--max-entity-size`.
    ///
    /// ## Source
    /// A limit of this tool, not of a standard.
    "input/entities-too-large" {
        severity: Error,
        applies: Any,
        check: Check::Budget(word),
    }
}

fn word(limit: u64) -> Draft {
    Draft::new(format!("more than {limit} bytes of expanded entities"))
        .help("raise the limit with `--max-entity-size` if the input is meant to be like this")
}
