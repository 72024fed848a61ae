//! Lane sections and lanes.

use crate::xml::NodeId;

use super::along::{Along, Cubic, Placed};
use super::road::SpeedLimit;

/// A section of a road with one set of lanes.
#[derive(Debug)]
pub struct LaneSection {
    /// Its element.
    pub element: NodeId,
    /// Where it begins along the road.
    pub s_m: Option<f64>,
    /// True if it says something about one side of the road only.
    pub is_single_sided: bool,
    /// Its lanes that have an id, in document order.
    pub lanes: Vec<Lane>,
    /// True if a lane of it has no id.
    pub has_lane_without_id: bool,
    /// True if its lanes with an id are numbered from the centre outwards, without gaps.
    pub is_well_numbered: bool,
    /// The lanes with a number, sorted by it: the number and the position in `lanes`.
    by_number: Vec<(i32, u32)>,
}

/// The group in which a lane stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// `left`: ids above 0.
    Left,
    /// `center`: id 0.
    Center,
    /// `right`: ids below 0.
    Right,
}

/// A lane of a section.
#[derive(Debug)]
pub struct Lane {
    /// Its element.
    pub element: NodeId,
    /// Its id as written.
    pub id: String,
    /// The id as a number: negative to the right, positive to the left, 0 in the centre.
    /// None if it is not a whole number.
    pub number: Option<i32>,
    /// The group it stands in.
    pub side: Side,
    /// `driving`, `shoulder`…
    pub lane_type: Option<String>,
    /// True if it keeps out of superelevation.
    pub is_level: Option<bool>,
    /// Its widths; starts count from the start of the section.
    pub widths: Along<Cubic>,
    /// Its outer borders, as `t`; starts count from the start of the section.
    pub borders: Along<Cubic>,
    /// The lanes before it.
    pub predecessors: Vec<LaneJoin>,
    /// The lanes after it.
    pub successors: Vec<LaneJoin>,
    /// Its speed limits; starts count from the start of the section.
    pub speeds: Along<SpeedRecord>,
}

/// A link from a lane to one in the next section or road.
#[derive(Debug)]
pub struct LaneJoin {
    /// `predecessor` or `successor`.
    pub element: NodeId,
    /// The id of the other lane; none if it is not a whole number.
    pub lane: Option<i32>,
}

/// A speed limit of a lane.
#[derive(Debug)]
pub struct SpeedRecord {
    /// Its element.
    pub element: NodeId,
    /// Where it begins, from the start of the section.
    pub start_m: Option<f64>,
    /// The limit; none if it cannot be read.
    pub limit: Option<SpeedLimit>,
}

impl Placed for SpeedRecord {
    fn start_m(&self) -> Option<f64> {
        self.start_m
    }
}

impl Placed for LaneSection {
    fn start_m(&self) -> Option<f64> {
        self.s_m
    }
}

impl LaneSection {
    pub(super) fn new(element: NodeId, s_m: Option<f64>, lanes: Vec<Lane>) -> LaneSection {
        let numbers = lanes.iter().zip(0..).filter_map(|(lane, index)| Some((lane.number?, index)));
        let mut by_number: Vec<(i32, u32)> = numbers.collect();
        by_number.sort_unstable();
        let is_well_numbered = is_in_order(&lanes, Side::Left, 1) && is_in_order(&lanes, Side::Right, -1);
        LaneSection {
            element,
            s_m,
            is_single_sided: false,
            lanes,
            has_lane_without_id: false,
            is_well_numbered,
            by_number,
        }
    }

    /// The lane with this id; the first if several have it.
    pub fn lane(&self, number: i32) -> Option<&Lane> {
        let at = self.by_number.partition_point(|&(other, _)| other < number);
        let &(found, index) = self.by_number.get(at)?;
        (found == number).then(|| self.lanes.get(index as usize))?
    }

    /// True if the section says which lanes there are on the side of lane `number`.
    pub fn covers(&self, number: i32) -> bool {
        match number.signum() {
            1 => !self.is_single_sided || self.has_side(Side::Left),
            -1 => !self.is_single_sided || self.has_side(Side::Right),
            _ => true,
        }
    }

    fn has_side(&self, side: Side) -> bool {
        self.lanes.iter().any(|lane| lane.side == side)
    }

    /// The width of lane `number`, `ds_m` after the start of the section: from its
    /// widths or, without any, between its border and that of the lane inside it.
    /// None where the file does not give it; 0 for the centre lane.
    pub fn lane_width(&self, number: i32, ds_m: f64) -> Option<f64> {
        let lane = self.lane(number)?;
        if number == 0 {
            return Some(0.0);
        }
        if !lane.widths.is_empty() {
            return lane.widths.value(ds_m);
        }
        let inner = number - number.signum();
        let inside = if inner == 0 { 0.0 } else { self.lane(inner)?.borders.value(ds_m)? };
        Some((lane.borders.value(ds_m)? - inside).abs())
    }

    /// `t` of the outer edge of lane `number` without the offset of the road,
    /// `ds_m` after the start of the section.
    pub fn outer_edge_t(&self, number: i32, ds_m: f64) -> Option<f64> {
        let side = number.signum();
        // The sum ends at the first number that is missing, however large the last one is.
        let widths = (1..=number.unsigned_abs()).map(|steps| self.lane_width(i32::try_from(steps).ok()? * side, ds_m));
        let sum: Option<f64> = widths.sum();
        Some(sum? * f64::from(side))
    }

    /// `t` of the middle of lane `number` without the offset of the road,
    /// `ds_m` after the start of the section.
    pub fn middle_t(&self, number: i32, ds_m: f64) -> Option<f64> {
        let half = self.lane_width(number, ds_m)? / 2.0 * f64::from(number.signum());
        Some(self.outer_edge_t(number, ds_m)? - half)
    }
}

/// True if the lanes of a side are 1, 2, 3… with the sign of the side.
fn is_in_order(lanes: &[Lane], side: Side, sign: i32) -> bool {
    let lanes = lanes.iter().filter(|lane| lane.side == side);
    let mut steps: Vec<Option<i32>> = lanes.map(|lane| lane.number?.checked_mul(sign)).collect();
    steps.sort_unstable();
    steps.iter().zip(1..).all(|(step, expected)| *step == Some(expected))
}
