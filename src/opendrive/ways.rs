//! Which lanes lead from one place to another.

use rustc_hash::FxHashSet;

use super::junction::Connection;
use super::lane::{LaneJoin, LaneSection};
use super::network::Network;
use super::road::{ContactPoint, LinkTarget, Road};

/// A place on a road: perhaps with a distance along it in metres, perhaps on a lane.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot<'s> {
    /// The id of the road.
    pub road: &'s str,
    /// The distance along the road, in metres; any if none is given.
    pub s_m: Option<f64>,
    /// The lane; any if none is given.
    pub lane: Option<i32>,
}

/// A lane in one section of a road, of the sections in the order of their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Node {
    road: usize,
    section: usize,
    lane: i32,
}

impl Network {
    /// True if lanes lead from one place to the other in the direction of travel,
    /// with changes of lane between those that lead the same way. None if one of
    /// the places is not there, or `steps` lanes were looked at without an answer:
    /// what they were is taken from it.
    ///
    /// A lane without link goes on as the lane of the same number: files often
    /// leave that out.
    pub fn leads(&self, from: Spot<'_>, to: Spot<'_>, steps: &mut usize) -> Option<bool> {
        let (start, goal) = (self.nodes(from)?, self.nodes(to)?);
        if start.is_empty() || goal.is_empty() {
            return None;
        }
        let goal: FxHashSet<Node> = goal.into_iter().collect();
        let mut seen: FxHashSet<Node> = start.iter().copied().collect();
        let mut open = start;
        while let Some(node) = open.pop() {
            if goal.contains(&node) {
                return Some(true);
            }
            *steps = steps.checked_sub(1)?;
            let next = self.beside(node).into_iter().chain(self.onward(node));
            open.extend(next.filter(|next| seen.insert(*next)));
        }
        Some(false)
    }

    /// The lanes that a place may mean.
    fn nodes(&self, spot: Spot<'_>) -> Option<Vec<Node>> {
        let road = self.road_index(spot.road)?;
        let of_road = self.roads.get(road)?;
        let sections = sections(of_road);
        let mut nodes = Vec::new();
        for (section, found) in sections.iter().enumerate() {
            for number in found.lanes.iter().filter_map(|lane| lane.number).filter(|number| *number != 0) {
                let is_here = spot.s_m.is_none_or(|s| {
                    of_road.lane_section_at(s, number).is_some_and(|there| there.element == found.element)
                });
                if is_here && spot.lane.is_none_or(|lane| lane == number) {
                    nodes.push(Node { road, section, lane: number });
                }
            }
        }
        Some(nodes)
    }

    /// The other lanes of a section that lead the same way.
    fn beside(&self, node: Node) -> Vec<Node> {
        let Some(section) = self.roads.get(node.road).and_then(|road| sections(road).get(node.section).copied()) else {
            return Vec::new();
        };
        let numbers = section.lanes.iter().filter_map(|lane| lane.number);
        let same_way = numbers.filter(|number| number.signum() == node.lane.signum());
        same_way.map(|lane| Node { lane, ..node }).collect()
    }

    /// Where a lane goes on.
    fn onward(&self, node: Node) -> Vec<Node> {
        let Some(road) = self.roads.get(node.road) else { return Vec::new() };
        let sections = sections(road);
        let Some(lane) = sections.get(node.section).and_then(|section| section.lane(node.lane)) else {
            return Vec::new();
        };
        let is_forward = (node.lane < 0) != road.is_left_hand;
        let joins = if is_forward { &lane.successors } else { &lane.predecessors };
        match next_section(&sections, node, is_forward) {
            Some((section, there)) => {
                let lanes = joined(joins, node.lane).into_iter().filter(|&lane| there.lane(lane).is_some());
                lanes.map(|lane| Node { section, lane, ..node }).collect()
            }
            None => self.beyond(road, node.lane, joins, is_forward),
        }
    }

    /// Where a lane goes on at the end of its road.
    fn beyond(&self, road: &Road, lane: i32, joins: &[LaneJoin], is_forward: bool) -> Vec<Node> {
        let end = if is_forward { ContactPoint::End } else { ContactPoint::Start };
        let Some(link) = road.link(end) else { return Vec::new() };
        if link.target == Some(LinkTarget::Junction) {
            let connections = self.junction(&link.id).map_or(&[][..], |junction| &junction.connections);
            let from_here = connections.iter().filter(|one| one.incoming_road.as_deref() == Some(&road.id));
            return from_here.flat_map(|connection| self.through(connection, lane)).collect();
        }
        let contact = link.contact_point.unwrap_or(ContactPoint::Start);
        // Where two ends meet, the sides change.
        let same = if contact == end { -lane } else { lane };
        joined(joins, same).into_iter().filter_map(|lane| self.at_end(&link.id, contact, lane)).collect()
    }

    fn through(&self, connection: &Connection, lane: i32) -> Vec<Node> {
        let Some(road) = connection.next_road() else { return Vec::new() };
        let contact = connection.contact_point.unwrap_or(ContactPoint::Start);
        let links = connection.lane_links.iter().filter(|link| link.from == Some(lane)).filter_map(|link| link.to);
        let to: Vec<i32> = if connection.lane_links.is_empty() { vec![lane, -lane] } else { links.collect() };
        to.into_iter().filter_map(|lane| self.at_end(road, contact, lane)).collect()
    }

