use crate::openscenario::{Declared, Spot};
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};

rule! {
    /// The file has no `FileHeader`.
    ///
    /// ## Why it matters
    /// The header declares the edition. Without it nobody can tell which schema the
    /// file is meant to follow, so the schema is not checked.
    ///
    /// ## Example
    /// ```xml
    /// <OpenSCENARIO><Storyboard>…</Storyboard></OpenSCENARIO>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <OpenSCENARIO>
    ///   <FileHeader revMajor="1" revMinor="3" date="2026-01-31T12:00:00" author="…" description="…"/>
    ///   …
    /// </OpenSCENARIO>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, class `FileHeader`, all editions.
    "schema/missing-header" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:xml.fileheader_is_present"],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    if document.declared != Declared::NoHeader {
        return Vec::new();
    }
    let tree = document.tree;
    let almost = tree.children(document.root).find(|&id| tree.name(id).eq_ignore_ascii_case("FileHeader"));
    let help = match almost {
        Some(almost) => {
            format!("did you mean `FileHeader` by {}? The schema was not checked", quoted(tree.name(almost)))
        }
        None => "add a `FileHeader` with `revMajor` and `revMinor`; the schema was not checked".to_owned(),
    };
    let draft = Draft::new("`FileHeader` is missing, expected it as first child of the root element").help(help);
    vec![Hit { draft, at: At::Node(document.root, Spot::Name), related: None }]
}
