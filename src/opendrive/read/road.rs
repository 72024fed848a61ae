//! Roads: links, reference line, lanes, signals and objects.

use crate::xml::NodeId;

use super::super::along::{Along, Cubic};
use super::super::geometry::{Geometry, ParameterRange, Shape};
use super::super::lane::LaneSection;
use super::super::road::{LinkTarget, Road, RoadLink, RoadType};
use super::super::signal::{RoadObject, Signal, SignalReference};
use super::Reader;

impl Reader<'_, '_> {
    pub(super) fn road(&mut self, element: NodeId) -> Option<Road> {
        let id = self.id(element);
        let plan_view = self.within(element, "planView", "geometry").into_iter().map(|piece| self.geometry(piece));
        let plan_view = Along::new(plan_view.collect());
        let links = self.children(element, "link").flat_map(|link| self.links(link)).collect();
        let (lane_offset, sections) = self.lanes(element);
        let signals = self.within(element, "signals", "signal");
        let signals = signals.into_iter().filter_map(|signal| self.signal(signal)).collect();
        let [left, right] = [1, -1].map(|side| covering(&sections, side));
        let has_ordered_sections = sections.records().is_sorted_by(|one, next| one.s_m <= next.s_m);
        Some(Road {
            element,
            has_ordered_sections,
            has_clear_sections: has_ordered_sections
                && ![&left, &right].into_iter().any(|side| is_doubled(&sections, side)),
            id: id?,
            name: self.text(element, "name"),
            length_m: self.number(element, "length"),
            junction: self.text(element, "junction").filter(|id| id != "-1"),
            is_left_hand: self.value(element, "rule") == Some("LHT"),
            links,
            types: Along::new(self.children(element, "type").map(|kind| self.road_type(kind)).collect()),
            plan_view,
            elevation: self.profile(element, "elevationProfile", "elevation"),
            superelevation: self.profile(element, "lateralProfile", "superelevation"),
            lane_offset,
            sections,
            left,
            right,
            signals,
            signal_references: self.signal_references(element),
            objects: self.objects(element),
        })
    }

    /// The grandchildren of `element` called `name` in children called `list`.
    fn within(&self, element: NodeId, list: &'static str, name: &'static str) -> Vec<NodeId> {
        self.children(element, list).flat_map(|list| self.children(list, name)).collect()
    }

    fn profile(&self, road: NodeId, list: &'static str, name: &'static str) -> Along<Cubic> {
        self.child(road, list).map(|list| self.cubics(list, name, "s")).unwrap_or_default()
    }

    /// The permanent lanes; a temporary layer, from 1.9, is another road on top.
    fn lanes(&mut self, road: NodeId) -> (Along<Cubic>, Along<LaneSection>) {
        let is_permanent = |&lanes: &NodeId| self.value(lanes, "layer").is_none_or(|layer| layer == "permanent");
        let lists: Vec<NodeId> = self.children(road, "lanes").filter(is_permanent).collect();
        let offset = lists.first().map(|&lanes| self.cubics(lanes, "laneOffset", "s")).unwrap_or_default();
        let sections: Vec<NodeId> = lists.into_iter().flat_map(|lanes| self.children(lanes, "laneSection")).collect();
        let sections = sections.into_iter().map(|section| self.section(section)).collect();
        (offset, Along::new(sections))
    }

    fn links(&self, link: NodeId) -> Vec<RoadLink> {
        let ends = [("predecessor", false), ("successor", true)];
        let read = |(name, is_successor)| {
            let to_link = move |element| {
                let target = match self.value(element, "elementType") {
                    Some("road") => Some(LinkTarget::Road),
                    Some("junction") => Some(LinkTarget::Junction),
                    _ => None,
                };
                Some(RoadLink {
                    element,
                    is_successor,
                    target,
                    id: self.text(element, "elementId")?,
                    contact_point: self.contact_point(element),
                    element_s_m: self.number(element, "elementS"),
                })
            };
            self.children(link, name).filter_map(to_link)
        };
        ends.into_iter().flat_map(read).collect()
    }

