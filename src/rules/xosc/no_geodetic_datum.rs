use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, quoted_path, rule};

use super::road_places::network;

rule! {
    /// A geographic position is used with a road network that has no geographic reference.
    ///
    /// ## Why it matters
    /// Where latitude and longitude lie in the world of the scenario is not known.
    ///
    /// ## Example
    /// ```xml
    /// <!-- straight.xodr has no geoReference in its header -->
    /// <GeoPosition latitudeDeg="48.1" longitudeDeg="11.6"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <LanePosition roadId="1" laneId="-1" s="20"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, the checker rules annexed to the standard, stamped 1.1.0, and
    /// ASAM OpenDRIVE, `header/geoReference`.
    "xosc/no-geodetic-datum" {
        severity: Warning,
        aliases: ["asam.net:xosc:1.1.0:positioning.geodetic_datum_defined"],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((path, network)) = network(document) else { return Vec::new() };
    if network.has_geo_reference {
        return Vec::new();
    }
    // One finding will do: all positions are mended by one reference.
    let first = document.elements("GeoPosition").next();
    let draft = Draft::new(format!("{} has no `geoReference`, which a geographic position needs", quoted_path(path)))
        .help("add the reference to the header of the road network, or use another kind of position");
    first
        .into_iter()
        .map(|element| Hit { draft: draft.clone(), at: At::Node(element, Spot::Name), related: None })
        .collect()
}
