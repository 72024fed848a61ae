use crate::openscenario::{Declared, Spot};
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};
use crate::spelling::closest;

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
    // A root that is something else altogether has a finding of its own.
    if closest(tree.name(document.root), &["OpenSCENARIO"]).is_none() {
        return Vec::new();
    }
    // A misspelt one is mostly the first child, and has what a header has.
    let almost = tree.children(document.root).next().filter(|&id| {
        document.attribute_index(id, "revMajor").is_some() || closest(tree.name(id), &["FileHeader"]).is_some()
    });
    let (draft, at) = match almost {
        Some(almost) => {
            let message = format!("unknown element {}, expected `FileHeader`", quoted(tree.name(almost)));
            (Draft::new(message).help("did you mean `FileHeader`? The schema was not checked"), almost)
        }
        None => {
            let message = "`FileHeader` is missing, expected it as first child of the root element";
            let help = "add a `FileHeader` with `revMajor` and `revMinor`; the schema was not checked";
            (Draft::new(message).help(help), document.root)
        }
    };
    vec![Hit { draft, at: At::Node(at, Spot::Name), related: None }]
}
