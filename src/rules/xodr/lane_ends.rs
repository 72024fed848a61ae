//! Where lanes go on: the next section of the road, or the road behind its end.

use crate::opendrive::{ContactPoint, Lane, LaneJoin, LaneSection, LinkTarget, Network, Road};

use super::shared::opposite;

/// A link of a lane, seen from the lane.
pub(super) struct LaneEnd<'n> {
    pub(super) road: &'n Road,
    pub(super) section: &'n LaneSection,
    pub(super) lane: &'n Lane,
    /// The end of the lane that is linked.
    pub(super) end: ContactPoint,
    pub(super) join: &'n LaneJoin,
}

/// What lies behind the end of a lane.
pub(super) struct Beyond<'n> {
    pub(super) section: &'n LaneSection,
    /// The end of that section that touches.
    pub(super) touches: ContactPoint,
    /// The other road, if it is another one.
    pub(super) road: Option<&'n Road>,
}

/// All links of lanes with a number, in document order.
pub(super) fn lane_ends(network: &Network) -> impl Iterator<Item = LaneEnd<'_>> {
    let sections =
        network.roads.iter().flat_map(|road| road.sections.records().iter().map(move |section| (road, section)));
    let lanes = sections.flat_map(|(road, section)| section.lanes.iter().map(move |lane| (road, section, lane)));
    lanes.filter(|(_, _, lane)| lane.number.is_some()).flat_map(|(road, section, lane)| {
        let ends = [(ContactPoint::Start, &lane.predecessors), (ContactPoint::End, &lane.successors)];
        ends.into_iter()
            .flat_map(move |(end, joins)| joins.iter().map(move |join| LaneEnd { road, section, lane, end, join }))
    })
}

impl<'n> LaneEnd<'n> {
    /// What lies behind the end of the lane on the side of lane `number`; none where
    /// that is a junction, nothing, or not known.
    pub(super) fn beyond(&self, network: &'n Network, number: i32) -> Option<Beyond<'n>> {
        if !self.road.sections.is_placed() || !self.road.has_clear_sections {
            return None;
        }
        match self.in_road(number) {
            Some(section) => Some(Beyond { section, touches: opposite(self.end), road: None }),
            None => self.behind_road(network, number),
        }
    }

    /// The links that the linked lane has at the end that touches.
    pub(super) fn links_behind(&self, network: &'n Network) -> Vec<LaneEnd<'n>> {
        let Some(number) = self.join.lane else { return Vec::new() };
        let Some(beyond) = self.beyond(network, number) else { return Vec::new() };
        let Some(lane) = beyond.section.lane(number) else { return Vec::new() };
        let (road, section, end) = (beyond.road.unwrap_or(self.road), beyond.section, beyond.touches);
        joins(lane, end).iter().map(|join| LaneEnd { road, section, lane, end, join }).collect()
    }

    /// True if the link names a lane that does not exist.
    pub(super) fn is_broken(&self, network: &'n Network) -> bool {
        let Some(number) = self.join.lane else { return true };
        self.beyond(network, number).is_some_and(|beyond| beyond.section.lane(number).is_none())
    }

    /// The next section of the road on that side.
    fn in_road(&self, number: i32) -> Option<&'n LaneSection> {
        let own = self.lane.number?;
        let start = self.section.s_m?;
        match self.end {
            // What is in force right before this section begins.
            ContactPoint::Start => self.road.lane_section_at(start.next_down(), number),
            ContactPoint::End => {
                let end = self.road.next_section_start_m(start, own)?;
                self.road.lane_section_at(end, number)
            }
        }
    }

    fn behind_road(&self, network: &'n Network, number: i32) -> Option<Beyond<'n>> {
        let link = self.road.link(self.end).filter(|link| link.target == Some(LinkTarget::Road))?;
        let road = network.sole_road(&link.id).filter(|road| road.has_clear_sections)?;
        let touches = link.contact_point?;
        Some(Beyond { section: road.section_at_end(touches, number)?, touches, road: Some(road) })
    }
}

/// The links of `lane` at one of its ends.
pub(super) fn joins(lane: &Lane, end: ContactPoint) -> &[LaneJoin] {
    match end {
        ContactPoint::Start => &lane.predecessors,
        ContactPoint::End => &lane.successors,
    }
}
