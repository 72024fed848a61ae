//! Where the objects of a scenario stand at its beginning, in frames in which
//! they can be compared without the road.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::xml::NodeId;

use super::entities::Scenario;
use super::objects::{Body, BoundingBox, Objects};
use super::version::Version;

/// What coordinates are measured in. Poses in one frame can be compared; those
/// that roads are needed for can be added as poses in [`Frame::World`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Frame<'d> {
    /// Metres along x and y.
    World,
    /// Latitude and longitude: equal or not, but no distance.
    Geographic,
    /// Metres along a road, and to the left of a lane's centre: road, lane.
    Lane(Cow<'d, str>, Cow<'d, str>),
    /// Metres along a road, and to the left of its reference line.
    Road(Cow<'d, str>),
    /// Metres to the front and to the left of the object of this index.
    Object(usize),
    /// Metres along x and y from the object of this index.
    WorldOf(usize),
    /// Metres along the lane of the object of this index, and to the left of its centre.
    LaneOf(usize),
    /// Metres along the road of the object of this index, and to its left.
    RoadOf(usize),
}

impl Frame<'_> {
    /// True if distances along the frame are those of a road, which differ from
    /// those on a lane where the road bends.
    pub fn bends(&self) -> bool {
        matches!(self, Frame::Lane(..) | Frame::Road(_) | Frame::LaneOf(_) | Frame::RoadOf(_))
    }

    /// True if coordinates are metres.
    pub fn has_distances(&self) -> bool {
        *self != Frame::Geographic
    }
}

/// Where an object stands in a frame.
#[derive(Debug, Clone)]
pub struct Pose<'d> {
    /// The frame.
    pub frame: Frame<'d>,
    /// The first coordinate.
    pub along: f64,
    /// The second coordinate.
    pub across: f64,
    /// The height in m; none if unknown, or on the road.
    pub up: Option<f64>,
    /// The angle from the first axis towards the second in rad, if known.
    pub heading: Option<f64>,
    /// True if a route says which way the axes point: any of the four is possible.
    pub either_way: bool,
}

/// An object with its place at the beginning.
#[derive(Debug, Clone)]
pub struct Placed<'d> {
    /// The index of the object.
    pub object: usize,
    /// The element that says where: a child of `Position`.
    pub element: NodeId,
    /// The place, in each frame in which it is known.
    pub poses: Vec<Pose<'d>>,
}

/// The elements of `Init` that tell where an object begins.
const TOLD_BY: [&str; 10] = [
    "Private",
    "EntityAction",
    "TeleportAction",
    "AddEntityAction",
    "DeleteEntityAction",
    "RoutingAction",
    // By these an object begins elsewhere than where it was put, or not at all.
    "FollowTrajectoryAction",
    "SynchronizeAction",
    "ConnectTrailerAction",
    "DisconnectTrailerAction",
];

/// The parts of a body by which it may be a trailer, or tow one.
const TOWED_BY: [&str; 3] = ["TrailerCoupler", "TrailerRef", "ParameterAssignment"];

/// The edition since which a missing angle is 0 in a position of the world.
const ANGLE_DEFAULT_SINCE: Version = Version { major: 1, minor: 1 };

/// The edition since which a missing orientation of a position relative to an
/// object is that of the object.
const RELATIVE_DEFAULT_SINCE: Version = Version { major: 1, minor: 3 };

/// The objects that stand somewhere at the beginning, in document order. Whoever
/// is moved, deleted or towed at once is left out.
pub fn placements<'d>(scenario: &Scenario<'d>, objects: &Objects<'d>) -> Vec<Placed<'d>> {
    let (routed, anchors) = (FxHashSet::default(), FxHashSet::default());
    let mut reader = Reader { scenario, objects, placed: Vec::new(), of_object: FxHashMap::default(), routed, anchors };
    let (mut gone, places) = reader.first_places();
    gone.extend(reader.towed());
    reader.anchors = places.iter().filter_map(|(_, element)| reader.entity(*element)).collect();
    for (object, element) in places {
        if !gone.contains(&object) {
            reader.place(object, element);
        }
    }
    reader.placed
}

struct Reader<'s, 'd> {
    scenario: &'s Scenario<'d>,
    objects: &'s Objects<'d>,
    placed: Vec<Placed<'d>>,
    of_object: FxHashMap<usize, usize>,
    /// Who has a route, along which distances are measured.
    routed: FxHashSet<usize>,
    /// Who others are placed relative to.
    anchors: FxHashSet<usize>,
}

