use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, rule};
use crate::xml::NodeId;

use super::intervals::{Interval, time};

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
    /// trigger counts here if one of its groups waits for the time and for nothing else.
    "xosc/start-after-stop" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// A moment, in seconds of simulation time, with the condition that sets it.
#[derive(Clone, Copy)]
struct Moment {
    at: f64,
    condition: NodeId,
}

/// What the groups of a trigger ask of the time, each with the condition.
type Groups = Vec<Vec<(Interval, NodeId)>>;

struct Search<'s, 'd> {
    document: &'s Document<'d>,
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    if document.objects().is_none() || document.elements("SimulationTimeCondition").next().is_none() {
        return Vec::new();
    }
    let search = Search { document };
    let stop = document.elements("Storyboard").next().and_then(|storyboard| search.stop(storyboard));
    document.elements("Act").flat_map(|act| search.act(act, stop)).collect()
}

impl Search<'_, '_> {
    /// The findings on an act that the storyboard stops at `stop`.
    fn act(&self, act: NodeId, stop: Option<Moment>) -> Vec<Hit> {
        let start = self.groups(act).as_ref().and_then(earliest);
        let own = self.stop(act).map(|own| (own, "act"));
        let stops = [stop.map(|stop| (stop, "storyboard")), own].into_iter().flatten();
        let stop = stops.min_by(|(one, _), (other, _)| one.at.total_cmp(&other.at));
        if let (Some(start), Some((stop, whose))) = (start, stop)
            && start.at > stop.at
        {
            return vec![too_late(start, stop, "act", whose)];
        }
        let events = self.document.below(act, "Event");
        events.filter_map(|event| self.event(event, start, stop)).collect()
    }

    fn event(&self, event: NodeId, act: Option<Moment>, stop: Option<(Moment, &str)>) -> Option<Hit> {
        let groups = self.groups(event)?;
        if let (Some(start), Some((stop, whose))) = (earliest(&groups), stop)
            && start.at > stop.at
        {
            return Some(too_late(start, stop, "event", whose));
        }
        let act = act?;
        let latest = latest(&groups)?;
        (latest.at < act.at).then(|| {
            let message = format!("the event has to start by {} s, and its act starts after {} s", latest.at, act.at);
            hit(message, latest.condition, act.condition)
        })
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

/// The time before which a trigger is not true.
fn earliest(groups: &Groups) -> Option<Moment> {
    let starts = groups.iter().map(|group| {
        let lows = group.iter().map(|(range, condition)| Moment { at: range.low, condition: *condition });
        lows.filter(|moment| moment.at.is_finite()).max_by(|one, other| one.at.total_cmp(&other.at))
    });
    let starts: Option<Vec<Moment>> = starts.collect();
    starts?.into_iter().min_by(|one, other| one.at.total_cmp(&other.at))
}

/// The time after which a trigger is no longer true.
fn latest(groups: &Groups) -> Option<Moment> {
    let ends = groups.iter().map(|group| {
        let highs = group.iter().map(|(range, condition)| Moment { at: range.high, condition: *condition });
        highs.filter(|moment| moment.at.is_finite()).min_by(|one, other| one.at.total_cmp(&other.at))
    });
    let ends: Option<Vec<Moment>> = ends.collect();
    ends?.into_iter().max_by(|one, other| one.at.total_cmp(&other.at))
}

fn too_late(start: Moment, stop: Moment, what: &str, whose: &str) -> Hit {
    let message =
        format!("the {what} starts after {} s at the earliest, and the {whose} stops at {} s", start.at, stop.at);
    hit(message, start.condition, stop.condition)
}

fn hit(message: String, condition: NodeId, other: NodeId) -> Hit {
    let draft = Draft::new(message).help("correct one of the times").related("the other time");
    Hit { draft, at: At::Node(condition, Spot::Name), related: Some(At::Node(other, Spot::Name)) }
}
