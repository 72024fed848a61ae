use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, rule};
use crate::xml::NodeId;

rule! {
    /// A start trigger has no conditions, so that it is never true.
    ///
    /// ## Why it matters
    /// A trigger is true if one of its groups is; without a group it never is, and the act or
    /// the event never starts. Some simulators start it at once instead, so that the same
    /// file shows two scenarios.
    ///
    /// ## Example
    /// ```xml
    /// <StartTrigger/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <StartTrigger>
    ///   <ConditionGroup>
    ///     <Condition name="at once" delay="0" conditionEdge="none">
    ///       <ByValueCondition><SimulationTimeCondition rule="greaterThan" value="0"/></ByValueCondition>
    ///     </Condition>
    ///   </ConditionGroup>
    /// </StartTrigger>
    /// ```
    /// Or leave it out, for an event from 1.1 and for an act from 1.3: an event then starts
    /// with its act, and an act with the storyboard.
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `Trigger`, all editions: false unless a group is true. Section
    /// 7.6.1 keeps triggers without groups for compatibility only and gives them no other
    /// meaning.
    "xosc/start-trigger-without-condition" {
        severity: Warning,
        confidence: Likely,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    document.elements("StartTrigger").filter_map(|trigger| hit(document, trigger)).collect()
}

fn hit(document: &Document<'_>, trigger: NodeId) -> Option<Hit> {
    let owner = document.tree.name(document.tree.parent(trigger)?);
    let what = match owner {
        "Act" => "act",
        "Event" => "event",
        _ => return None,
    };
    if document.tree.children(trigger).next().is_some() {
        return None;
    }
    let draft = Draft::new(format!("the start trigger has no conditions: the {what} never starts"))
        .help("give it a condition, such as a simulation time greater than 0");
    Some(Hit { draft, at: At::Node(trigger, Spot::Name), related: None })
}
