//! Junctions, their connections and controllers.

use crate::xml::NodeId;

use super::road::ContactPoint;

/// A junction.
#[derive(Debug)]
pub struct Junction {
    /// Its element.
    pub element: NodeId,
    /// Its id.
    pub id: String,
    /// Its name, which may be empty.
    pub name: Option<String>,
    /// What kind it is; none for a word that no version knows.
    pub kind: Option<JunctionKind>,
    /// The ways through it.
    pub connections: Vec<Connection>,
    /// Other places in it that name roads.
    pub road_references: Vec<RoadReference>,
    /// The controllers that act here.
    pub controllers: Vec<JunctionController>,
}

/// The kinds of junctions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JunctionKind {
    /// `default`, also without `type`.
    Common,
    /// `virtual`, from 1.6: roads branch off a main road that goes on.
    Virtual,
    /// `direct`, from 1.7: roads split or merge without roads of their own.
    Direct,
    /// `crossing`, from 1.8: roads or rails cross and nothing connects.
    Crossing,
}

/// A way through a junction.
#[derive(Debug)]
pub struct Connection {
    /// Its element.
    pub element: NodeId,
    /// Its id.
    pub id: Option<String>,
    /// The road that leads into the junction.
    pub incoming_road: Option<String>,
    /// The road inside the junction; none in direct junctions.
    pub connecting_road: Option<String>,
    /// The road that goes on, in direct junctions.
    pub linked_road: Option<String>,
    /// The end of the connecting or linked road that the incoming one meets.
    pub contact_point: Option<ContactPoint>,
    /// Which lane goes on as which.
    pub lane_links: Vec<LaneLink>,
}

impl Connection {
    /// The road that goes on from the incoming one, in junctions of any kind.
    pub fn next_road(&self) -> Option<&str> {
        self.connecting_road.as_deref().or(self.linked_road.as_deref())
    }
}

/// A lane that goes on as another.
#[derive(Debug)]
pub struct LaneLink {
    /// Its element.
    pub element: NodeId,
    /// The lane of the incoming road; none if it is not a whole number.
    pub from: Option<i32>,
    /// The lane of the connecting or linked road; none if it is not a whole number.
    pub to: Option<i32>,
}

/// A place in a junction that names a road.
#[derive(Debug)]
pub struct RoadReference {
    /// The element.
    pub element: NodeId,
    /// The attribute that holds the id.
    pub attribute: &'static str,
    /// The id.
    pub road: String,
}

/// A controller that acts in a junction.
#[derive(Debug)]
pub struct JunctionController {
    /// Its element.
    pub element: NodeId,
    /// The id of the controller.
    pub id: Option<String>,
    /// Free text.
    pub kind: Option<String>,
}
