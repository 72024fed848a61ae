//! OpenDRIVE: the model of a road network, versions 1.4 to 1.8.
//!
//! [`Network::read`] takes what a file says into a model of its own, which needs
//! the tree no longer: only [`NodeId`](crate::xml::NodeId)s lead back to the places.
//! Values that are missing or no numbers are `None`; nothing is filled in. Records
//! stay in document order; [`Along`] finds the one in force at a place of the road.
//!
//! ```text
//! Network ── roads ── Road ── sections ── LaneSection ── lanes ── Lane ── width
//!    │                  ├──── plan_view: Along<Geometry>
//!    │                  └──── signals, objects, links
//!    ├────── junctions ── Junction ── connections ── Connection ── lane_links
//!    └────── controllers ── Controller ── controls
//! ```
//!
//! Lengths and places along a road are in metres, angles in radians, speeds in
//! metres per second.

mod along;
mod ascending;
mod geometry;
mod junction;
mod lane;
mod lane_use;
mod network;
pub mod plausible;
mod read;
mod road;
mod signal;
mod ways;

pub use along::{Along, Cubic, Placed};
pub(crate) use ascending::AscendingRecords;
pub use geometry::{Geometry, ParameterRange, Pose, Shape};
pub use junction::{Connection, Junction, JunctionController, JunctionKind, LaneLink, RoadReference};
pub use lane::{Lane, LaneJoin, LaneSection, Side, SpeedRecord};
pub use lane_use::LaneUse;
pub use network::{DeclaredRevision, Network};
pub use road::{ContactPoint, LinkTarget, Road, RoadLink, RoadType, SpeedLimit};
pub use signal::{Control, Controller, RoadObject, Signal, SignalReference};
pub use ways::Spot;
