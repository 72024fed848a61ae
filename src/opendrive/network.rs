//! Roads, lane sections, lanes, junctions and the links between roads.

use crate::xml::{NameId, NodeId, Tree};

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

/// A road network.
#[derive(Debug)]
pub struct Network {
    /// What the header declares.
    pub version: DeclaredRevision,
    /// The roads that have an id, in document order.
    pub roads: Vec<Road>,
    /// The junctions that have an id, in document order.
    pub junctions: Vec<Junction>,
    /// Roads, junctions and lanes without id.
    pub without_id: Vec<NodeId>,
}

/// A road.
#[derive(Debug)]
pub struct Road {
    /// Its element.
    pub element: NodeId,
    /// Its id.
    pub id: String,
    /// Its length in metres, if given as a number.
    pub length_m: Option<f64>,
    /// The junction it belongs to; none for `-1`.
    pub junction: Option<String>,
    /// Predecessor and successor.
    pub links: Vec<RoadLink>,
    /// Its lane sections in document order.
    pub sections: Vec<LaneSection>,
}

/// A link from one road to a road or junction.
#[derive(Debug)]
pub struct RoadLink {
    /// `predecessor` or `successor`.
    pub element: NodeId,
    /// True for the end of the road.
    pub is_successor: bool,
    /// `road` or `junction`.
    pub element_type: String,
    /// The id of what is linked.
    pub id: String,
    /// `start` or `end` of the road that is linked.
    pub contact_point: Option<String>,
}

/// A section of a road with one set of lanes.
#[derive(Debug)]
pub struct LaneSection {
    /// Its element.
    pub element: NodeId,
    /// Where it begins along the road, in metres.
    pub s_m: Option<f64>,
    /// Its lanes that have an id, in document order.
    pub lanes: Vec<Lane>,
}

/// A lane of a section.
#[derive(Debug)]
pub struct Lane {
    /// Its element.
    pub element: NodeId,
    /// Its id as written: negative to the right, positive to the left.
    pub id: String,
    /// `driving`, `shoulder`…
    pub lane_type: Option<String>,
}

/// A junction.
#[derive(Debug)]
pub struct Junction {
    /// Its element.
    pub element: NodeId,
    /// Its id.
    pub id: String,
}

impl Network {
    /// Reads the structure below `root`.
    pub fn read(tree: &Tree<'_>, root: NodeId) -> Network {
        Reader { tree, without_id: Vec::new() }.network(root)
    }

    /// True for the versions whose structure this module knows.
    pub fn is_supported(&self) -> bool {
        matches!(self.version, DeclaredRevision::Revision { major: 1, minor: 4..=8, .. })
    }
}

struct Reader<'r, 't> {
    tree: &'r Tree<'t>,
    without_id: Vec<NodeId>,
}

impl Reader<'_, '_> {
    fn network(mut self, root: NodeId) -> Network {
        let version = self.version(root);
        let roads = self.children(root, "road").into_iter().filter_map(|road| self.road(road)).collect();
        let junctions = self
            .children(root, "junction")
            .into_iter()
            .filter_map(|element| Some(Junction { element, id: self.id(element)? }))
            .collect();
        Network { version, roads, junctions, without_id: self.without_id }
    }

    fn version(&self, root: NodeId) -> DeclaredRevision {
        let Some(header) = self.children(root, "header").first().copied() else { return DeclaredRevision::NoHeader };
        let read = |attribute: &'static str| {
            let digits = |value: &&str| value.bytes().all(|b| b.is_ascii_digit());
            let number = self.value(header, attribute).map(str::trim).filter(digits);
            let number = number.and_then(|value| value.parse::<u16>().ok());
            number.ok_or(DeclaredRevision::Unusable { header, attribute })
        };
        match (read("revMajor"), read("revMinor")) {
            (Ok(major), Ok(minor)) => DeclaredRevision::Revision { header, major, minor },
            (Err(unusable), _) | (_, Err(unusable)) => unusable,
        }
    }

    fn road(&mut self, element: NodeId) -> Option<Road> {
        let links = self.children(element, "link").into_iter().flat_map(|link| self.links(link)).collect();
        let lanes = self.children(element, "lanes");
        let sections: Vec<NodeId> = lanes.into_iter().flat_map(|lanes| self.children(lanes, "laneSection")).collect();
        let sections = sections.into_iter().map(|section| self.section(section)).collect();
        Some(Road {
            element,
            id: self.id(element)?,
            length_m: self.number(element, "length"),
            junction: self.value(element, "junction").filter(|&id| id != "-1").map(str::to_owned),
            links,
            sections,
        })
    }

    fn links(&self, link: NodeId) -> Vec<RoadLink> {
        let ends = [("predecessor", false), ("successor", true)];
        let read = |(name, is_successor): (&str, bool)| {
            let to_link = move |element| {
                Some(RoadLink {
                    element,
                    is_successor,
                    element_type: self.value(element, "elementType")?.to_owned(),
                    id: self.value(element, "elementId")?.to_owned(),
                    contact_point: self.value(element, "contactPoint").map(str::to_owned),
                })
            };
            self.children(link, name).into_iter().filter_map(to_link).collect::<Vec<_>>()
        };
        ends.into_iter().flat_map(read).collect()
    }

    fn section(&mut self, element: NodeId) -> LaneSection {
        let sides = ["left", "center", "right"];
        let lanes: Vec<NodeId> = sides
            .into_iter()
            .flat_map(|side| self.children(element, side))
            .flat_map(|side| self.children(side, "lane"))
            .collect();
        let lanes = lanes
            .into_iter()
            .filter_map(|element| {
                let lane_type = self.value(element, "type").map(str::to_owned);
                Some(Lane { element, id: self.id(element)?, lane_type })
            })
            .collect();
        LaneSection { element, s_m: self.number(element, "s"), lanes }
    }

    /// The id of `element`; one without is noted.
    fn id(&mut self, element: NodeId) -> Option<String> {
        let id = self.value(element, "id").filter(|id| !id.is_empty()).map(str::to_owned);
        if id.is_none() {
            self.without_id.push(element);
        }
        id
    }

    fn name(&self, name: &str) -> Option<NameId> {
        self.tree.find_name(name)
    }

    fn children(&self, element: NodeId, name: &str) -> Vec<NodeId> {
        let Some(name) = self.name(name) else { return Vec::new() };
        self.tree.children(element).filter(|&child| self.tree.element(child).name == name).collect()
    }

    fn value(&self, element: NodeId, name: &str) -> Option<&str> {
        self.tree.value_of(element, self.name(name)?)
    }

    fn number(&self, element: NodeId, name: &str) -> Option<f64> {
        self.value(element, name)?.trim().parse().ok()
    }
}
