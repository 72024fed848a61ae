use crate::openscenario::{Declared, Spot, Version};
use crate::rules::{At, Check, Document, Draft, Hit, rule};
use crate::xml::NodeId;

use super::trajectories::{Shape, children, shape_of, trajectory_of};

rule! {
    /// A trajectory is to be followed by its times, and has none.
    ///
    /// ## Why it matters
    /// `Timing` lets the times of the trajectory set the speed. Without times nothing sets
    /// it: the entity stands, jumps, or keeps the speed that it has.
    ///
    /// ## Example
    /// ```xml
    /// <TimeReference><Timing domainAbsoluteRelative="relative" scale="1" offset="0"/></TimeReference>
    /// …
    /// <Vertex time="0">…</Vertex>
    /// <Vertex>…</Vertex>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Vertex time="0">…</Vertex>
    /// <Vertex time="4">…</Vertex>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `TimeReference` of `FollowTrajectoryAction` with the times of
    /// `Vertex`, `Clothoid`, `ControlPoint` and `ClothoidSpline`; the schema demands those of
    /// `Vertex` in 1.0. The checker rules annexed to the standard stamp it 1.0.0. Of a
    /// polyline each vertex is asked for its time; of other shapes one time is enough where
    /// the standard does not say which ones are needed. Trajectories in catalogs are not seen.
    "xosc/trajectory-without-times" {
        severity: Error,
        confidence: Likely,
        aliases: ["asam.net:xosc:1.0.0:routing.trajectory_timing_exists_if_requested"],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    document.elements("FollowTrajectoryAction").filter_map(|action| hit(document, action)).collect()
}

fn hit(document: &Document<'_>, action: NodeId) -> Option<Hit> {
    let timing = document.child(document.child(action, "TimeReference")?, "Timing")?;
    let shape = shape_of(document, trajectory_of(document, action)?)?;
    let (message, at) = lacking(document, shape)?;
    let draft =
        Draft::new(message).help("give the times, or write `<None/>` in the `TimeReference`").related("asked for here");
    Some(Hit { draft, at: At::Node(at, Spot::Name), related: Some(At::Node(timing, Spot::Name)) })
}

/// What lacks a time, and where.
fn lacking(document: &Document<'_>, shape: Shape) -> Option<(String, NodeId)> {
    match shape {
        Shape::Polyline(polyline) => vertices(document, polyline),
        Shape::Clothoid(clothoid) => {
            let absent = |name| document.text(clothoid, name).is_none();
            let names: Vec<&str> = ["startTime", "stopTime"].into_iter().filter(|name| absent(name)).collect();
            (!names.is_empty()).then(|| (format!("the clothoid has no `{}`", names.join("` and no `")), clothoid))
        }
        Shape::ClothoidSpline(spline) => {
            let segments = children(document, spline, "ClothoidSplineSegment");
            let timed = document.text(spline, "timeEnd").is_some()
                || segments.iter().any(|segment| document.text(*segment, "timeStart").is_some());
            (!timed).then(|| ("the clothoid spline has no times".to_owned(), spline))
        }
        Shape::Nurbs(nurbs) => {
            let points = children(document, nurbs, "ControlPoint");
            let timed = points.iter().any(|point| document.text(*point, "time").is_some());
            (!timed).then(|| ("no control point of the curve has a time".to_owned(), nurbs))
        }
    }
}

fn vertices(document: &Document<'_>, polyline: NodeId) -> Option<(String, NodeId)> {
    // The schema of 1.0 demands the time, and speeds may stand in its place from 1.4.
    let demanded = Version { major: 1, minor: 0 };
    if matches!(document.declared, Declared::Version(version, _) if version <= demanded) {
        return None;
    }
    let vertices = children(document, polyline, "Vertex");
    if vertices.iter().any(|vertex| document.child(*vertex, "Motion").is_some()) {
        return None;
    }
    let without: Vec<NodeId> =
        vertices.iter().copied().filter(|vertex| document.text(*vertex, "time").is_none()).collect();
    let first = *without.first()?;
    // A misspelt time has its finding.
    if without.iter().any(|vertex| document.has_misspelt(*vertex, "time")) {
        return None;
    }
    Some((format!("{} of {} vertices have no `time`", without.len(), vertices.len()), first))
}
