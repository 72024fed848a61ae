use crate::rules::{Check, Draft, rule};

rule! {
    /// The input has more findings than are shown.
    ///
    /// ## Why it matters
    /// The rest is counted, not shown, so that one broken file does not bury the
    /// others. The outcome takes all of them into account.
    ///
    /// ## Instead
    /// Correct the first ones, which often cause the rest, or raise the limit with
    /// `--max-findings`.
    ///
    /// ## Source
    /// A limit of this tool.
    "input/too-many-findings" {
        severity: Note,
        applies: Any,
        check: Check::Budget(word),
    }
}

fn word(limit: u64) -> Draft {
    Draft::new(format!("more than {limit} findings of one kind; the rest is counted, not shown"))
        .help("correct the first ones, or raise the limit with `--max-findings`")
}
