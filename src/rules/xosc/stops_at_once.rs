use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, rule};
use crate::xml::NodeId;

use super::intervals::{Fact, time};

rule! {
    /// A storyboard or an act stops as soon as it has started.
    ///
    /// ## Why it matters
    /// The run ends before anything has happened, and nothing has failed: a test that looks
    /// for collisions passes.
    ///
    /// ## Example
    /// ```xml
    /// <StopTrigger>… <SimulationTimeCondition rule="lessThan" value="60"/> …</StopTrigger>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <StopTrigger>… <SimulationTimeCondition rule="greaterThan" value="60"/> …</StopTrigger>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, stop triggers (section 7.6.1.2 of 1.3), all editions: one that is true
    /// ends the storyboard or the act. Judged are groups that wait for the simulation time and for
    /// nothing else, without edge and delay; of an act, whose start is known by its
    /// own trigger.
    "xosc/stops-at-once" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    if document.objects().is_none() {
        return Vec::new();
    }
    let storyboard = document.elements("Storyboard").next();
    let storyboard = storyboard.and_then(|element| stops_at(document, element, 0.0, |_| true));
    let mut hits: Vec<Hit> = storyboard.map(|condition| hit(condition, "storyboard")).into_iter().collect();
    // An act that starts after its stop is `start-after-stop`.
    let until = |fact: &Fact| fact.range.is_downwards();
    let acts = document.elements("Act").filter_map(|act| stops_at(document, act, start(document, act)?, until));
    // Acts that the storyboard stops need no finding of their own.
    if hits.is_empty() {
        hits.extend(acts.map(|condition| hit(condition, "act")));
    }
    hits
}

/// The condition by which the stop trigger of `element` is true from `start` on, all of a
/// group being as `wanted`.
fn stops_at(document: &Document<'_>, element: NodeId, start: f64, wanted: impl Fn(&Fact) -> bool) -> Option<NodeId> {
    let trigger = document.child(element, "StopTrigger")?;
    document.tree.children(trigger).find_map(|group| {
        let facts: Option<Vec<Fact>> =
            document.tree.children(group).map(|condition| level(document, condition)).collect();
        let facts = facts?;
        let first = facts.first()?.element;
        let is_true = |fact: &Fact| wanted(fact) && fact.range.low <= start && start < fact.range.high;
        facts.iter().all(is_true).then_some(first)
    })
}

/// The time by which an act has surely started: the earliest that one of its groups waits for.
fn start(document: &Document<'_>, act: NodeId) -> Option<f64> {
    let Some(trigger) = document.child(act, "StartTrigger") else { return Some(0.0) };
    let starts = document.tree.children(trigger).filter_map(|group| {
        let mut conditions = document.tree.children(group);
        let (condition, None) = (conditions.next()?, conditions.next()) else { return None };
        let range = level(document, condition)?.range;
        range.is_upwards().then_some(range.low.max(0.0))
    });
    starts.min_by(f64::total_cmp)
}

/// What a condition without edge and delay says of the time.
fn level(document: &Document<'_>, condition: NodeId) -> Option<Fact> {
    let is_level = document.known(condition, "conditionEdge")? == "none" && document.number(condition, "delay")? == 0.0;
    time(document, condition).filter(|_| is_level)
}

fn hit(condition: NodeId, whose: &str) -> Hit {
    let message = format!("the {whose} stops as soon as it starts: this is true from the beginning");
    let draft = Draft::new(message).help("`greaterThan` with the time of the end is what stop triggers ask for");
    Hit { draft, at: At::Node(condition, Spot::Name), related: None }
}
