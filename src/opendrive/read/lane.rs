//! Lane sections and their lanes.

use crate::xml::NodeId;

use super::super::along::Along;
use super::super::lane::{Lane, LaneJoin, LaneSection, Side, SpeedRecord};
use super::Reader;

impl Reader<'_, '_> {
    pub(super) fn section(&mut self, element: NodeId) -> LaneSection {
        let (mut lanes, mut has_lane_without_id) = (Vec::new(), false);
        let tree = self.tree;
        for group in tree.children(element) {
            let side = match tree.name(group) {
                "left" => Side::Left,
                "center" => Side::Center,
                "right" => Side::Right,
                _ => continue,
            };
            for lane in self.children(group, "lane") {
                let lane = self.lane(lane, side);
                has_lane_without_id |= lane.is_none();
                lanes.extend(lane);
            }
        }
        let mut section = LaneSection::new(element, self.number(element, "s"), lanes);
        section.is_single_sided = self.value(element, "singleSide") == Some("true");
        section.has_lane_without_id = has_lane_without_id;
        section
    }

    fn lane(&mut self, element: NodeId, side: Side) -> Option<Lane> {
        Some(Lane {
            element,
            id: self.id(element)?,
            number: self.whole(element, "id"),
            side,
            lane_type: self.text(element, "type"),
            is_level: match self.value(element, "level") {
                Some("true" | "1") => Some(true),
                Some("false" | "0") => Some(false),
                _ => None,
            },
            widths: self.cubics(element, "width", "sOffset"),
            borders: self.cubics(element, "border", "sOffset"),
            predecessors: self.joins(element, "predecessor"),
            successors: self.joins(element, "successor"),
            speeds: self.lane_speeds(element),
        })
    }

    fn joins(&self, lane: NodeId, name: &'static str) -> Vec<LaneJoin> {
        let links = self.children(lane, "link").flat_map(|link| self.children(link, name));
        links.map(|element| LaneJoin { element, lane: self.whole(element, "id") }).collect()
    }

    fn lane_speeds(&self, lane: NodeId) -> Along<SpeedRecord> {
        let read =
            |element| SpeedRecord { element, start_m: self.number(element, "sOffset"), limit: self.speed(element) };
        Along::new(self.children(lane, "speed").map(read).collect())
    }
}
