use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, listed, quoted, rule};
use crate::xml::NodeId;

rule! {
    /// An element that stands for a choice chooses nothing.
    ///
    /// ## Why it matters
    /// An action that does nothing, a condition without what it asks, a position that is
    /// nowhere: the schema lets it pass, and simulators stop or guess.
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
    /// alternatives, and make each of them optional. Besides, in all editions, the
    /// trajectory of `FollowTrajectoryAction` and the distance or time gap of
    /// `LongitudinalDistanceAction`, whose class pages name them as alternatives; what
    /// `ControllerAction` does in 1.1 and 1.2, where it may do several things at once; and
    /// the coordinates of `GeoPosition`, all of which are optional from 1.2 on.
    "xosc/nothing-chosen" {
        severity: Error,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some(scenario) = document.scenario else { return Vec::new() };
    scenario.unchosen.iter().map(|choice| hit(document, choice.element, &choice.alternatives)).collect()
}

fn hit(document: &Document<'_>, element: NodeId, alternatives: &[String]) -> Hit {
    let owner = quoted(document.tree.name(element));
    let message = format!("{owner} chooses nothing, expected {}", listed(alternatives, 3));
    let draft = Draft::new(message).help("add one of what may stand here");
    Hit { draft, at: At::Node(element, Spot::Name), related: None }
}
