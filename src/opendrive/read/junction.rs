//! Junctions and controllers.

use crate::xml::NodeId;

use super::super::junction::{Connection, Junction, JunctionController, JunctionKind, LaneLink, RoadReference};
use super::super::signal::{Control, Controller};
use super::Reader;

/// Places in a junction, besides connections, that name roads.
const ROAD_REFERENCES: [(&str, &str); 6] = [
    ("crossPath", "crossingRoad"),
    ("crossPath", "roadAtStart"),
    ("crossPath", "roadAtEnd"),
    ("priority", "high"),
    ("priority", "low"),
    ("roadSection", "roadId"),
];

impl Reader<'_, '_> {
    pub(super) fn junction(&mut self, element: NodeId) -> Option<Junction> {
        let id = self.id(element)?;
        let kind = match self.value(element, "type").unwrap_or("default") {
            "default" => Some(JunctionKind::Common),
            "virtual" => Some(JunctionKind::Virtual),
            "direct" => Some(JunctionKind::Direct),
            "crossing" => Some(JunctionKind::Crossing),
            _ => None,
        };
        let connections = self.children(element, "connection").map(|connection| self.connection(connection));
        Some(Junction {
            element,
            id,
            name: self.text(element, "name"),
            kind,
            connections: connections.collect(),
            road_references: self.road_references(element),
            controllers: self.junction_controllers(element),
        })
    }

    fn connection(&self, element: NodeId) -> Connection {
        let lane_links = self.children(element, "laneLink").map(|link| LaneLink {
            element: link,
            from: self.whole(link, "from"),
            to: self.whole(link, "to"),
        });
        Connection {
            element,
            id: self.text(element, "id"),
            incoming_road: self.text(element, "incomingRoad"),
            connecting_road: self.text(element, "connectingRoad"),
            linked_road: self.text(element, "linkedRoad"),
            contact_point: self.contact_point(element),
            lane_links: lane_links.collect(),
        }
    }

    fn road_references(&self, junction: NodeId) -> Vec<RoadReference> {
        let main = self.text(junction, "mainRoad");
        let main = main.map(|road| RoadReference { element: junction, attribute: "mainRoad", road });
        let tree = self.tree;
        let inside = tree.children(junction).flat_map(|element| {
            let named = ROAD_REFERENCES.into_iter().filter(move |(name, _)| *name == tree.name(element));
            named.filter_map(move |(_, attribute)| {
                Some(RoadReference { element, attribute, road: self.text(element, attribute)? })
            })
        });
        main.into_iter().chain(inside).collect()
    }

    fn junction_controllers(&self, junction: NodeId) -> Vec<JunctionController> {
        let read =
            |element| JunctionController { element, id: self.text(element, "id"), kind: self.text(element, "type") };
        self.children(junction, "controller").map(read).collect()
    }

    pub(super) fn controller(&mut self, element: NodeId) -> Option<Controller> {
        let control =
            |element| Control { element, signal: self.text(element, "signalId"), kind: self.text(element, "type") };
        let controls = self.children(element, "control").map(control).collect();
        Some(Controller {
            element,
            name: self.text(element, "name"),
            sequence: self.text(element, "sequence"),
            controls,
            id: self.id(element)?,
        })
    }
}
