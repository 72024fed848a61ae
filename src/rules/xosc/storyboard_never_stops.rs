use crate::openscenario::{Declared, Spot, Version};
use crate::rules::{At, Check, Document, Draft, Hit, rule};

use super::misspelt::unless_misspelt;
use super::references::scenario;

rule! {
    /// The storyboard has no condition under which it stops.
    ///
    /// ## Why it matters
    /// A storyboard goes on after its last act: only its stop trigger ends it. Without one,
    /// a run in a test bench goes on until somebody, or a limit of the simulator, ends
    /// it, and ends at another moment on each machine.
    ///
    /// ## Example
    /// ```xml
    /// <StopTrigger/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <StopTrigger>
    ///   <ConditionGroup>
    ///     <Condition name="end" delay="0" conditionEdge="none">
    ///       <ByValueCondition><SimulationTimeCondition rule="greaterThan" value="60"/></ByValueCondition>
    ///     </Condition>
    ///   </ConditionGroup>
    /// </StopTrigger>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `Storyboard` and `Trigger`, all editions: a trigger without
    /// groups is never true, and the storyboard completes by its stop trigger alone (section
    /// 8.4.7 of 1.4). From 1.3 on the trigger may be missing, which leaves the end to whoever
    /// runs the file: the schema admits it, and the warning says what it means. Before that,
    /// a missing one is a fault of the schema and reported as such.
    "xosc/storyboard-never-stops" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// The first edition in which the stop trigger may be missing; `content.csv` has
/// it as optional from there on.
const OPTIONAL_SINCE: Version = Version { major: 1, minor: 3 };

fn check(document: &Document<'_>) -> Vec<Hit> {
    let storyboard = scenario(document).and_then(|_| document.elements("Storyboard").next());
    let Some(storyboard) = storyboard else { return Vec::new() };
    let draft = |found: &str| {
        Draft::new(format!("the storyboard has {found}: it never stops"))
            .help("give it a `StopTrigger` with a condition, such as a simulation time")
    };
    let hit = |draft, element| vec![Hit { draft, at: At::Node(element, Spot::Name), related: None }];
    match document.child(storyboard, "StopTrigger") {
        Some(trigger) if document.tree.children(trigger).next().is_none() => {
            hit(draft("a stop trigger without conditions"), trigger)
        }
        Some(_) => Vec::new(),
        None if may_be_missing(document) => {
            unless_misspelt(document, &["StopTrigger"], hit(draft("no stop trigger"), storyboard))
        }
        None => Vec::new(),
    }
}

/// True if the schema admits a storyboard without stop trigger.
fn may_be_missing(document: &Document<'_>) -> bool {
    matches!(document.declared, Declared::Version(version, _) if version >= OPTIONAL_SINCE)
}
