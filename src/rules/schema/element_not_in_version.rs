use crate::openscenario::DeviationKind;
use crate::rules::{
    Check, Draft, quoted, rule,
    schema::{remedy, when},
};

rule! {
    /// An element belongs to another edition than the file declares.
    ///
    /// ## Why it matters
    /// The file was written with a newer edition in mind, or its header was never
    /// raised. A tool that takes the header at its word refuses the element.
    ///
    /// ## Example
    /// ```xml
    /// <FileHeader revMajor="1" revMinor="1" …/>
    /// …
    /// <PrivateAction><TrailerAction>…</TrailerAction></PrivateAction>
    /// ```
    ///
    /// ## Instead
    /// Declare the edition that has the element, here `revMinor="3"`, or express the
    /// same with what the declared edition has.
    ///
    /// ## Source
    /// The published XML schema of the declared edition (ASAM OpenSCENARIO XML 1.0.0,
    /// 1.1.1, 1.2.0, 1.3.0, 1.4.0; OpenDRIVE 1.4H, 1.5M, 1.6.1, 1.7.0, 1.8.0), as the tables
    /// in `standards/asam/` hold it.
    "schema/element-not-in-version" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.valid_schema", "asam.net:xodr:1.0.0:xml.valid_schema"],
        applies: Format,
        check: Check::Deviation(word),
    }
}

fn word(kind: &DeviationKind) -> Draft {
    let DeviationKind::ElementNotInVersion { name, owner, existence, renamed } = kind else { return Draft::default() };
    let draft = Draft::new(format!("{} in {} {}", quoted(name), quoted(owner), when(existence)));
    match renamed {
        Some(renamed) => draft.help(format!("edition {} calls it {}", existence.declared, quoted(renamed))),
        None => draft.help(remedy(existence)),
    }
}
