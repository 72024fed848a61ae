use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, Kind, quoted, rule};

rule! {
    /// The input is neither an OpenSCENARIO nor an OpenDRIVE file.
    ///
    /// ## Why it matters
    /// The root element tells what a file is. With any other root there is nothing to
    /// hold the file against, so it is not evaluable.
    ///
    /// ## Example
    /// ```xml
    /// <scenario>…</scenario>
    /// ```
    ///
    /// ## Instead
    /// Give files whose root is `OpenSCENARIO` or `OpenDRIVE`.
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML and ASAM OpenDRIVE, root elements.
    "input/unknown-kind" {
        severity: Error,
        applies: Any,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    if document.kind != Kind::Unknown {
        return Vec::new();
    }
    let name = quoted(document.tree.name(document.root));
    let draft = Draft::new(format!("root element {name}, expected `OpenSCENARIO` or `OpenDRIVE`"))
        .help("nothing else is checked; leave the file out, or correct its root");
    vec![Hit { draft, at: At::Node(document.root, Spot::Name), related: None }]
}
