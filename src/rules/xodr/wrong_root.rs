use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};

rule! {
    /// The root element is not `OpenDRIVE`.
    ///
    /// ## Why it matters
    /// Names are case-sensitive, and a prefix is part of none of them. Readers look for
    /// `OpenDRIVE` and find no road.
    ///
    /// ## Example
    /// ```xml
    /// <opendrive>…</opendrive>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <OpenDRIVE>…</OpenDRIVE>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, root element, 1.4 to 1.8.
    "xodr/wrong-root" {
        severity: Error,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let found = document.tree.name(document.root);
    if found == "OpenDRIVE" {
        return Vec::new();
    }
    let draft = Draft::new(format!("root element {}, expected `OpenDRIVE`", quoted(found)))
        .help("rename the root element; capitals count");
    vec![Hit { draft, at: At::Node(document.root, Spot::Name), related: None }]
}
