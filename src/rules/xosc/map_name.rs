use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};

use super::missing_file::is_map_name;

rule! {
    /// The road network is named like a map of one simulator, not as a file.
    ///
    /// ## Why it matters
    /// A simulator that does not bring this map along has no road, and nobody else can
    /// check the scenario's lanes and positions.
    ///
    /// ## Example
    /// ```xml
    /// <LogicFile filepath="Town01"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <LogicFile filepath="maps/Town01.xodr"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `File`, all editions: `filepath` is the path of a file. Names
    /// of maps are a convention of CARLA.
    "xosc/map-name" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(companions) = document.companions else { return Vec::new() };
    let named = companions.files.iter().filter(|file| is_map_name(file));
    let hit = |file: &crate::companions::FileReference| {
        let name = quoted(file.path.as_deref().unwrap_or_default());
        let draft = Draft::new(format!("there is no file {name}, which looks like the name of a simulator's map"))
            .help("write the path of the OpenDRIVE file, so that others can use and check the scenario");
        Hit { draft, at: At::Node(file.element, Spot::AttributeValue(file.attribute)), related: None }
    };
    named.map(hit).collect()
}
