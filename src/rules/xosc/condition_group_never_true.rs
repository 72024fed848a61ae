use rustc_hash::FxHashMap;

use crate::openscenario::{Objects, Spot};
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::intervals::{Fact, Interval, fact, quantities};

rule! {
    /// The conditions of a group can never be true together.
    ///
    /// ## Why it matters
    /// What the trigger should start never starts, or what it should stop never stops. The
    /// run ends without a fault, and without the manoeuvre that it was to test.
    ///
    /// ## Example
    /// ```xml
    /// <ConditionGroup>
    ///   … <SpeedCondition rule="greaterThan" value="20"/> …
    ///   … <SpeedCondition rule="lessThan" value="10"/> …
    /// </ConditionGroup>
    /// ```
    /// Both of one entity. Likewise a simulation time below 0, or a rising edge of a time
    /// below a limit: the time only grows.
    ///
    /// ## Instead
    /// Put alternatives into groups of their own, of which one has to be true:
    /// ```xml
    /// <ConditionGroup>… <SpeedCondition rule="greaterThan" value="20"/> …</ConditionGroup>
    /// <ConditionGroup>… <SpeedCondition rule="lessThan" value="10"/> …</ConditionGroup>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, triggers and groups, edges, and the first check of an edge
    /// (sections 7.6.1, 7.6.2 and 7.6.4 of 1.3). Compared are conditions on the same
    /// quantity of the same entities with the same delay, and on the simulation time.
    "xosc/condition-group-never-true" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(objects) = document.objects() else { return Vec::new() };
    document.elements("ConditionGroup").filter_map(|group| hit(document, objects, group)).collect()
}

fn hit(document: &Document<'_>, objects: &Objects<'_>, group: NodeId) -> Option<Hit> {
    let mut known: FxHashMap<String, (Interval, NodeId)> = FxHashMap::default();
    let conditions = || document.tree.children(group);
    let is_alone = conditions().nth(1).is_none();
    for condition in conditions() {
        if let Some(hit) = never_at_its_edge(document, condition) {
            return Some(hit);
        }
        let Some(fact) = fact(document, condition) else { continue };
        let range = domain(document, &fact).map_or(fact.range, |domain| fact.range.meet(domain));
        if is_alone && !range.is_empty() {
            continue;
        }
        for quantity in quantities(document, objects, condition, &fact).unwrap_or_default() {
            if range.is_empty() {
                return alone(document, &fact);
            }
            match known.get_mut(&quantity) {
                Some((before, other)) if before.meet(range).is_empty() => return together(document, &fact, *other),
                Some((before, _)) => *before = before.meet(range),
                None => _ = known.insert(quantity, (range, fact.element)),
            }
        }
    }
    None
}

/// The numbers that a quantity can be at all, if not all.
fn domain(document: &Document<'_>, fact: &Fact) -> Option<Interval> {
    let is_distance = || document.tree.name(fact.element).ends_with("DistanceCondition");
    // A limit below zero is out of range and has its finding.
    let is_judged = || document.number(fact.element, "value").is_some_and(|value| value >= 0.0);
    (fact.is_time || (is_distance() && is_judged())).then_some(Interval::NOT_NEGATIVE)
}

/// A finding on an edge of the time that never comes.
fn never_at_its_edge(document: &Document<'_>, condition: NodeId) -> Option<Hit> {
    let by_value = document.child(condition, "ByValueCondition")?;
    let time = document.child(by_value, "SimulationTimeCondition")?;
    let edge = document.known(condition, "conditionEdge")?;
    let rule = document.known(time, "rule")?;
    let never = match &*edge {
        "rising" => matches!(&*rule, "lessThan" | "lessOrEqual"),
        "falling" => matches!(&*rule, "greaterThan" | "greaterOrEqual"),
        _ => false,
    };
    if !never {
        return None;
    }
    let message = format!("the simulation time only grows: {} has no {edge} edge", quoted(&rule));
    let draft = Draft::new(message).help("turn the rule round, or take the edge `none`");
    Some(Hit { draft, at: document.value_at(time, "rule")?, related: None })
}

fn alone(document: &Document<'_>, fact: &Fact) -> Option<Hit> {
    let what = if fact.is_time { "the simulation time" } else { "a distance" };
    let message = format!("{what} is never {}", stated(document, fact.element));
    let draft = Draft::new(message).help("correct the rule or the value");
    Some(Hit { draft, at: document.value_at(fact.element, "value")?, related: None })
}

fn together(document: &Document<'_>, fact: &Fact, other: NodeId) -> Option<Hit> {
    let kind = document.tree.name(fact.element);
    let (one, two) = (stated(document, other), stated(document, fact.element));
    let draft = Draft::new(format!("`{kind}` {two} and {one} are never true together"))
        .help("give alternatives a `ConditionGroup` each, or correct a value")
        .related("the other condition");
    let related = Some(At::Node(other, Spot::Name));
    Some(Hit { draft, at: document.value_at(fact.element, "value")?, related })
}

/// A rule and its value, as messages show them.
fn stated(document: &Document<'_>, element: NodeId) -> String {
    let shown = |name| quoted(document.text(element, name).unwrap_or_default());
    format!("{} {}", shown("rule"), shown("value"))
}
