use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};

rule! {
    /// The root element is not `OpenSCENARIO`.
    ///
    /// ## Why it matters
    /// Names are case-sensitive. The published schema also admits `OpenScenario`, by an
    /// oversight that most readers do not share: they look for `OpenSCENARIO` and find
    /// nothing.
    ///
    /// ## Example
    /// ```xml
    /// <OpenScenario>…</OpenScenario>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <OpenSCENARIO>…</OpenSCENARIO>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, root element, all editions; ASAM rule
    /// `xml.root_tag_is_openscenario`.
    "schema/wrong-root" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.root_tag_is_openscenario"],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let found = document.tree.name(document.root);
    // A root in a namespace has a finding of its own.
    if found == "OpenSCENARIO" || !document.tree.element(document.root).in_no_namespace {
        return Vec::new();
    }
    let draft = Draft::new(format!("root element {}, expected `OpenSCENARIO`", quoted(found)))
        .help("rename the root element; capitals count");
    vec![Hit { draft, at: At::Node(document.root, Spot::Name), related: None }]
}
