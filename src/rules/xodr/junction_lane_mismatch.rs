use crate::opendrive::{JunctionKind, LinkTarget};
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};

use super::lane_ends::joins;
use super::shared::{hit, is_well_numbered, network, place};

rule! {
    /// A connection and the lane of its connecting road disagree about the lane before.
    ///
    /// ## Why it matters
    /// By the junction the way comes from one lane, by the road from another: which one a vehicle
    /// may use depends on where a tool looks.
    ///
    /// ## Example
    /// ```xml
    /// <road id="5" junction="9" …>… <lane id="-1" …><link><predecessor id="-2"/></link>…
    /// <connection id="0" incomingRoad="1" connectingRoad="5" contactPoint="start"><laneLink from="-1" to="-1"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <laneLink from="-2" to="-1"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, connecting roads: the lane links of a connection are those of the lanes of
    /// the connecting road. Lanes without a link at this end are not judged.
    "xodr/junction-lane-mismatch" {
        severity: Error,
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let junctions = network.junctions.iter().filter(|junction| junction.kind == Some(JunctionKind::Common));
    let connections = junctions.flat_map(|junction| &junction.connections);
    let mut hits = Vec::new();
    for connection in connections {
        let Some(road) = connection.connecting_road.as_deref().and_then(|id| network.sole_road(id)) else { continue };
        let (Some(contact), Some(incoming)) = (connection.contact_point, &connection.incoming_road) else { continue };
        let link = road.link(contact).filter(|link| link.target == Some(LinkTarget::Road) && link.id == *incoming);
        let Some((before, end)) = link.and_then(|link| Some((network.sole_road(&link.id)?, link.contact_point?)))
        else {
            continue;
        };
        for lane_link in &connection.lane_links {
            let (Some(from), Some(to)) = (lane_link.from, lane_link.to) else { continue };
            // The center lane has a finding for that.
            if from == 0 || to == 0 {
                continue;
            }
            let Some(section) = road.section_at_end(contact, to).filter(|section| is_well_numbered(section)) else {
                continue;
            };
            let Some(lane) = section.lane(to) else { continue };
            let links = joins(lane, contact);
            let Some(first) = links.first() else { continue };
            // Lanes that do not exist have findings of their own.
            let is_lane = |number: i32| before.lane_at_end(end, number).is_some();
            let disagrees = links.iter().all(|join| join.lane.is_some_and(|lane| lane != from && is_lane(lane)));
            if !disagrees || !is_lane(from) {
                continue;
            }
            let (from, to) = (quoted(&from.to_string()), quoted(&lane.id));
            let other = quoted(&first.lane.unwrap_or_default().to_string());
            let message =
                format!("lane {to} of road {} comes from lane {from} here, from {other} there", quoted(&road.id));
            let draft = Draft::new(message).help("make both say the same").related("the link of the lane");
            let related = Some(place(document, first.element, "id"));
            hits.push(Hit { related, ..hit(document, lane_link.element, "from", draft) });
        }
    }
    hits
}
