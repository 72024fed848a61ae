use crate::opendrive::DeclaredRevision;
use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, rule};

rule! {
    /// The road file declares a version of OpenDRIVE that is not supported.
    ///
    /// ## Why it matters
    /// Versions 1.4 to 1.8 are known here. Others may differ in the meaning of lanes
    /// and links, so the file is not evaluable: ids and links are checked, and no more
    /// is said about it.
    ///
    /// ## Example
    /// ```xml
    /// <header revMajor="2" revMinor="0" …/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <header revMajor="1" revMinor="8" …/>
    /// ```
    ///
    /// ## Source
    /// OpenDRIVE 1.4 (VIRES) and ASAM OpenDRIVE 1.5 to 1.8.
    "xodr/unknown-version" {
        severity: Warning,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(network) = document.network else { return Vec::new() };
    let DeclaredRevision::Revision { header, major, minor } = &network.version else { return Vec::new() };
    if network.is_supported() {
        return Vec::new();
    }
    let draft = Draft::new(format!("OpenDRIVE {major}.{minor}, expected 1.4 to 1.8"))
        .help("declare the version that the file follows, or convert the file");
    let spot = document.attribute_index(*header, "revMinor").map_or(Spot::Name, Spot::AttributeValue);
    vec![Hit { draft, at: At::Node(*header, spot), related: None }]
}
