//! OpenDRIVE: the structure of a road network, versions 1.4 to 1.8.

mod network;

pub use network::{DeclaredRevision, Junction, Lane, LaneSection, Network, Road, RoadLink};

use crate::xml::Vocabulary;

/// The names that the structure is read by.
const NAMES: [&str; 22] = [
    "OpenDRIVE",
    "center",
    "contactPoint",
    "elementId",
    "elementType",
    "header",
    "id",
    "junction",
    "lane",
    "laneSection",
    "lanes",
    "left",
    "length",
    "link",
    "predecessor",
    "revMajor",
    "revMinor",
    "right",
    "road",
    "s",
    "successor",
    "type",
];

/// Adds the names of OpenDRIVE to `vocabulary`.
pub(crate) fn add_names(vocabulary: &mut Vocabulary) {
    for name in NAMES {
        vocabulary.add(name);
    }
}
