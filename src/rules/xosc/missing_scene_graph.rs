use crate::companions::Holds;
use crate::rules::{Check, Document, Hit, rule};

use super::missing_file::missing;

rule! {
    /// The file with what the scenario looks like does not exist.
    ///
    /// ## Why it matters
    /// The scenario runs without pictures, or with those of another place; a test of
    /// cameras is worth nothing then.
    ///
    /// ## Example
    /// ```xml
    /// <SceneGraphFile filepath="../models/Motorway.osgb"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <SceneGraphFile filepath="../models/motorway.osgb"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `RoadNetwork` and `File`, all editions.
    "xosc/missing-scene-graph" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(companions) = document.companions else { return Vec::new() };
    let graphs = companions.files.iter().filter(|file| file.holds == Holds::SceneGraph);
    graphs.filter_map(|file| missing(file, "scene graph")).collect()
}
