use crate::rules::{Check, Draft, rule};

rule! {
    /// Elements are nested deeper than the budget.
    ///
    /// ## Why it matters
    /// Reading stops where a budget is spent: the deepest public scenario has about
    /// thirty levels; thousands are an attack on the parser. What follows is not
    /// judged, so the input is not evaluable. The limit is 256 levels.
    ///
    /// ## Instead
    /// If the input is meant to be like this, raise the limit with `--max-depth`.
    ///
    /// ## Source
    /// A limit of this tool, not of a standard.
    "input/nesting-too-deep" {
        severity: Error,
        applies: Any,
        check: Check::Budget(word),
    }
}

fn word(limit: u64) -> Draft {
    Draft::new(format!("more than {limit} levels"))
        .help("raise the limit with `--max-depth` if the input is meant to be like this")
}
