use crate::rules::{Check, Draft, rule};

rule! {
    /// An attribute value is longer than the budget.
    ///
    /// ## Why it matters
    /// Reading stops where a budget is spent: values are names, numbers and short
    /// texts. What follows is not judged, so the input is not evaluable. The limit is
    /// 10,000,000 bytes of one attribute value.
    ///
    /// ## Instead
    /// If the input is meant to be like this, raise the limit with
    /// `--max-value-size`.
    ///
    /// ## Source
    /// A limit of this tool, not of a standard.
    "input/value-too-long" {
        severity: Error,
        applies: Any,
        check: Check::Budget(word),
    }
}

fn word(limit: u64) -> Draft {
    Draft::new(format!("more than {limit} bytes of one attribute value"))
        .help("raise the limit with `--max-value-size` if the input is meant to be like this")
}