impl<'d> Reader<'_, 'd> {
    /// Who is moved on, and the last place of each object.
    fn first_places(&mut self) -> (FxHashSet<usize>, Vec<(usize, NodeId)>) {
        let (mut gone, mut places) = (FxHashSet::default(), FxHashMap::default());
        let tree = self.scenario.tree();
        let init = tree.find_name("Init").and_then(|name| tree.named(name).first().copied());
        let mut actor = None;
        for id in init.map(|init| self.called(init, &TOLD_BY)).into_iter().flatten() {
            match tree.name(id) {
                "Private" | "EntityAction" => actor = self.entity(id),
                "TeleportAction" | "AddEntityAction" => {
                    let position =
                        self.scenario.child(id, "Position").and_then(|position| tree.children(position).next());
                    if let (Some(actor), Some(position)) = (actor, position) {
                        places.insert(actor, position);
                    }
                }
                "DeleteEntityAction" => gone.extend(actor),
                "RoutingAction" => self.routed.extend(actor),
                _ => {
                    gone.extend(actor);
                    gone.extend(self.scenario.known(id, "trailerRef").and_then(|name| self.objects.index(&name)));
                }
            }
        }
        let mut places: Vec<(usize, NodeId)> = places.into_iter().collect();
        places.sort_unstable_by_key(|(_, element)| *element);
        (gone, places)
    }

    /// Trailers: they are where their vehicle puts them. Where an entity names another in a
    /// parameter of its body, either may be the trailer.
    fn towed(&self) -> FxHashSet<usize> {
        let (tree, mut towed) = (self.scenario.tree(), FxHashSet::default());
        for (index, object) in self.objects.all().iter().enumerate() {
            let (Body::Inline(body) | Body::Catalog(body)) = object.body else { continue };
            for id in self.called(body, &TOWED_BY) {
                let attribute = match tree.name(id) {
                    "TrailerCoupler" => {
                        towed.insert(index);
                        continue;
                    }
                    "TrailerRef" => "entityRef",
                    _ => "value",
                };
                let named = self.scenario.known(id, attribute).and_then(|name| self.objects.index(&name));
                towed.extend(named);
                towed.extend(named.filter(|_| attribute == "value").map(|_| index));
            }
        }
        towed
    }

    /// The elements of these names within `element`, in document order.
    fn called(&self, element: NodeId, names: &[&str]) -> Vec<NodeId> {
        let tree = self.scenario.tree();
        let named = names.iter().filter_map(|name| tree.find_name(name));
        let mut found: Vec<NodeId> = named.flat_map(|name| tree.named_within(element, name)).copied().collect();
        found.sort_unstable();
        found
    }

    fn entity(&self, element: NodeId) -> Option<usize> {
        self.objects.index(&self.scenario.known(element, "entityRef")?)
    }

    /// The other object that a position is relative to.
    fn reference(&self, element: NodeId, object: usize) -> Option<usize> {
        self.entity(element).filter(|&reference| reference != object)
    }

    fn place(&mut self, object: usize, element: NodeId) {
        let pose = self.pose(element, object);
        let mut poses: Vec<Pose<'d>> = pose.into_iter().collect();
        poses.extend(poses.first().and_then(|pose| self.in_world(pose)));
        self.of_object.insert(object, self.placed.len());
        if self.anchors.contains(&object) {
            poses.extend(origins(object, poses.first()));
        }
        self.placed.push(Placed { object, element, poses });
    }

    /// The place that a child of `Position` states, in its own frame.
    fn pose(&self, element: NodeId, object: usize) -> Option<Pose<'d>> {
        let number = |name| self.scenario.number(element, name);
        // A missing value is 0; one that is there has to be known.
        let or_zero = |name| self.scenario.text(element, name).map_or(Some(0.0), |_| number(name));
        let text = |name| self.scenario.known(element, name);
        let turned = self.turned(element);
        let default = self.scenario.language.version >= RELATIVE_DEFAULT_SINCE;
        let by_default = |turned: Option<f64>| turned.or_else(|| self.unturned(element).filter(|_| default));
        let routed =
            || self.entity(element).is_some_and(|of| self.routed.contains(&of)) || self.routed.contains(&object);
        let pose = |frame: Frame<'d>, along, across, up, heading| {
            let either_way = matches!(frame, Frame::LaneOf(_) | Frame::RoadOf(_)) && routed();
            Some(Pose { frame, along, across, up, heading, either_way })
        };
        match self.scenario.tree().name(element) {
            "WorldPosition" => {
                let heading = self.angles(element, "h", self.scenario.language.version >= ANGLE_DEFAULT_SINCE);
                pose(Frame::World, number("x")?, number("y")?, or_zero("z"), heading)
            }
            "GeoPosition" => {
                let (latitude, longitude) =
                    (number("latitudeDeg").or_else(|| number("latitude")), number("longitudeDeg"));
                pose(Frame::Geographic, latitude?, longitude.or_else(|| number("longitude"))?, None, None)
            }
            "LanePosition" => {
                let frame = Frame::Lane(text("roadId")?, text("laneId")?);
                pose(frame, number("s")?, or_zero("offset")?, None, turned.or_else(|| self.unturned(element)))
            }
            "RoadPosition" => {
                let heading = turned.or_else(|| self.unturned(element));
                pose(Frame::Road(text("roadId")?), number("s")?, number("t")?, None, heading)
            }
            "RelativeLanePosition" if number("dLane")? == 0.0 => {
                let along = number("dsLane").or_else(|| number("ds"))?;
                let heading = by_default(turned);
                pose(Frame::LaneOf(self.reference(element, object)?), along, or_zero("offset")?, None, heading)
            }
            "RelativeRoadPosition" => {
                let heading = by_default(turned);
                pose(Frame::RoadOf(self.reference(element, object)?), number("ds")?, number("dt")?, None, heading)
            }
            "RelativeObjectPosition" => {
                let heading = by_default(turned);
                pose(
                    Frame::Object(self.reference(element, object)?),
                    number("dx")?,
                    number("dy")?,
                    or_zero("dz"),
                    heading,
                )
            }
            "RelativeWorldPosition" => pose(
                Frame::WorldOf(self.reference(element, object)?),
                number("dx")?,
                number("dy")?,
                or_zero("dz"),
                None,
            ),
            _ => None,
        }
    }

    /// The heading of an object without pitch and roll.
    fn angles(&self, element: NodeId, heading: &str, missing_is_zero: bool) -> Option<f64> {
        let angle = |name| match self.scenario.text(element, name) {
            Some(_) => self.scenario.number(element, name),
            None => missing_is_zero.then_some(0.0),
        };
        let is_level = |name| self.scenario.text(element, name).is_none() || angle(name) == Some(0.0);
        angle(heading).filter(|_| is_level("p") && is_level("r"))
    }

    /// The heading of a relative `Orientation`.
    fn turned(&self, element: NodeId) -> Option<f64> {
        let orientation = self.scenario.child(element, "Orientation")?;
        let is_relative = self.scenario.known(orientation, "type")? == "relative";
        self.angles(orientation, "h", true).filter(|_| is_relative)
    }

    /// 0 if there is no `Orientation`.
    fn unturned(&self, element: NodeId) -> Option<f64> {
        self.scenario.child(element, "Orientation").is_none().then_some(0.0)
    }

    /// The same place in the world, if the object that it is relative to stands there.
    fn in_world(&self, pose: &Pose<'d>) -> Option<Pose<'d>> {
        let of = |object: &usize| {
            let placed = self.placed.get(*self.of_object.get(object)?)?;
            placed.poses.iter().find(|pose| pose.frame == Frame::World)
        };
        let (origin, angle) = match &pose.frame {
            Frame::Object(object) => of(object).and_then(|origin| Some((origin, origin.heading?)))?,
            Frame::WorldOf(object) => (of(object)?, 0.0),
            _ => return None,
        };
        let [x, y] = rotated([pose.along, pose.across], angle);
        Some(Pose {
            frame: Frame::World,
            along: origin.along + x,
            across: origin.across + y,
            up: origin.up.zip(pose.up).map(|(below, up)| below + up),
            heading: pose.heading.map(|heading| heading + angle),
            either_way: false,
        })
    }
}