    fn at_end(&self, road: &str, end: ContactPoint, lane: i32) -> Option<Node> {
        let index = self.road_index(road)?;
        let of_road = self.roads.get(index)?;
        let there = of_road.section_at_end(end, lane)?;
        there.lane(lane)?;
        let section = sections(of_road).iter().position(|section| section.element == there.element)?;
        Some(Node { road: index, section, lane })
    }
}

/// The sections of a road in the order of their places.
fn sections(road: &Road) -> Vec<&LaneSection> {
    road.sections.sorted().collect()
}

/// The next section that speaks of the lane's side.
fn next_section<'r>(sections: &[&'r LaneSection], node: Node, is_forward: bool) -> Option<(usize, &'r LaneSection)> {
    let speaks = |&(_, section): &(usize, &&LaneSection)| section.covers(node.lane);
    let found = if is_forward {
        sections.iter().enumerate().skip(node.section + 1).find(speaks)
    } else {
        sections.iter().enumerate().take(node.section).rev().find(speaks)
    };
    found.map(|(index, section)| (index, *section))
}

/// The lanes that links name; the lane of the same number without any.
fn joined(joins: &[LaneJoin], same: i32) -> Vec<i32> {
    if joins.is_empty() { vec![same] } else { joins.iter().filter_map(|join| join.lane).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openscenario::Table;
    use crate::source::{Limits, Source};
    use crate::xml::parse;

    fn lanes(right: &str, left: &str) -> String {
        let lane = |id: &str| format!("<lane id=\"{id}\" type=\"driving\"/>");
        let side = |ids: &str| ids.split_whitespace().map(lane).collect::<String>();
        format!("<left>{}</left><center><lane id=\"0\"/></center><right>{}</right>", side(left), side(right))
    }

    fn network(body: &str) -> Network {
        let text = format!("<OpenDRIVE><header revMajor=\"1\" revMinor=\"7\"/>{body}</OpenDRIVE>");
        let source = Source::from_bytes(text.into_bytes()).unwrap();
        let limits = Limits::default();
        let parsed = parse(&source, &limits, Table::builtin().vocabulary());
        Network::read(&parsed.tree, parsed.tree.root().unwrap())
    }

    fn road(id: u32, link: &str) -> String {
        format!(
            "<road id=\"{id}\" length=\"100\" junction=\"-1\"><link>{link}</link><lanes><laneSection s=\"0\">{}</laneSection></lanes></road>",
            lanes("-1 -2", "1")
        )
    }

    fn spot(road: &str, lane: i32) -> Spot<'_> {
        Spot { road, s_m: Some(50.0), lane: Some(lane) }
    }

    fn leads(network: &Network, from: Spot<'_>, to: Spot<'_>) -> Option<bool> {
        network.leads(from, to, &mut 1_000)
    }

    #[test]
    fn lanes_lead_along_linked_roads_and_not_back() {
        let next = "<successor elementType=\"road\" elementId=\"2\" contactPoint=\"start\"/>";
        let before = "<predecessor elementType=\"road\" elementId=\"1\" contactPoint=\"end\"/>";
        let network = network(&[road(1, next), road(2, before), road(3, "")].concat());
        assert_eq!(leads(&network, spot("1", -1), spot("2", -2)), Some(true), "with a change of lane");
        assert_eq!(leads(&network, spot("2", 1), spot("1", 1)), Some(true), "the other way");
        assert_eq!(leads(&network, spot("2", -1), spot("1", -1)), Some(false), "not backwards");
        assert_eq!(leads(&network, spot("1", -1), spot("1", 1)), Some(false), "not over the centre");
        assert_eq!(network.leads(spot("1", -1), spot("3", -1), &mut 1), None, "too far to look");
        assert_eq!(leads(&network, spot("1", -1), spot("3", -1)), Some(false));
        assert_eq!(leads(&network, spot("1", -1), spot("4", -1)), None, "there is no such road");
        let any = Spot { road: "2", s_m: None, lane: None };
        assert_eq!(leads(&network, spot("1", -1), any), Some(true));
    }

    #[test]
    fn junctions_lead_where_their_lanes_do() {
        let into = "<successor elementType=\"junction\" elementId=\"9\"/>";
        let inside = "<predecessor elementType=\"road\" elementId=\"1\" contactPoint=\"end\"/><successor elementType=\"road\" elementId=\"2\" contactPoint=\"start\"/>";
        let junction = "<junction id=\"9\"><connection id=\"0\" incomingRoad=\"1\" connectingRoad=\"5\" contactPoint=\"start\"><laneLink from=\"-1\" to=\"-1\"/></connection></junction>";
        let out = "<predecessor elementType=\"junction\" elementId=\"9\"/>";
        let roads = [road(1, into), road(5, inside), road(2, out), road(3, out)].concat();
        let network = network(&[&roads, junction].concat());
        assert_eq!(leads(&network, spot("1", -2), spot("2", -1)), Some(true));
        assert_eq!(leads(&network, spot("1", -1), spot("3", -1)), Some(false));
    }

    #[test]
    fn ends_that_meet_change_sides() {
        let next = "<successor elementType=\"road\" elementId=\"2\" contactPoint=\"end\"/>";
        let network = network(&[road(1, next), road(2, next.replace("\"2\"", "\"1\"").as_str())].concat());
        assert_eq!(leads(&network, spot("1", -1), spot("2", 1)), Some(true));
        assert_eq!(leads(&network, spot("1", -1), spot("2", -1)), Some(false));
    }
}
