use crate::rules::{Check, Draft, Trouble, rule};

rule! {
    /// A symbolic link leaves the folder that was given.
    ///
    /// ## Why it matters
    /// What lies outside the folder was not asked for and is not looked at; that is not
    /// the same as being absent. The input is not evaluable.
    ///
    /// ## Example
    /// `suite/cut-in.xosc`, a link to `/shared/cut-in.xosc`.
    ///
    /// ## Instead
    /// Name the file itself, or give a folder that holds both.
    ///
    /// ## Source
    /// A decision of this tool.
    "input/link-leaves-folder" {
        severity: Error,
        applies: Any,
        check: Check::Reading(word),
    }
}

fn word(trouble: &Trouble) -> Draft {
    let Trouble::LinkOut = trouble else { return Draft::default() };
    Draft::new("symbolic link leaves the folder given; not looked at")
        .help("name the file itself, or give a folder that holds both")
}
