use crate::rules::{Check, Draft, rule};

rule! {
    /// A name is longer than the budget.
    ///
    /// ## Why it matters
    /// Reading stops where a budget is spent: names of elements and attributes are
    /// words. What follows is not judged, so the input is not evaluable. The limit is
    /// 50,000 bytes of one name.
    ///
    /// ## Instead
    /// If the input is meant to be like this, raise the limit with `--max-name-size`.
    ///
    /// ## Source
    /// A limit of this tool, not of a standard.
    "input/name-too-long" {
        severity: Error,
        applies: Any,
        check: Check::Budget(word),
    }
}

fn word(limit: u64) -> Draft {
    Draft::new(format!("more than {limit} bytes of one name"))
        .help("raise the limit with `--max-name-size` if the input is meant to be like this")
}
