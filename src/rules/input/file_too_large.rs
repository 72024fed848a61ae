use crate::rules::{Check, Draft, rule};

rule! {
    /// The file is larger than the budget.
    ///
    /// ## Why it matters
    /// Reading stops where a budget is spent: files are read whole, and a file of
    /// this size is no scenario but a mistake or an attack. What follows is not
    /// judged, so the input is not evaluable. The limit is 256 MiB, given in bytes.
    ///
    /// ## Instead
    /// If the input is meant to be like this, raise the limit with `--max-file-size`.
    ///
    /// ## Source
    /// A limit of this tool, not of a standard.
    "input/file-too-large" {
        severity: Error,
        applies: Any,
        check: Check::Budget(word),
    }
}

fn word(limit: u64) -> Draft {
    Draft::new(format!("more than {limit} bytes"))
        .help("raise the limit with `--max-file-size` if the input is meant to be like this")
}
