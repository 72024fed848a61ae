use crate::opendrive::{LinkTarget, RoadLink};
use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};

rule! {
    /// A road links to a road or junction that does not exist.
    ///
    /// ## Why it matters
    /// The network ends there: routes over the link cannot be found, and vehicles leave
    /// the road at its end.
    ///
    /// ## Example
    /// ```xml
    /// <road id="1" …><link><successor elementType="road" elementId="7" contactPoint="start"/></link></road>
    /// ```
    ///
    /// ## Instead
    /// Correct the id, or leave the link out where the network really ends.
    ///
    /// ## Source
    /// ASAM OpenDRIVE, road linkage, elements `predecessor` and `successor`.
    "xodr/unresolved-road-link" {
        severity: Error,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(network) = document.network else { return Vec::new() };
    let links = network.roads.iter().flat_map(|road| &road.links);
    let broken = links.filter_map(|link| {
        let (name, exists) = match link.target? {
            LinkTarget::Road => ("road", !network.lacks_road(&link.id)),
            LinkTarget::Junction => ("junction", !network.lacks_junction(&link.id)),
        };
        (!exists).then_some((link, name))
    });
    let hit = |(link, name): (&RoadLink, &str)| {
        let draft = Draft::new(format!("{name} {} does not exist", quoted(&link.id)))
            .help("correct the id, or remove the link");
        let spot = document.attribute_index(link.element, "elementId").map_or(Spot::Name, Spot::AttributeValue);
        Hit { draft, at: At::Node(link.element, spot), related: None }
    };
    broken.map(hit).collect()
}
