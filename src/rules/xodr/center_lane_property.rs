use crate::opendrive::Side;
use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};

use super::shared::network;

rule! {
    /// The centre lane has a width, a height, a speed limit, a material or access rules.
    ///
    /// ## Why it matters
    /// The centre lane is a line. Tools that add its width shift all lanes beside it; the others
    /// ignore what was meant for a real lane.
    ///
    /// ## Example
    /// ```xml
    /// <center><lane id="0" type="driving"><width sOffset="0" a="3.5" b="0" c="0" d="0"/></lane></center>
    /// ```
    ///
    /// ## Instead
    /// Move the property to the lane that it is about.
    ///
    /// ## Source
    /// ASAM OpenDRIVE, lanes and the properties of lanes.
    "xodr/center-lane-property" {
        severity: Error,
        aliases: [
            "asam.net:xodr:1.4.0:road.lane.center_lane_no_width",
            "asam.net:xodr:1.4.0:road.lane.height.center_lane_no_height",
            "asam.net:xodr:1.4.0:road.lane.speed.center_lane_no_spd_lmt",
            "asam.net:xodr:1.4.0:road.lane.material.center_lane_no_material",
            "asam.net:xodr:1.4.0:road.lane.access.center_lane_no_acc_rule",
        ],
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

const PROPERTIES: [&str; 5] = ["width", "height", "speed", "material", "access"];

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let tree = document.tree;
    let lanes = network.roads.iter().flat_map(|road| road.sections.records()).flat_map(|section| &section.lanes);
    let properties = lanes
        .filter(|lane| lane.side == Side::Center)
        .flat_map(|lane| tree.children(lane.element).filter(|&child| PROPERTIES.contains(&tree.name(child))));
    properties
        .map(|element| {
            let draft = Draft::new(format!("the centre lane has {}", quoted(tree.name(element))))
                .help("remove it, or move it to the lane that it is about");
            Hit { draft, at: At::Node(element, Spot::Name), related: None }
        })
        .collect()
}
