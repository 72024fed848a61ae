//! The network as a whole, and its look-ups by id.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::xml::{NodeId, Tree};

use super::junction::{Connection, Junction};
use super::read::Reader;
use super::road::Road;
use super::signal::{Controller, Signal};

/// What the header says about the version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeclaredRevision {
    /// A version, supported or not.
    Revision {
        /// The header.
        header: NodeId,
        /// `revMajor`
        major: u16,
        /// `revMinor`
        minor: u16,
    },
    /// No header.
    NoHeader,
    /// A header without a usable version.
    Unusable {
        /// The header.
        header: NodeId,
        /// The attribute that is missing or not a number.
        attribute: &'static str,
    },
}

/// A road network. It owns all it holds and can be shared between threads.
#[derive(Debug)]
pub struct Network {
    /// What the header declares.
    pub version: DeclaredRevision,
    /// The maker of the file, as the header names it.
    pub vendor: Option<String>,
    /// True if the header says where on Earth the network lies.
    pub has_geo_reference: bool,
    /// The roads that have an id, in document order.
    pub roads: Vec<Road>,
    /// The junctions that have an id, in document order.
    pub junctions: Vec<Junction>,
    /// The controllers that have an id, in document order.
    pub controllers: Vec<Controller>,
    /// Roads, junctions, controllers, signals and lanes without id.
    pub without_id: Vec<NodeId>,
    index: Index,
}

/// Where an id stands; the first if several things have it.
#[derive(Debug, Default)]
struct Index {
    roads: FxHashMap<String, usize>,
    /// The ids that several roads have.
    repeated_roads: FxHashSet<String>,
    junctions: FxHashMap<String, usize>,
    controllers: FxHashMap<String, usize>,
    signals: FxHashMap<String, (usize, usize)>,
    /// Connecting roads with their junctions, as positions.
    connecting: FxHashSet<(usize, usize)>,
    lost: Lost,
}

/// The kinds of which one has no id, or the id of another one; signals only the former.
#[derive(Debug, Default)]
struct Lost {
    roads: bool,
    junctions: bool,
    controllers: bool,
    signals: bool,
}

/// What the elements of a file come to.
#[derive(Debug)]
pub(super) struct Parts {
    pub(super) version: DeclaredRevision,
    pub(super) vendor: Option<String>,
    pub(super) has_geo_reference: bool,
    pub(super) roads: Vec<Road>,
    pub(super) junctions: Vec<Junction>,
    pub(super) controllers: Vec<Controller>,
    pub(super) without_id: Vec<NodeId>,
}

impl Network {
    /// Reads the structure below `root`.
    pub fn read(tree: &Tree<'_>, root: NodeId) -> Network {
        let parts = Reader::new(tree).network(root);
        Network {
            index: Index::new(&parts, tree),
            version: parts.version,
            vendor: parts.vendor,
            has_geo_reference: parts.has_geo_reference,
            roads: parts.roads,
            junctions: parts.junctions,
            controllers: parts.controllers,
            without_id: parts.without_id,
        }
    }

    /// True for the versions whose structure this module knows.
    pub fn is_supported(&self) -> bool {
        matches!(self.version, DeclaredRevision::Revision { major: 1, minor: 4..=8, .. })
    }

    /// The connections of all junctions, each with its junction.
    pub fn connections(&self) -> impl Iterator<Item = (&Junction, &Connection)> {
        self.junctions.iter().flat_map(|junction| junction.connections.iter().map(move |one| (junction, one)))
    }

    /// The road with this id.
    pub fn road(&self, id: &str) -> Option<&Road> {
        self.index.roads.get(id).and_then(|&index| self.roads.get(index))
    }

    /// The road with this id, if no other one has it too.
    pub fn sole_road(&self, id: &str) -> Option<&Road> {
        self.road(id).filter(|_| !self.index.repeated_roads.contains(id))
    }

    /// The place of the road with this id among all roads.
    pub(super) fn road_index(&self, id: &str) -> Option<usize> {
        self.index.roads.get(id).copied()
    }

    /// The junction with this id.
    pub fn junction(&self, id: &str) -> Option<&Junction> {
        self.index.junctions.get(id).and_then(|&index| self.junctions.get(index))
    }

    /// The controller with this id.
    pub fn controller(&self, id: &str) -> Option<&Controller> {
        self.index.controllers.get(id).and_then(|&index| self.controllers.get(index))
    }

    /// True if no road has this id. Where a road has no id of its own, it may be the
    /// one that is meant, and nothing is lacking.
    pub fn lacks_road(&self, id: &str) -> bool {
        self.road(id).is_none() && !self.index.lost.roads
    }

    /// The same for junctions.
    pub fn lacks_junction(&self, id: &str) -> bool {
        self.junction(id).is_none() && !self.index.lost.junctions
    }

    /// The same for controllers.
    pub fn lacks_controller(&self, id: &str) -> bool {
        self.controller(id).is_none() && !self.index.lost.controllers
    }

    /// The same for signals, but ids that are given twice hide nothing: files that number
    /// the signals of each road anew are common.
    pub fn lacks_signal(&self, id: &str) -> bool {
        self.signal(id).is_none() && !self.index.lost.signals
    }

    /// True if a connection of the junction has the road as its connecting road.
    pub fn is_connecting(&self, junction: &str, road: &str) -> bool {
        let pair = self.index.junctions.get(junction).zip(self.index.roads.get(road));
        pair.is_some_and(|(&junction, &road)| self.index.connecting.contains(&(junction, road)))
    }

    /// The signal with this id, and its road.
    pub fn signal(&self, id: &str) -> Option<(&Road, &Signal)> {
        let &(road, signal) = self.index.signals.get(id)?;
        let road = self.roads.get(road)?;
        Some((road, road.signals.get(signal)?))
    }
}

impl Index {
    fn new(parts: &Parts, tree: &Tree<'_>) -> Index {
        let mut index = Index::default();
        let lost = &mut index.lost;
        for (at, road) in parts.roads.iter().enumerate() {
            if *index.roads.entry(road.id.clone()).or_insert(at) != at {
                lost.roads = true;
                index.repeated_roads.insert(road.id.clone());
            }
            for (signal_at, signal) in road.signals.iter().enumerate() {
                index.signals.entry(signal.id.clone()).or_insert((at, signal_at));
            }
        }
        for (at, controller) in parts.controllers.iter().enumerate() {
            lost.controllers |= *index.controllers.entry(controller.id.clone()).or_insert(at) != at;
        }
        for (at, junction) in parts.junctions.iter().enumerate() {
            lost.junctions |= *index.junctions.entry(junction.id.clone()).or_insert(at) != at;
            let roads = junction.connections.iter().filter_map(|connection| connection.connecting_road.as_ref());
            index.connecting.extend(roads.filter_map(|road| Some((at, *index.roads.get(road)?))));
        }
        for &element in &parts.without_id {
            match tree.name(element) {
                "road" => {
                    lost.roads = true;
                    // What stands along such a road is not known either.
                    lost.signals = true;
                }
                "junction" => lost.junctions = true,
                "controller" => lost.controllers = true,
                "signal" => lost.signals = true,
                _ => {}
            }
        }
        index
    }
}

#[cfg(test)]
mod tests;
