use crate::companions::{CatalogState, Companions, FileReference, Holds, Located};
use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, quoted, quoted_path, rule};

rule! {
    /// A road network, a scenario or a folder of catalogs does not exist, or is not what it should be.
    ///
    /// ## Why it matters
    /// Without its road network a scenario cannot be placed, without its catalogs it has no
    /// vehicles. A simulator stops, or drives on a road of its own.
    ///
    /// ## Example
    /// ```xml
    /// <LogicFile filepath="../xodr/Motorway.xodr"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <LogicFile filepath="../xodr/motorway.xodr"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `File` and `Directory`, all editions: a relative path starts
    /// at the folder of the file that it stands in. `--search-path` names further folders.
    "xosc/missing-file" {
        severity: Error,
        aliases: ["asam.net:xosc:1.0.0:reference_control.catalogs_referenced_by_directory", "asam.net:xosc:1.0.0:reference_control.road_network_availability"],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(companions) = document.companions else { return Vec::new() };
    companions.files.iter().filter_map(|file| hit(document, companions, file)).collect()
}

fn hit(document: &Document<'_>, companions: &Companions<'_>, file: &FileReference) -> Option<Hit> {
    let what = match file.holds {
        Holds::RoadNetwork if !is_map_name(file) => "road network",
        Holds::Scenario => "scenario",
        Holds::Catalogs => "folder",
        // These have rules of their own.
        Holds::RoadNetwork | Holds::SceneGraph => return None,
    };
    let is_needed = || file.holds != Holds::Catalogs || is_missed(document, companions, file);
    missing(file, what).or_else(|| misfit(file, what)).or_else(|| empty(file, what).filter(|_| is_needed()))
}

/// True if a reference leads nowhere that has to go through this folder. Folders of
/// catalogs are often left empty where there are none.
fn is_missed(document: &Document<'_>, companions: &Companions<'_>, file: &FileReference) -> bool {
    let location = document.tree.parent(file.element).map(|location| document.tree.name(location));
    companions.catalogs.iter().any(|used| {
        matches!(used.state, CatalogState::NoCatalog { .. })
            && used.places.iter().any(|place| Some(place.location.as_str()) == location)
    })
}

/// A finding on a path that names nothing.
fn empty(file: &FileReference, what: &str) -> Option<Hit> {
    let is_empty = file.path.as_deref() == Some("");
    let draft = Draft::new(format!("the path of the {what} is empty")).help("name it, or remove the element");
    is_empty.then_some(Hit { draft, at: At::Node(file.element, Spot::AttributeValue(file.attribute)), related: None })
}

/// A finding if there is a folder for a file, or a file for a folder.
fn misfit(file: &FileReference, what: &str) -> Option<Hit> {
    let Some(Located::At(_, shown)) = &file.located else { return None };
    let (found, expected) = if file.is_folder { ("folder", "file") } else { ("file", "folder") };
    if file.is_folder == (file.holds == Holds::Catalogs) {
        return None;
    }
    let draft = Draft::new(format!("{what} {} is a {found}, expected a {expected}", quoted_path(shown)))
        .help(format!("write the path of the {expected}"));
    Some(Hit { draft, at: At::Node(file.element, Spot::AttributeValue(file.attribute)), related: None })
}

/// A finding if the file is not there.
pub(super) fn missing(file: &FileReference, what: &str) -> Option<Hit> {
    let Some(Located::Missing { shown, similar }) = &file.located else { return None };
    let draft = Draft::new(format!("{what} {} does not exist", quoted_path(shown)));
    let parameter = file.path.as_deref().and_then(parameter_inside);
    let draft = match similar {
        _ if parameter.is_some() => {
            let name = quoted(parameter.unwrap_or_default());
            draft.help(format!("a parameter stands for a whole value: give {name} the whole path, and write it alone"))
        }
        Some(similar) => draft.help(format!("did you mean {}?", quoted(similar))),
        None => draft.help("correct the path, or name the folder that it starts from with `--search-path`"),
    };
    Some(Hit { draft, at: At::Node(file.element, Spot::AttributeValue(file.attribute)), related: None })
}

/// A parameter that is named in the midst of a path, where it is text like any other.
fn parameter_inside(path: &str) -> Option<&str> {
    let from = path.find('$').filter(|&from| from > 0)?;
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let length = path[from + 1..].find(|c| !is_part(c)).unwrap_or(path.len() - from - 1);
    (length > 0).then(|| &path[from..=from + length])
}

/// True for what some simulators take for the name of a map that they bring along.
pub(super) fn is_map_name(file: &FileReference) -> bool {
    file.holds == Holds::RoadNetwork
        && matches!(file.located, Some(Located::Missing { .. }))
        && file.path.as_deref().is_some_and(|path| {
            let name = path.trim_start_matches("./");
            !name.is_empty() && !name.contains(['/', '\\', '.'])
        })
}
