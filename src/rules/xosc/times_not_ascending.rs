use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::trajectories::children;

rule! {
    /// A point of a trajectory is to be reached before the one that precedes it.
    ///
    /// ## Why it matters
    /// Nobody drives back in time. Simulators skip the point, jump to it, or stop.
    ///
    /// ## Example
    /// ```xml
    /// <Vertex time="4">…</Vertex>
    /// <Vertex time="2">…</Vertex>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Vertex time="2">…</Vertex>
    /// <Vertex time="4">…</Vertex>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `Vertex`, `ControlPoint`, `Clothoid` and
    /// `ClothoidSplineSegment`: a time belongs to each point of a path that is followed
    /// from its first to its last. Equal times are not reported.
    "xosc/times-not-ascending" {
        severity: Warning,
        confidence: Likely,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// Points in order: what holds them, what they are called, their time.
const POINTS: [(&str, &str, &str); 3] = [
    ("Polyline", "Vertex", "time"),
    ("Nurbs", "ControlPoint", "time"),
    ("ClothoidSpline", "ClothoidSplineSegment", "timeStart"),
];

fn check(document: &Document<'_>) -> Vec<Hit> {
    let mut hits: Vec<(NodeId, Hit)> = Vec::new();
    for (holder, point, time) in POINTS {
        for element in document.elements(holder) {
            let mut times: Vec<(NodeId, &str)> =
                children(document, element, point).into_iter().map(|point| (point, time)).collect();
            // A spline says besides when its end is reached.
            times.push((element, "timeEnd"));
            hits.extend(falls(document, &times).map(|hit| (element, hit)));
        }
    }
    for element in document.elements("Clothoid") {
        hits.extend(falls(document, &[(element, "startTime"), (element, "stopTime")]).map(|hit| (element, hit)));
    }
    hits.sort_by_key(|(element, _)| *element);
    hits.into_iter().map(|(_, hit)| hit).collect()
}

/// The first time that is not after the one ahead of it.
fn falls(document: &Document<'_>, times: &[(NodeId, &str)]) -> Option<Hit> {
    let mut last: Option<(f64, NodeId, &str)> = None;
    for &(element, name) in times {
        let Some(time) = document.number(element, name) else { continue };
        if let Some((before, earlier, earlier_name)) = last.filter(|(before, ..)| time <= *before) {
            let written = quoted(document.text(element, name).unwrap_or_default());
            let message = format!("`{name}` {written} is not after the {before} s of the point ahead of it");
            let draft = Draft::new(message).help("let the times ascend along the path").related("the point ahead");
            return Some(Hit {
                draft,
                at: document.value_at(element, name)?,
                related: document.value_at(earlier, earlier_name),
            });
        }
        last = Some((time, element, name));
    }
    None
}
