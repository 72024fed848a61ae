use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

rule! {
    /// A condition waits for a state that elements of its type never reach.
    ///
    /// ## Why it matters
    /// The condition is never met: what should follow never starts.
    ///
    /// ## Example
    /// ```xml
    /// <StoryboardElementStateCondition storyboardElementType="maneuver"
    ///     storyboardElementRef="overtake" state="skipTransition"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <StoryboardElementStateCondition storyboardElementType="event"
    ///     storyboardElementRef="pull out" state="skipTransition"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `StoryboardElementState`, all editions: only an event is skipped.
    "xosc/state-never-reached" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let conditions = document.elements("StoryboardElementStateCondition");
    conditions.filter_map(|condition| hit(document, condition)).collect()
}

fn hit(document: &Document<'_>, condition: NodeId) -> Option<Hit> {
    let kind = document.known(condition, "storyboardElementType")?;
    if document.known(condition, "state")? != "skipTransition" || kind == "event" {
        return None;
    }
    let draft = Draft::new(format!("only an event has a `skipTransition`, no {}", quoted(&kind)))
        .help("name the event, or wait for another state");
    Some(Hit { draft, at: document.value_at(condition, "state")?, related: None })
}
