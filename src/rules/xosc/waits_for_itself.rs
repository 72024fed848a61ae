use crate::openscenario::waiting::Order;
use crate::openscenario::{Spot, Storyboard, StoryboardElement};
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::references::scenario;

rule! {
    /// An act or an event waits for what cannot happen before it has started itself.
    ///
    /// ## Why it matters
    /// Each waits for the other, and none ever starts. The run ends without a fault, and
    /// without the manoeuvre that it was to test.
    ///
    /// ## Example
    /// ```xml
    /// <Event name="brake" …> … <StoryboardElementStateCondition storyboardElementType="event"
    ///     storyboardElementRef="overtake" state="completeState"/> …
    /// <Event name="overtake" …> … <StoryboardElementStateCondition storyboardElementType="event"
    ///     storyboardElementRef="brake" state="completeState"/> …
    /// ```
    /// Likewise an event that waits until its own act is complete: the act is complete after
    /// all its events.
    ///
    /// ## Instead
    /// Start one of them by something else, such as the time or a distance.
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `StoryboardElementStateCondition` and the execution of the
    /// elements of a storyboard (sections 8.2 to 8.4 of 1.3). A trigger with another group
    /// that does not wait so is fine, and so is the end of an act that has a stop trigger.
    "xosc/waits-for-itself" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// Among more elements of one name, the one that is meant is not sought.
const MANY: usize = 50;

/// A condition that makes an element wait.
#[derive(Clone, Copy)]
struct Wait {
    condition: NodeId,
    /// What has to happen: see [`starts`] and [`ends`].
    until: usize,
    /// Whose state it is.
    target: usize,
}

/// That the element of this index starts.
fn starts(element: usize) -> usize {
    2 * element
}

/// That the element of this index ends.
fn ends(element: usize) -> usize {
    2 * element + 1
}

struct Search<'s, 'd> {
    document: &'s Document<'d>,
    storyboard: &'s Storyboard<'d>,
    elements: &'s [StoryboardElement<'d>],
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(scenario) = scenario(document) else { return Vec::new() };
    if document.elements("StoryboardElementStateCondition").next().is_none() {
        return Vec::new();
    }
    let storyboard = scenario.storyboard();
    let elements = &storyboard.elements[..];
    let search = Search { document, storyboard: &storyboard, elements };
    let mut order = Order::new(2 * elements.len());
    let waits: Vec<Vec<Vec<Wait>>> = (0..elements.len()).map(|index| search.waits(index)).collect();
    for (index, groups) in waits.iter().enumerate() {
        search.starting(index, groups, &mut order);
    }
    search.ending(&mut order);
    let circles = order.circles();
    circles.iter().filter_map(|circle| search.hit(circle, &waits)).collect()
}

impl Search<'_, '_> {
    /// What each group of an element's start trigger waits for. Only acts and events
    /// have one.
    fn waits(&self, index: usize) -> Vec<Vec<Wait>> {
        let StoryboardElement { element, kind, .. } = self.elements[index];
        if !matches!(kind, "act" | "event") {
            return Vec::new();
        }
        let trigger = self.document.child(element, "StartTrigger");
        let groups = trigger.map(|trigger| self.document.tree.children(trigger)).into_iter().flatten();
        groups.map(|group| self.of_group(index, group)).collect()
    }

    fn of_group(&self, waiting: usize, group: NodeId) -> Vec<Wait> {
        let conditions = self.document.below(group, "StoryboardElementStateCondition");
        conditions.filter_map(|condition| self.wait(waiting, condition)).collect()
    }

    /// What a condition waits for; none if it may be met without that.
    fn wait(&self, waiting: usize, condition: NodeId) -> Option<Wait> {
        let target = self.target(condition)?;
        let until = match &*self.document.known(condition, "state")? {
            "runningState" | "startTransition" => starts(target),
            "endTransition" => ends(target),
            // A stop trigger completes what never started, and what waits in its act.
            "completeState" | "stopTransition" if self.is_stopped_apart(waiting, target) => return None,
            "completeState" => ends(target),
            "stopTransition" => starts(target),
            _ => return None,
        };
        Some(Wait { condition, until, target })
    }

    /// The element that a condition is about, if that is one.
    fn target(&self, condition: NodeId) -> Option<usize> {
        let reference = self.document.known(condition, "storyboardElementRef")?;
        let kind = self.document.known(condition, "storyboardElementType")?;
        let last = reference.rsplit("::").next()?;
        if self.storyboard.named(last).len() > MANY {
            return None;
        }
        let mut meant = self.storyboard.find(&reference).filter(|&index| self.elements[index].kind == kind);
        let (one, None) = (meant.next()?, meant.next()) else { return None };
        Some(one)
    }

    /// True if the act of `target` has a stop trigger that leaves `waiting` alone.
    fn is_stopped_apart(&self, waiting: usize, target: usize) -> bool {
        let outwards = std::iter::successors(Some(target), |&index| self.elements[index].parent);
        let act = outwards.into_iter().find(|&index| self.elements[index].kind == "act");
        act.is_some_and(|act| {
            let act = self.elements[act].element;
            let inside = self.document.tree.is_within(self.elements[waiting].element, act);
            self.document.child(act, "StopTrigger").is_some() && !inside
        })
    }

    /// An element starts after the one around it and what its trigger waits for.
    fn starting(&self, index: usize, groups: &[Vec<Wait>], order: &mut Order) {
        let around = self.elements[index].parent.map(starts);
        // A trigger without groups has its finding already.
        if groups.is_empty() {
            order.add(starts(index), around);
        }
        for group in groups {
            let waits = group.iter().map(|wait| wait.until);
            order.add(starts(index), around.into_iter().chain(waits));
        }
    }

    /// An element ends after all in it; an action when it will.
    fn ending(&self, order: &mut Order) {
        let mut inside: Vec<Vec<usize>> = vec![Vec::new(); self.elements.len()];
        for (index, element) in self.elements.iter().enumerate() {
            if let Some(parent) = element.parent.filter(|_| element.kind != "action") {
                inside[parent].push(ends(index));
            }
        }
        for (index, inside) in inside.into_iter().enumerate() {
            let StoryboardElement { element, kind, .. } = self.elements[index];
            let stops = kind == "act" && self.document.child(element, "StopTrigger").is_some();
            let after = [starts(index)].into_iter().chain(inside);
            order.add(ends(index), after.filter(|_| !stops));
        }
    }

    /// The finding on a circle: its first condition.
    fn hit(&self, circle: &[usize], waits: &[Vec<Vec<Wait>>]) -> Option<Hit> {
        let waiting = circle.iter().map(|happening| happening / 2);
        let mut found = waiting.filter_map(|index| {
            let mut waits = waits[index].iter().flatten();
            Some((index, *waits.find(|wait| circle.binary_search(&wait.until).is_ok())?))
        });
        let (index, wait) = found.next()?;
        let (waiting, target) = (&self.elements[index], &self.elements[wait.target]);
        let (one, other) = (quoted(waiting.name), quoted(target.name));
        let message = if index == wait.target {
            format!("{} {one} waits for itself", waiting.kind)
        } else {
            format!("{} {one} waits for {} {other}, which cannot come before it", waiting.kind, target.kind)
        };
        Some(Hit {
            draft: Draft::new(message).help("start one of them by another condition").related("what it waits for"),
            at: self.document.value_at(wait.condition, "storyboardElementRef")?,
            related: Some(At::Node(target.element, Spot::Name)),
        })
    }
}
