use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

rule! {
    /// Things refer to each other in a circle, so that none of them has a beginning.
    ///
    /// ## Why it matters
    /// Each place follows from the other one, and none is ever stated; each controller of
    /// signals waits for the other one to start. Simulators stop, or put the vehicles where
    /// the world begins.
    ///
    /// ## Example
    /// ```xml
    /// <Private entityRef="Ego"> … <RelativeLanePosition entityRef="Lead" dLane="0" ds="-20"/> …
    /// <Private entityRef="Lead"> … <RelativeLanePosition entityRef="Ego" dLane="0" ds="20"/> …
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Private entityRef="Ego"> … <LanePosition roadId="1" laneId="-1" s="50"/> …
    /// <Private entityRef="Lead"> … <RelativeLanePosition entityRef="Ego" dLane="0" ds="20"/> …
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, all editions: positions relative to an entity, while the actions
    /// of `Init` are carried out at once whatever their order (section 8.5 of 1.3);
    /// `reference` of `TrafficSignalController`. Entities with several places in `Init` are
    /// not judged; one that refers to itself is `xosc/self-reference`.
    "xosc/circular-reference" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// Something that refers to something else of its kind.
struct Link<'d> {
    name: Cow<'d, str>,
    /// The element with the reference, the attribute, and what it names; none without one.
    to: Option<(NodeId, &'static str, Cow<'d, str>)>,
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let words = |one: &str, other: &str| format!("{one} is put relative to {other}, whose place depends on it");
    let mut hits = circles(document, &places(document), "give one of them a place that depends on none", words);
    let words = |one: &str, other: &str| {
        format!("the traffic signal controller {one} waits for {other}, and {other} waits for it")
    };
    hits.extend(circles(document, &controllers(document), "let one of them start by itself", words));
    hits.sort_by_key(|(element, _)| *element);
    hits.into_iter().map(|(_, hit)| hit).collect()
}

/// The objects with the one place that each has in `Init`.
fn places<'d>(document: &Document<'d>) -> Vec<Link<'d>> {
    let Some(init) = document.elements("Init").next() else { return Vec::new() };
    let mut links: Vec<Link<'d>> = Vec::new();
    for action in ["TeleportAction", "AddEntityAction"].into_iter().flat_map(|name| document.below(init, name)) {
        let owner = document.around(action, "Private").or_else(|| document.around(action, "EntityAction"));
        let Some(name) = owner.and_then(|owner| document.known(owner, "entityRef")) else { continue };
        let position = document.child(action, "Position").and_then(|position| document.tree.children(position).next());
        let to = position.and_then(|position| Some((position, "entityRef", document.known(position, "entityRef")?)));
        links.push(Link { name, to });
    }
    links
}

fn controllers<'d>(document: &Document<'d>) -> Vec<Link<'d>> {
    let link = |element| {
        let to = document.known(element, "reference").map(|to| (element, "reference", to));
        Some(Link { name: document.known(element, "name")?, to })
    };
    document.elements("TrafficSignalController").filter_map(link).collect()
}

/// A finding on each circle of several links, at the first of them in the file.
fn circles(
    document: &Document<'_>,
    links: &[Link<'_>],
    help: &str,
    words: impl Fn(&str, &str) -> String,
) -> Vec<(NodeId, Hit)> {
    // Of two of one name, either may be meant.
    let mut by_name: FxHashMap<&str, Option<usize>> = FxHashMap::default();
    for (index, link) in links.iter().enumerate() {
        by_name.entry(&link.name).and_modify(|known| *known = None).or_insert(Some(index));
    }
    let next = |index: usize| {
        let (_, _, to) = links[index].to.as_ref()?;
        by_name.get(&**to).copied().flatten().filter(|_| by_name.get(&*links[index].name) == Some(&Some(index)))
    };
    let mut hits = Vec::new();
    // In which walk each was reached; a walk that comes back to itself has found a circle.
    let mut walks: Vec<Option<usize>> = vec![None; links.len()];
    for start in 0..links.len() {
        let mut at = Some(start);
        while let Some(index) = at.filter(|&index| walks[index].is_none()) {
            walks[index] = Some(start);
            at = next(index);
        }
        let Some(again) = at.filter(|&index| walks[index] == Some(start)) else { continue };
        let circle: Vec<usize> = std::iter::once(again)
            .chain(std::iter::successors(next(again), |&index| next(index)).take_while(|&index| index != again))
            .collect();
        hits.extend((circle.len() > 1).then(|| first(document, links, &circle, help, &words)).flatten());
    }
    hits
}

fn first(
    document: &Document<'_>,
    links: &[Link<'_>],
    circle: &[usize],
    help: &str,
    words: impl Fn(&str, &str) -> String,
) -> Option<(NodeId, Hit)> {
    let references = circle.iter().filter_map(|&index| Some((links[index].to.as_ref()?, &links[index].name)));
    let mut references: Vec<_> = references.collect();
    references.sort_by_key(|((element, _, _), _)| *element);
    let ((element, attribute, to), name) = references.first()?;
    let draft = Draft::new(words(&quoted(name), &quoted(to))).help(help).related("the way back");
    let ((last, back, _), _) = references.iter().find(|((_, _, back), _)| back == *name)?;
    let hit = Hit { draft, at: document.value_at(*element, attribute)?, related: document.value_at(*last, back) };
    Some((*element, hit))
}
