use crate::companions::Companion;
use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, quoted_path, rule};
use crate::xml::NodeId;

rule! {
    /// The road network of a scenario, or the scenario of a distribution, is none.
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
    /// (from 1.1). A road network in another format than OpenDRIVE is not looked at.
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
