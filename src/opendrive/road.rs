//! Roads, and what holds along them.

use crate::xml::NodeId;

use super::along::{Along, Cubic, Placed};
use super::geometry::{Geometry, Pose};
use super::lane::{Lane, LaneSection};
use super::signal::{RoadObject, Signal, SignalReference};

/// A road.
#[derive(Debug)]
pub struct Road {
    /// Its element.
    pub element: NodeId,
    /// Its id.
    pub id: String,
    /// Its name, which may be empty.
    pub name: Option<String>,
    /// Its length, if given as a number.
    pub length_m: Option<f64>,
    /// The junction it belongs to; none for `-1`.
    pub junction: Option<String>,
    /// True for traffic on the left.
    pub is_left_hand: bool,
    /// Predecessor and successor.
    pub links: Vec<RoadLink>,
    /// What kind of road it is, with the speed limits.
    pub types: Along<RoadType>,
    /// The reference line.
    pub plan_view: Along<Geometry>,
    /// The height of the reference line.
    pub elevation: Along<Cubic>,
    /// The banking, in radians.
    pub superelevation: Along<Cubic>,
    /// How far the centre lane lies off the reference line.
    pub lane_offset: Along<Cubic>,
    /// Its lane sections.
    pub sections: Along<LaneSection>,
    /// True if the sections stand in the order of their places.
    pub has_ordered_sections: bool,
    /// True if besides no two of one side begin at one place, so that it is known which
    /// follows which.
    pub has_clear_sections: bool,
    /// Positions in `sections.records()` of those that speak of the left, sorted by place.
    pub(super) left: Vec<u32>,
    /// The same for the right.
    pub(super) right: Vec<u32>,
    /// Its signals.
    pub signals: Vec<Signal>,
    /// Signals of other roads that count here too.
    pub signal_references: Vec<SignalReference>,
    /// Its objects.
    pub objects: Vec<RoadObject>,
}

/// A link from one road to a road or junction.
#[derive(Debug)]
pub struct RoadLink {
    /// `predecessor` or `successor`.
    pub element: NodeId,
    /// True for the end of the road.
    pub is_successor: bool,
    /// What `elementType` says; none if it says neither.
    pub target: Option<LinkTarget>,
    /// The id of what is linked.
    pub id: String,
    /// The end of the road that is linked.
    pub contact_point: Option<ContactPoint>,
    /// The place on the main road of a virtual junction.
    pub element_s_m: Option<f64>,
}

/// What a link leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkTarget {
    /// `road`
    Road,
    /// `junction`
    Junction,
}

impl LinkTarget {
    /// The word that files use.
    pub fn name(self) -> &'static str {
        match self {
            LinkTarget::Road => "road",
            LinkTarget::Junction => "junction",
        }
    }
}

/// An end of a road.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContactPoint {
    /// Where `s` is 0.
    Start,
    /// Where `s` is the length.
    End,
}

impl ContactPoint {
    /// The word that files use.
    pub fn name(self) -> &'static str {
        match self {
            ContactPoint::Start => "start",
            ContactPoint::End => "end",
        }
    }
}

/// What kind of road it is from a place on.
#[derive(Debug)]
pub struct RoadType {
    /// Its element.
    pub element: NodeId,
    /// Where it begins along the road.
    pub s_m: Option<f64>,
    /// `motorway`, `town`…
    pub kind: Option<String>,
    /// The speed limit that comes with it; none if there is none, or if it cannot be read.
    pub speed: Option<SpeedLimit>,
}

/// A speed limit as the file gives it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SpeedLimit {
    /// In metres per second.
    AtMost(f64),
    /// `no limit`
    Unlimited,
    /// `undefined`
    Undefined,
}

impl SpeedLimit {
    /// The limit as a number.
    pub fn m_per_s(self) -> Option<f64> {
        match self {
            SpeedLimit::AtMost(limit) => Some(limit),
            SpeedLimit::Unlimited | SpeedLimit::Undefined => None,
        }
    }
}

impl Placed for RoadType {
    fn start_m(&self) -> Option<f64> {
        self.s_m
    }
}

impl Road {
    /// The link at an end of the road; the first if there are several.
    pub fn link(&self, end: ContactPoint) -> Option<&RoadLink> {
        self.links.iter().find(|link| link.is_successor == (end == ContactPoint::End))
    }

    /// The section that says, at `s_m`, which lanes there are on the side of lane
    /// `number`; for the centre lane 0, the last that begins there or before. None
    /// before the first one. Whether `s_m` lies on the road is not asked here.
    pub fn lane_section_at(&self, s_m: f64, number: i32) -> Option<&LaneSection> {
        let side = match number.signum() {
            1 => &self.left,
            -1 => &self.right,
            _ => return self.sections.at(s_m),
        };
        let records = self.sections.records();
        let begins_by = |&index: &u32| {
            records.get(index as usize).and_then(|section| section.s_m).is_some_and(|start| start <= s_m)
        };
        let last = side.partition_point(begins_by).checked_sub(1)?;
        records.get(*side.get(last)? as usize)
    }

