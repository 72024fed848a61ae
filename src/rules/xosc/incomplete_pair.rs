use crate::openscenario::Ask;
use crate::rules::{Check, Document, Draft, Hit, rule};
use crate::xml::NodeId;

use super::exclusive_properties::{asked, place};

rule! {
    /// A property is there without the one that it needs.
    ///
    /// ## Why it matters
    /// A controller of traffic signals that starts late needs to know after which other
    /// one. With half of it simulators start at once, or not at all.
    ///
    /// ## Example
    /// ```xml
    /// <TrafficSignalController name="second" delay="5">
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <TrafficSignalController name="second" delay="5" reference="first">
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, class `TrafficSignalController`, all editions: each of `delay`
    /// and `reference` requires the other.
    "xosc/incomplete-pair" {
        severity: Error,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let mut hits: Vec<(NodeId, Hit)> = Vec::new();
    for row in asked(document, &[Ask::AllOrNone]) {
        for element in document.elements(&row.owner) {
            let there = row.members().find_map(|member| Some((member, place(document, element, member)?)));
            let lacking = row.members().find(|member| place(document, element, member).is_none());
            let lacking = lacking.filter(|lacking| !document.has_misspelt(element, lacking.trim_start_matches('@')));
            let (Some((found, at)), Some(lacking)) = (there, lacking) else { continue };
            let shown = |member: &str| format!("`{}`", member.trim_start_matches('@'));
            let message = format!("`{}` has {} without {}", row.owner, shown(found), shown(lacking));
            let draft = Draft::new(message).help(format!("add {}, or leave out {}", shown(lacking), shown(found)));
            hits.push((element, Hit { draft, at, related: None }));
        }
    }
    hits.sort_by_key(|(element, _)| *element);
    hits.into_iter().map(|(_, hit)| hit).collect()
}
