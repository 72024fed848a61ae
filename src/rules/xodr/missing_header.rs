use crate::opendrive::DeclaredRevision;
use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, rule};

rule! {
    /// The road file does not declare its version.
    ///
    /// ## Why it matters
    /// `header/@revMajor` and `@revMinor` tell which OpenDRIVE the file follows. What
    /// lane types, links or junctions mean depends on it.
    ///
    /// ## Example
    /// ```xml
    /// <OpenDRIVE><road …/></OpenDRIVE>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <OpenDRIVE><header revMajor="1" revMinor="8" …/><road …/></OpenDRIVE>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, element `header`, 1.4 to 1.8.
    "xodr/missing-header" {
        severity: Error,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(network) = document.network else { return Vec::new() };
    let (element, message) = match &network.version {
        DeclaredRevision::NoHeader => {
            (document.root, "`header` is missing, expected it as first child of `OpenDRIVE`".to_owned())
        }
        DeclaredRevision::Unusable { header, attribute } => {
            (*header, format!("`header` lacks a usable `{attribute}`, expected a whole number"))
        }
        DeclaredRevision::Revision { .. } => return Vec::new(),
    };
    let draft =
        Draft::new(message).help("add `revMajor` and `revMinor` of the OpenDRIVE version that the file follows");
    vec![Hit { draft, at: At::Node(element, Spot::Name), related: None }]
}