    /// Where the section in force at `s_m` on the side of lane `number` ends, because
    /// the next one of that side begins; none in the last one.
    pub fn next_section_start_m(&self, s_m: f64, number: i32) -> Option<f64> {
        let side = match number.signum() {
            1 => &self.left,
            -1 => &self.right,
            _ => return self.sections.next_start_m(s_m),
        };
        let records = self.sections.records();
        let starts = |&index: &u32| records.get(index as usize).and_then(|section| section.s_m);
        let next = side.partition_point(|index| starts(index).is_some_and(|start| start <= s_m));
        side.get(next).and_then(starts)
    }

    /// The lane `number` at `s_m`.
    pub fn lane(&self, s_m: f64, number: i32) -> Option<&Lane> {
        self.lane_section_at(s_m, number)?.lane(number)
    }

    /// The lanes at `s_m` with a number, from left to right, without the centre lane.
    pub fn lanes_at(&self, s_m: f64) -> Vec<&Lane> {
        let of_side = |side: i32| {
            let lanes = self.lane_section_at(s_m, side).into_iter().flat_map(|section| &section.lanes);
            lanes.filter(move |lane| lane.number.is_some_and(|number| number.signum() == side))
        };
        let mut lanes: Vec<&Lane> = of_side(1).chain(of_side(-1)).collect();
        lanes.sort_by_key(|lane| std::cmp::Reverse(lane.number));
        lanes
    }

    /// The lane `number` at an end of the road.
    pub fn lane_at_end(&self, end: ContactPoint, number: i32) -> Option<&Lane> {
        self.section_at_end(end, number)?.lane(number)
    }

    /// The section at an end of the road that speaks of the side of lane `number`.
    pub fn section_at_end(&self, end: ContactPoint, number: i32) -> Option<&LaneSection> {
        let records = self.sections.records();
        let pick = |side: &[u32]| {
            let index = if end == ContactPoint::Start { side.first() } else { side.last() };
            index.and_then(|&index| records.get(index as usize))
        };
        match number.signum() {
            1 => pick(&self.left),
            -1 => pick(&self.right),
            _ if end == ContactPoint::Start => self.sections.sorted().next(),
            _ => self.sections.sorted().next_back(),
        }
    }

    /// The width of lane `number` at `s_m`, in metres; none where there is no such
    /// lane or the file does not give it.
    pub fn lane_width(&self, s_m: f64, number: i32) -> Option<f64> {
        let section = self.lane_section_at(s_m, number)?;
        section.lane_width(number, s_m - section.s_m?)
    }

    /// `t` of the middle of lane `number` at `s_m`, the offset of the lanes included.
    pub fn lane_center_t(&self, s_m: f64, number: i32) -> Option<f64> {
        let section = self.lane_section_at(s_m, number)?;
        Some(section.middle_t(number, s_m - section.s_m?)? + self.lane_offset_at(s_m)?)
    }

    /// How far the centre lane lies off the reference line at `s_m`: 0 where the file
    /// gives no offset, none where it gives one that cannot be read.
    pub fn lane_offset_at(&self, s_m: f64) -> Option<f64> {
        match self.lane_offset.at(s_m) {
            Some(_) => self.lane_offset.value(s_m),
            None => Some(0.0),
        }
    }

    /// The place in the plane at `s_m` along the reference line and `t_m` to its left.
    /// The heading is that of the reference line. None where no geometry begins at or
    /// before `s_m`, or where its numbers cannot be read.
    pub fn pose(&self, s_m: f64, t_m: f64) -> Option<Pose> {
        let geometry = self.plan_view.at(s_m)?;
        Some(geometry.pose(s_m - geometry.s_m?)?.beside(t_m))
    }

    /// The start or end of the reference line.
    pub fn end_pose(&self, end: ContactPoint) -> Option<Pose> {
        match end {
            ContactPoint::Start => self.plan_view.sorted().next()?.start(),
            ContactPoint::End => self.plan_view.sorted().next_back()?.end(),
        }
    }

    /// The curvature of the reference line at `s_m`, in 1/m, positive to the left.
    pub fn curvature(&self, s_m: f64) -> Option<f64> {
        let geometry = self.plan_view.at(s_m)?;
        geometry.curvature(s_m - geometry.s_m?)
    }

    /// The speed limit of lane `number` at `s_m` in metres per second: that of the
    /// lane, else that of the road. None without one, or without a readable one.
    /// Signs are not looked at.
    pub fn speed_limit(&self, s_m: f64, number: i32) -> Option<f64> {
        let of_lane = self.lane_section_at(s_m, number).and_then(|section| {
            let record = section.lane(number)?.speeds.at(s_m - section.s_m?)?;
            Some(record.limit)
        });
        let limit = of_lane.unwrap_or_else(|| self.types.at(s_m)?.speed);
        limit.and_then(SpeedLimit::m_per_s)
    }
}
