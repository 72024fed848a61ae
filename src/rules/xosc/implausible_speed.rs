use crate::openscenario::plausible::figure;
use crate::openscenario::{BodyFacts, Objects, Spot};
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rounded, rule};
use crate::xml::NodeId;

use super::acting::actors;
use super::road_places::network;
use super::stated::{stated, stated_number};
use super::trajectories::children;

rule! {
    /// Somebody is to move faster than anybody can.
    ///
    /// ## Why it matters
    /// A pedestrian at the speed of an aeroplane, or a path whose next point is forty metres and
    /// ten milliseconds away, is a slip of the pen: the encounter that is tested lies
    /// elsewhere, and a sensor model sees nothing like it in the world.
    ///
    /// ## Example
    /// ```xml
    /// <Vertex time="0">… <LanePosition roadId="1" laneId="-1" s="60"/> …</Vertex>
    /// <Vertex time="0.01">… <LanePosition roadId="1" laneId="-1" s="100"/> …</Vertex>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Vertex time="2">… <LanePosition roadId="1" laneId="-1" s="100"/> …</Vertex>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `SpeedAction`, `SpeedProfileAction` and `SynchronizeAction` of a human
    /// on foot; `Vertex` with times and positions in the world or on one road, all
    /// editions. A path may ask for twice the highest speed of the vehicle that follows it and, in
    /// a catalog, for the record on land. The records stand in `plausible.csv`. Times
    /// that the action does not refer to are not judged.
    "xosc/implausible-speed" {
        severity: Warning,
        confidence: Likely,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// The elements that say how fast an actor is to be, and in which attribute.
const SPEEDS: [(&str, &str); 3] =
    [("AbsoluteTargetSpeed", "value"), ("SpeedProfileEntry", "speed"), ("AbsoluteSpeed", "value")];

fn check(document: &Document<'_>) -> Vec<Hit> {
    let mut hits: Vec<(NodeId, Hit)> = Vec::new();
    // In most scenarios nobody walks.
    let somebody =
        |objects: &&Objects<'_>| (0..objects.all().len()).any(|index| document.body(index).is_some_and(walks));
    if let (Some(objects), Some(most)) = (document.objects().filter(somebody), figure("pedestrian-fastest")) {
        for (name, attribute) in SPEEDS {
            let found = document.elements(name);
            hits.extend(found.filter_map(|element| on_foot(document, objects, element, attribute, most)));
        }
    }
    hits.extend(document.elements("Polyline").filter_map(|line| path(document, line)));
    hits.sort_by_key(|(element, _)| *element);
    hits.into_iter().map(|(_, hit)| hit).collect()
}

/// A speed that no human reaches.
fn on_foot(
    document: &Document<'_>,
    objects: &Objects<'_>,
    element: NodeId,
    attribute: &str,
    most: f64,
) -> Option<(NodeId, Hit)> {
    let speed = document.number(element, attribute).filter(|&speed| speed > most)?;
    let walker = actors(document, objects, element).find(|object| document.body_of(object).is_some_and(walks))?;
    let message = format!("{} is to move at {speed} m/s, and no human has run at {most} m/s", quoted(&walker.name));
    let draft = Draft::new(message).help("lower the speed; speeds are in m/s");
    Some((element, Hit { draft, at: document.value_at(element, attribute)?, related: None }))
}

fn walks(body: &BodyFacts) -> bool {
    body.kind.as_deref() == Some("Pedestrian") && body.category.as_deref() == Some("pedestrian")
}

/// The first two vertices of a path that are too far apart for their times.
fn path(document: &Document<'_>, line: NodeId) -> Option<(NodeId, Hit)> {
    let (scale, most) = limit(document, line)?;
    let mut last: Option<(f64, Place, NodeId)> = None;
    for vertex in children(document, line, "Vertex") {
        let (time, place) = (stated_number(document, vertex, "time")?, place(document, vertex)?);
        if let Some((before, from, earlier)) = last {
            let seconds = (time - before) * scale;
            let speed = from.distance(&place)? / seconds;
            if seconds > 0.0 && speed > most {
                let message = format!(
                    "the path asks for {} m/s up to this point, expected at most {} m/s",
                    rounded(speed, 0),
                    rounded(most, 0)
                );
                let draft = Draft::new(message).help("correct the time or the position").related("the point ahead");
                let related = Some(At::Node(earlier, Spot::Name));
                return Some((vertex, Hit { draft, at: document.value_at(vertex, "time")?, related }));
            }
        }
        last = Some((time, place, vertex));
    }
    None
}

/// By how much the times of a path are stretched, and the highest speed along it.
fn limit(document: &Document<'_>, line: NodeId) -> Option<(f64, f64)> {
    let record = figure("land-fastest")?;
    let Some(action) = document.around(line, "FollowTrajectoryAction") else { return Some((1.0, record)) };
    let timing = document.child(document.child(action, "TimeReference")?, "Timing")?;
    let scale = document.number(timing, "scale")?;
    let margin = figure("trajectory-margin")?;
    let own = document.objects().and_then(|objects| {
        let speeds = actors(document, objects, action).map(|object| document.body_of(object)?.performance?.max_speed);
        let speeds: Option<Vec<f64>> = speeds.collect();
        speeds?.into_iter().reduce(f64::max)
    });
    Some((scale, own.map_or(record, |own| record.min(own * margin))))
}

/// Where a vertex is.
struct Place {
    /// The road, or none for the world.
    road: Option<String>,
    x: f64,
    y: f64,
}

impl Place {
    /// How far another place is at least; none if they cannot be compared.
    fn distance(&self, other: &Place) -> Option<f64> {
        (self.road == other.road).then(|| (self.x - other.x).hypot(self.y - other.y))
    }
}

fn place(document: &Document<'_>, vertex: NodeId) -> Option<Place> {
    let position = document.tree.children(document.child(vertex, "Position")?).next()?;
    let number = |name| stated_number(document, position, name);
    match document.tree.name(position) {
        "WorldPosition" => Some(Place { road: None, x: number("x")?, y: number("y")? }),
        "LanePosition" | "RoadPosition" => {
            let (road, s) = (stated(document, position, "roadId")?.into_owned(), number("s")?);
            // What lies beyond its road has its own finding.
            let length = network(document).and_then(|(_, network)| network.road(&road)?.length_m);
            length.is_none_or(|length| s <= length).then_some(Place { road: Some(road), x: s, y: 0.0 })
        }
        _ => None,
    }
}
