use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, rule};
use crate::xml::NodeId;

use super::intervals::time;
use super::moments::{Groups, Moment, earliest, latest};

rule! {
    /// An act or an event waits for a time that never comes while it can start.
    ///
    /// ## Why it matters
    /// The storyboard, or the act, has stopped by then, or the act starts too late: the
    /// manoeuvre is never carried out, and the run passes without it.
    ///
    /// ## Example
    /// ```xml
    /// <StartTrigger>… <SimulationTimeCondition rule="greaterThan" value="40"/> …</StartTrigger>
    /// …
    /// <StopTrigger>… <SimulationTimeCondition rule="greaterThan" value="30"/> …</StopTrigger>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <StopTrigger>… <SimulationTimeCondition rule="greaterThan" value="60"/> …</StopTrigger>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, start and stop triggers (section 7.6.1 of 1.3). A stop
    /// trigger counts here if one of its groups waits for the time and for nothing else. Where
    /// all that waits for a time would start after a stop, the stop has the finding.
    "xosc/start-after-stop" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

struct Search<'s, 'd> {
    document: &'s Document<'d>,
}

/// What is found about an act or an event.
enum Found {
    /// It starts after this stop.
    Late(Late),
    /// It starts in time for this stop, the condition of which is named.
    InTime(NodeId),
    /// It can start for a while that is over when its act starts.
    Other(Hit),
}

/// A start after a stop: of what, and the stop of what.
#[derive(Clone, Copy)]
struct Late {
    start: Moment,
    stop: Moment,
    what: &'static str,
    whose: &'static str,
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    if document.objects().is_none() || document.elements("SimulationTimeCondition").next().is_none() {
        return Vec::new();
    }
    let search = Search { document };
    let stop = document.elements("Storyboard").next().and_then(|storyboard| search.stop(storyboard));
    // One that stops at once has its own finding, `stops-at-once`.
    let stop = stop.filter(|stop| stop.at > 0.0);
    let found: Vec<Found> = document.elements("Act").flat_map(|act| search.act(act, stop)).collect();
    let mut by_stop: BTreeMap<NodeId, Vec<Late>> = BTreeMap::new();
    let mut in_time: FxHashSet<NodeId> = FxHashSet::default();
    let mut hits: Vec<(NodeId, Hit)> = Vec::new();
    for found in found {
        match found {
            Found::Late(late) => by_stop.entry(late.stop.condition).or_default().push(late),
            Found::InTime(stop) => _ = in_time.insert(stop),
            Found::Other(hit) => hits.extend(place(&hit).map(|place| (place, hit))),
        }
    }
    for (stop, late) in by_stop {
        // Where all are late, it is the stop that is wrong.
        let all = late.len() > 1 && !in_time.contains(&stop);
        let found: Vec<Hit> =
            if all { all_late(&late).into_iter().collect() } else { late.into_iter().map(too_late).collect() };
        hits.extend(found.into_iter().filter_map(|hit| Some((place(&hit)?, hit))));
    }
    hits.sort_by_key(|(element, _)| *element);
    hits.into_iter().map(|(_, hit)| hit).collect()
}

impl Search<'_, '_> {
    /// What is found on an act that the storyboard stops at `stop`.
    fn act(&self, act: NodeId, stop: Option<Moment>) -> Vec<Found> {
        let start = self.groups(act).as_ref().and_then(earliest);
        let own = self.stop(act).map(|own| (own, "act"));
        let stops = [stop.map(|stop| (stop, "storyboard")), own].into_iter().flatten();
        let stop = stops.min_by(|(one, _), (other, _)| one.at.total_cmp(&other.at));
        if let (Some(start), Some((stop, whose))) = (start, stop)
            && start.at > stop.at
        {
            return vec![Found::Late(Late { start, stop, what: "act", whose })];
        }
        if start.is_none() && stop.is_none() {
            return Vec::new();
        }
        let events = self.document.below(act, "Event");
        events.filter_map(|event| self.event(event, start, stop)).collect()
    }

    fn event(&self, event: NodeId, act: Option<Moment>, stop: Option<(Moment, &'static str)>) -> Option<Found> {
        let groups = self.groups(event)?;
        let start = earliest(&groups);
        if let (Some(start), Some((stop, whose))) = (start, stop)
            && start.at > stop.at
        {
            return Some(Found::Late(Late { start, stop, what: "event", whose }));
        }
        let late = act.zip(latest(&groups)).filter(|(act, latest)| latest.at < act.at).map(|(act, latest)| {
            let message = format!("the event has to start by {} s, and its act starts after {} s", latest.at, act.at);
            Found::Other(hit(message, latest.condition, act.condition))
        });
        late.or_else(|| start.zip(stop).map(|(_, (stop, _))| Found::InTime(stop.condition)))
    }

    /// What each group of a start trigger asks of the time.
    fn groups(&self, element: NodeId) -> Option<Groups> {
        let trigger = self.document.child(element, "StartTrigger")?;
        let of_group = |group| {
            let facts = self.document.tree.children(group).filter_map(|condition| time(self.document, condition));
            facts.map(|fact| (fact.range, fact.element)).collect()
        };
        Some(self.document.tree.children(trigger).map(of_group).collect())
    }

    /// The time by which the stop trigger of `element` has surely been true.
    fn stop(&self, element: NodeId) -> Option<Moment> {
        let trigger = self.document.child(element, "StopTrigger")?;
        let moments = self.document.tree.children(trigger).filter_map(|group| self.surely(group));
        moments.min_by(|one, other| one.at.total_cmp(&other.at))
    }

    /// The time by which a group of one condition has surely been true.
    fn surely(&self, group: NodeId) -> Option<Moment> {
        let mut conditions = self.document.tree.children(group);
        let (condition, None) = (conditions.next()?, conditions.next()) else { return None };
        let fact = time(self.document, condition).filter(|fact| fact.range.is_upwards())?;
        // An edge needs a check before it at which the condition is not true.
        let is_level = self.document.known(condition, "conditionEdge")? == "none";
        (is_level || fact.range.low > 0.0).then_some(Moment { at: fact.range.low, condition: fact.element })
    }
}

fn too_late(late: Late) -> Hit {
    let Late { start, stop, what, whose } = late;
    let message =
        format!("the {what} starts after {} s at the earliest, and the {whose} stops at {} s", start.at, stop.at);
    hit(message, start.condition, stop.condition)
}

/// One finding, at the stop, on all that start after it.
fn all_late(late: &[Late]) -> Option<Hit> {
    let first = late.iter().min_by(|one, other| one.start.at.total_cmp(&other.start.at))?;
    let message = format!(
        "the {} stops at {} s, before any of {} starts: the first does so after {} s at the earliest",
        first.whose,
        first.stop.at,
        late.len(),
        first.start.at,
    );
    Some(hit(message, first.stop.condition, first.start.condition))
}

/// The element that a finding is at.
fn place(hit: &Hit) -> Option<NodeId> {
    match hit.at {
        At::Node(element, _) => Some(element),
        At::Span(_) => None,
    }
}

fn hit(message: String, condition: NodeId, other: NodeId) -> Hit {
    let draft = Draft::new(message).help("correct one of the times").related("the other time");
    Hit { draft, at: At::Node(condition, Spot::Name), related: Some(At::Node(other, Spot::Name)) }
}
