use crate::rules::{Check, Draft, rule};

rule! {
    /// More namespaces are in scope than the budget.
    ///
    /// ## Why it matters
    /// Reading stops where a budget is spent: OpenSCENARIO and OpenDRIVE use none or
    /// one. What follows is not judged, so the input is not evaluable. The limit is
    /// 128 namespaces in scope.
    ///
    /// ## Instead
    /// If the input is meant to be like this, raise the limit with
    /// `--max-namespaces`.
    ///
    /// ## Source
    /// A limit of this tool, not of a standard.
    "input/too-many-namespaces" {
        severity: Error,
        applies: Any,
        check: Check::Budget(word),
    }
}

fn word(limit: u64) -> Draft {
    Draft::new(format!("more than {limit} namespaces in scope"))
        .help("raise the limit with `--max-namespaces` if the input is meant to be like this")
}