/// An object as seen from itself, for those that are placed relative to it. Its own
/// pose tells where it stands in its lane, and how it is turned there.
fn origins<'d>(object: usize, own: Option<&Pose<'d>>) -> Vec<Pose<'d>> {
    let origin = |frame, up, heading| Pose { frame, along: 0.0, across: 0.0, up, heading, either_way: false };
    let mut origins =
        vec![origin(Frame::Object(object), Some(0.0), Some(0.0)), origin(Frame::WorldOf(object), Some(0.0), None)];
    let turned = own.filter(|own| own.frame.bends()).and_then(|own| own.heading);
    origins.push(origin(Frame::RoadOf(object), None, turned));
    let in_lane = own.filter(|own| matches!(own.frame, Frame::Lane(..)));
    origins.extend(in_lane.map(|own| Pose { across: own.across, ..origin(Frame::LaneOf(object), None, own.heading) }));
    origins
}

fn rotated([x, y]: [f64; 2], angle: f64) -> [f64; 2] {
    let (sine, cosine) = angle.sin_cos();
    [x * cosine - y * sine, x * sine + y * cosine]
}

/// True if two objects at these places surely stand in each other. Both poses
/// are in one frame, whose distances are taken to be too short by `stretch`.
pub fn overlap(one: (&Pose<'_>, &BoundingBox), other: (&Pose<'_>, &BoundingBox), stretch: f64) -> bool {
    let from = [(other.0.along - one.0.along) * stretch, other.0.across - one.0.across];
    if !overlap_in_height(one, other) {
        return false;
    }
    if one.0.either_way || other.0.either_way {
        let signs = [[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]];
        return signs.iter().all(|sign| overlap_from(one, other, [from[0] * sign[0], from[1] * sign[1]]));
    }
    overlap_from(one, other, from)
}