    fn road_type(&self, element: NodeId) -> RoadType {
        RoadType {
            element,
            s_m: self.number(element, "s"),
            kind: self.text(element, "type"),
            speed: self.child(element, "speed").and_then(|speed| self.speed(speed)),
        }
    }

    fn geometry(&self, element: NodeId) -> Geometry {
        Geometry {
            element,
            s_m: self.number(element, "s"),
            x_m: self.number(element, "x"),
            y_m: self.number(element, "y"),
            heading_rad: self.number(element, "hdg"),
            length_m: self.number(element, "length"),
            shape: self.tree.children(element).find_map(|shape| self.shape(shape)),
        }
    }

    fn shape(&self, element: NodeId) -> Option<Shape> {
        match self.tree.name(element) {
            "line" => Some(Shape::Line),
            "arc" => Some(Shape::Arc { curvature: self.number(element, "curvature")? }),
            "spiral" => {
                let [start, end] = self.numbers(element, ["curvStart", "curvEnd"])?;
                Some(Shape::Spiral { start, end })
            }
            "poly3" => Some(Shape::Poly3 { v: self.numbers(element, ["a", "b", "c", "d"])? }),
            "paramPoly3" => Some(Shape::ParamPoly3 {
                u: self.numbers(element, ["aU", "bU", "cU", "dU"])?,
                v: self.numbers(element, ["aV", "bV", "cV", "dV"])?,
                range: match self.value(element, "pRange") {
                    Some("arcLength") => ParameterRange::ArcLength,
                    Some("normalized") | None => ParameterRange::Normalized,
                    Some(_) => return None,
                },
            }),
            _ => None,
        }
    }

    fn signal(&mut self, element: NodeId) -> Option<Signal> {
        Some(Signal {
            element,
            id: self.id(element)?,
            name: self.text(element, "name"),
            s_m: self.number(element, "s"),
            t_m: self.number(element, "t"),
            orientation: self.text(element, "orientation"),
            is_dynamic: match self.value(element, "dynamic") {
                Some("yes") => Some(true),
                Some("no") => Some(false),
                _ => None,
            },
            country: self.text(element, "country"),
            signal_type: self.text(element, "type"),
            subtype: self.text(element, "subtype"),
        })
    }

    fn signal_references(&self, road: NodeId) -> Vec<SignalReference> {
        let read = |element| SignalReference {
            element,
            id: self.text(element, "id"),
            s_m: self.number(element, "s"),
            t_m: self.number(element, "t"),
        };
        self.within(road, "signals", "signalReference").into_iter().map(read).collect()
    }

    fn objects(&self, road: NodeId) -> Vec<RoadObject> {
        let read = |element| RoadObject {
            element,
            id: self.text(element, "id"),
            object_type: self.text(element, "type"),
            s_m: self.number(element, "s"),
            t_m: self.number(element, "t"),
        };
        self.within(road, "objects", "object").into_iter().map(read).collect()
    }
}

/// The positions of the sections that speak of one side, sorted by place.
fn covering(sections: &Along<LaneSection>, side: i32) -> Vec<u32> {
    let records = sections.records();
    let placed = (0..).zip(records).filter(|(_, section)| section.s_m.is_some() && section.covers(side));
    let mut order: Vec<(u32, &LaneSection)> = placed.collect();
    order.sort_by(|(_, one), (_, other)| one.s_m.unwrap_or(0.0).total_cmp(&other.s_m.unwrap_or(0.0)));
    order.into_iter().map(|(index, _)| index).collect()
}

/// True if two of the sections at these sorted positions begin at one place.
fn is_doubled(sections: &Along<LaneSection>, order: &[u32]) -> bool {
    let start = |index: &u32| sections.records().get(*index as usize).and_then(|section| section.s_m);
    order.windows(2).any(|pair| matches!(pair, [one, next] if start(one) == start(next)))
}
