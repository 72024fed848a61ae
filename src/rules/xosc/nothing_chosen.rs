use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, listed, quoted, rule};

rule! {
    /// An element that stands for a choice chooses nothing.
    ///
    /// ## Why it matters
    /// An action that does nothing, a condition without what it asks, a position that is
    /// nowhere: the schema files before 1.3 let it pass, and simulators stop or guess.
    ///
    /// ## Example
    /// ```xml
    /// <Position/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Position><WorldPosition x="10" y="0"/></Position>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML: from 1.3 on the schema files demand exactly one of the
    /// alternatives, see `schema/missing-element`. Those of 1.0 to 1.2 list the same
    /// alternatives, and make each of them optional.
    "xosc/nothing-chosen" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(scenario) = document.scenario else { return Vec::new() };
    let hit = |choice: &crate::openscenario::Choice| {
        let owner = quoted(document.tree.name(choice.element));
        let message = format!("{owner} chooses nothing, expected {}", listed(&choice.alternatives, 3));
        let draft = Draft::new(message).help("add one of the elements that may stand here");
        Hit { draft, at: At::Node(choice.element, Spot::Name), related: None }
    };
    scenario.unchosen.iter().map(hit).collect()
}