/// The same, with the second place `from` the first.
fn overlap_from(one: (&Pose<'_>, &BoundingBox), other: (&Pose<'_>, &BoundingBox), from: [f64; 2]) -> bool {
    match (one.0.heading, other.0.heading) {
        // Which way a lane leads is not known: both ways have to overlap.
        (Some(first), Some(second)) if one.0.frame.bends() => [0.0, std::f64::consts::PI]
            .iter()
            .all(|turn| rectangles_overlap((one.1, first + turn), (other.1, second + turn), from)),
        (Some(first), Some(second)) => rectangles_overlap((one.1, first), (other.1, second), from),
        _ => from[0].hypot(from[1]) < disc(one.1) + disc(other.1),
    }
}

fn overlap_in_height(one: (&Pose<'_>, &BoundingBox), other: (&Pose<'_>, &BoundingBox)) -> bool {
    match (one.0.up, other.0.up) {
        (Some(first), Some(second)) => {
            let between = second + other.1.center[2] - first - one.1.center[2];
            between.abs() < (one.1.size[2] + other.1.size[2]) / 2.0
        }
        (None, None) => true,
        _ => false,
    }
}

/// The radius of the largest disc around the reference point inside the box.
fn disc(bounds: &BoundingBox) -> f64 {
    let inside = |axis: usize| bounds.size[axis] / 2.0 - bounds.center[axis].abs();
    inside(0).min(inside(1)).max(0.0)
}

/// True if two rectangles overlap, the second `from` the first: no axis parts them.
fn rectangles_overlap(one: (&BoundingBox, f64), other: (&BoundingBox, f64), from: [f64; 2]) -> bool {
    let center = |(bounds, heading): (&BoundingBox, f64)| rotated([bounds.center[0], bounds.center[1]], heading);
    let (first, second) = (center(one), center(other));
    let between = [from[0] + second[0] - first[0], from[1] + second[1] - first[1]];
    let reach = |(bounds, heading): (&BoundingBox, f64), axis: f64| {
        let (sine, cosine) = (heading - axis).sin_cos();
        (bounds.size[0] * cosine.abs() + bounds.size[1] * sine.abs()) / 2.0
    };
    let quarter = std::f64::consts::FRAC_PI_2;
    [one.1, one.1 + quarter, other.1, other.1 + quarter].into_iter().all(|axis| {
        let (sine, cosine) = axis.sin_cos();
        let distance = (between[0] * cosine + between[1] * sine).abs();
        distance < reach(one, axis) + reach(other, axis)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CAR: BoundingBox = BoundingBox { center: [1.4, 0.0, 0.75], size: [4.6, 1.8, 1.5] };

    fn at(along: f64, across: f64, heading: Option<f64>) -> Pose<'static> {
        Pose { frame: Frame::World, along, across, up: Some(0.0), heading, either_way: false }
    }

    #[test]
    fn cars_behind_each_other_overlap_below_their_length() {
        let (here, near, far) = (at(0.0, 0.0, Some(0.0)), at(4.5, 0.0, Some(0.0)), at(4.7, 0.0, Some(0.0)));
        assert!(overlap((&here, &CAR), (&near, &CAR), 1.0));
        assert!(!overlap((&here, &CAR), (&far, &CAR), 1.0));
        assert!(!overlap((&here, &CAR), (&near, &CAR), 1.25));
    }

    #[test]
    fn cars_that_face_each_other_need_more_room() {
        let there = at(7.0, 0.0, Some(std::f64::consts::PI));
        assert!(overlap((&at(0.0, 0.0, Some(0.0)), &CAR), (&there, &CAR), 1.0));
        assert!(!overlap((&at(0.0, 0.0, None), &CAR), (&there, &CAR), 1.0));
    }
}
