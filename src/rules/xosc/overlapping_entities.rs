use rustc_hash::FxHashMap;

use crate::openscenario::placement::{Frame, Placed, Pose, overlap, placements};
use crate::openscenario::plausible::figure;
use crate::openscenario::{BodyFacts, BoundingBox, Objects, Spot};
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};

use super::references::scenario;

rule! {
    /// Two entities stand in each other at the beginning.
    ///
    /// ## Why it matters
    /// The run begins with a collision. Simulators stop, throw the vehicles apart, or let
    /// them drive through each other, and a test for collisions fails or means nothing.
    ///
    /// ## Example
    /// ```xml
    /// <Private entityRef="Ego">… <LanePosition roadId="1" laneId="-1" s="50"/> …</Private>
    /// <Private entityRef="Lead">… <LanePosition roadId="1" laneId="-1" s="52"/> …</Private>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Private entityRef="Lead">… <LanePosition roadId="1" laneId="-1" s="90"/> …</Private>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `TeleportAction` in `Init`, `Position` and `BoundingBox`, all
    /// editions. Compared are positions of one kind: in the world, on the same lane or
    /// road, or relative to the same entity. Boxes have to be in the file; two entities at the
    /// very same place need none. Along a road, boxes have to overlap by a fifth more, as
    /// its length is not that of a lane in a bend. What is towed, deleted or put onto a
    /// trajectory at once is left out.
    "xosc/overlapping-entities" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// How much longer a distance along a road is taken to be.
const STRETCH: f64 = 1.25;

/// With so many others close by, further ones are not compared.
const NEIGHBOURS: usize = 100;

/// An entity in one frame.
struct Stand<'p, 'd> {
    placed: &'p Placed<'d>,
    pose: &'p Pose<'d>,
    bounds: Option<BoundingBox>,
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(scenario) = scenario(document) else { return Vec::new() };
    let Some(objects) = document.objects().filter(|objects| objects.all().len() > 1) else { return Vec::new() };
    let placed = placements(scenario, objects);
    let mut frames: FxHashMap<&Frame<'_>, Vec<Stand<'_, '_>>> = FxHashMap::default();
    for placed in &placed {
        let bounds = document.body(placed.object).filter(|body| is_of_size(body)).and_then(|body| body.bounds);
        for pose in &placed.poses {
            frames.entry(&pose.frame).or_default().push(Stand { placed, pose, bounds });
        }
    }
    // The later of two in the file with the earlier, each once.
    let mut found: FxHashMap<usize, (&Placed<'_>, &Placed<'_>, bool)> = FxHashMap::default();
    let mut frames: Vec<Vec<Stand<'_, '_>>> = frames.into_values().filter(|stands| stands.len() > 1).collect();
    frames.sort_by_key(|stands| stands.first().map(|stand| stand.placed.element));
    for stands in &mut frames {
        for (one, other, same) in pairs(stands) {
            let (first, second) = if one.element < other.element { (one, other) } else { (other, one) };
            let earlier = found.entry(second.object).or_insert((first, second, same));
            if first.element < earlier.0.element {
                *earlier = (first, second, same);
            }
        }
    }
    let mut found: Vec<_> = found.into_values().collect();
    found.sort_by_key(|(_, second, _)| second.element);
    found.into_iter().map(|(first, second, same)| hit(objects, first, second, same)).collect()
}

/// False for a vehicle whose length is a slip of the pen, which has its own finding.
fn is_of_size(body: &BodyFacts) -> bool {
    let (Some(bounds), Some(longest)) = (body.bounds, figure("vehicle-longest")) else { return true };
    body.kind.as_deref() != Some("Vehicle") || bounds.size[0] <= longest
}

/// The pairs that stand in each other, and whether at the same point.
fn pairs<'p, 'd>(stands: &mut [Stand<'p, 'd>]) -> Vec<(&'p Placed<'d>, &'p Placed<'d>, bool)> {
    let key = |stand: &Stand<'_, '_>| (stand.pose.along, stand.pose.across);
    stands.sort_by(|one, other| {
        let ((a, b), (c, d)) = (key(one), key(other));
        a.total_cmp(&c).then(b.total_cmp(&d)).then(one.placed.element.cmp(&other.placed.element))
    });
    let reach = stands.iter().filter_map(|stand| stand.bounds.map(|bounds| reach(&bounds))).fold(0.0, f64::max);
    let mut pairs = Vec::new();
    for (index, stand) in stands.iter().enumerate() {
        let before = stands[..index].iter().rev().take(NEIGHBOURS);
        let close = before.take_while(|other| stand.pose.along - other.pose.along <= 2.0 * reach);
        for other in close {
            if let Some(same) = collide(stand, other) {
                pairs.push((stand.placed, other.placed, same));
            }
        }
    }
    pairs
}

/// The farthest that a box can be from the point its position is about.
fn reach(bounds: &BoundingBox) -> f64 {
    let far = |axis: usize| bounds.size[axis] / 2.0 + bounds.center[axis].abs();
    far(0).hypot(far(1))
}

/// Whether two stand in each other: at the same point, or by their boxes.
fn collide(one: &Stand<'_, '_>, other: &Stand<'_, '_>) -> Option<bool> {
    // Routes part from each other and from the road: only who is abreast can be compared.
    let parts = |one: &Pose<'_>, other: &Pose<'_>| one.either_way && other.along != 0.0;
    if parts(one.pose, other.pose) || parts(other.pose, one.pose) {
        return None;
    }
    let same = (one.pose.along, one.pose.across) == (other.pose.along, other.pose.across);
    if same && one.pose.up == other.pose.up {
        return Some(true);
    }
    let frame = &one.pose.frame;
    let stretch = if frame.bends() { STRETCH } else { 1.0 };
    let overlaps = overlap((one.pose, &one.bounds?), (other.pose, &other.bounds?), stretch);
    (frame.has_distances() && overlaps).then_some(same)
}

fn hit(objects: &Objects<'_>, first: &Placed<'_>, second: &Placed<'_>, same: bool) -> Hit {
    let [one, other] = [first, second].map(|placed| quoted(&objects.all()[placed.object].name));
    let message = if same {
        format!("{other} stands at the same place as {one}")
    } else {
        format!("{other} stands in {one}: their bounding boxes overlap")
    };
    Hit {
        draft: Draft::new(message).help("move one of them").related(format!("{one} is put here")),
        at: At::Node(second.element, Spot::Name),
        related: Some(At::Node(first.element, Spot::Name)),
    }
}
