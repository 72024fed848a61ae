use std::collections::BTreeSet;
use std::path::Path;

use crate::companions::{CatalogState, CatalogUse, Companion, Companions, Location};
use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, quoted_path, rule};
use crate::xml::NodeId;

rule! {
    /// The road network of a scenario, the scenario of a distribution or a catalog is none.
    ///
    /// ## Why it matters
    /// The file is there, and no simulator can use it: it is not well-formed, or of another
    /// kind than its place asks for.
    ///
    /// ## Example
    /// ```xml
    /// <ParameterValueDistribution>
    ///   <ScenarioFile filepath="VehicleCatalog.xosc"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <ParameterValueDistribution>
    ///   <ScenarioFile filepath="CutIn.xosc"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `RoadNetwork` (all editions) and `ParameterValueDistribution`
    /// (from 1.1), `CatalogLocations` (all editions). A road network in another format than
    /// OpenDRIVE is not looked at; a catalog that cannot be read is reported where it may
    /// hold what is referred to and not found elsewhere.
    "xosc/unreadable-companion" {
        severity: Error,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(companions) = document.companions else { return Vec::new() };
    let mut hits = Vec::new();
    if let Companion::Unread { element, shown, reason } = &companions.road
        && is_open_drive(shown)
    {
        hits.extend(hit(
            document,
            *element,
            format!("{} cannot be used as a road network: {reason}", quoted_path(shown)),
        ));
    }
    match &companions.target {
        Companion::Unread { element, shown, reason } => {
            hits.extend(hit(
                document,
                *element,
                format!("{} cannot be used as a scenario: {reason}", quoted_path(shown)),
            ));
        }
        Companion::Read { element, shown, content } if !content.has_storyboard() => {
            hits.extend(hit(document, *element, format!("{} holds no scenario", quoted_path(shown))));
        }
        _ => {}
    }
    hits.extend(catalogs(companions));
    hits
}

/// Files in folders of catalogs that cannot be read and may hold what is missing.
fn catalogs(companions: &Companions<'_>) -> Vec<Hit> {
    let is_missing = |location: &Location| {
        let fits = |used: &CatalogUse<'_>| used.places.iter().any(|place| place.location == location.kind);
        companions.catalogs.iter().any(|used| matches!(used.state, CatalogState::Unknown(_)) && fits(used))
    };
    let mut seen: BTreeSet<&Path> = BTreeSet::new();
    let mut hits = Vec::new();
    for location in companions.locations.iter().filter(|location| is_missing(location)) {
        for (file, reason) in &location.folder.unread {
            if !seen.insert(file) {
                continue;
            }
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            let (name, folder) = (quoted_path(&name), quoted_path(&location.shown));
            let draft = Draft::new(format!("{name} in {folder} cannot be used as a catalog: {reason}"))
                .help("mend the file, or name the folder that is meant");
            let at = At::Node(location.element, Spot::AttributeValue(location.attribute));
            hits.push(Hit { draft, at, related: None });
        }
    }
    hits
}

/// True for a path that no other format of roads has.
fn is_open_drive(path: &str) -> bool {
    let endings = ["xodr", "xosc", "xml"];
    path.rsplit_once('.').is_some_and(|(_, found)| endings.iter().any(|ending| found.eq_ignore_ascii_case(ending)))
}

fn hit(document: &Document<'_>, element: NodeId, message: String) -> Option<Hit> {
    let index = document.attribute_index(element, "filepath")?;
    let draft = Draft::new(message).help("name the file that is meant, or mend this one");
    Some(Hit { draft, at: At::Node(element, Spot::AttributeValue(index)), related: None })
}
