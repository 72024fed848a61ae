//! How hard a vehicle can brake or bend at most on the road of a scenario.

use crate::openscenario::plausible::figure;
use crate::rules::{At, Document};
use crate::xml::NodeId;

/// The friction that a scenario states.
pub(super) struct Friction {
    /// The highest acceleration in any direction, in m/s².
    pub(super) most: f64,
    /// The factor.
    pub(super) scale: f64,
    /// Where it stands.
    pub(super) at: At,
}

/// The friction of a scenario that states it from the beginning: the highest of
/// all its environments. None where one of them is not known.
pub(super) fn friction(document: &Document<'_>) -> Option<Friction> {
    let mut highest: Option<(f64, NodeId)> = None;
    let mut from_the_beginning = false;
    for action in document.elements("EnvironmentAction") {
        // What is in a catalog may state any friction.
        let environment = document.child(action, "Environment")?;
        let Some(road) = document.child(environment, "RoadCondition") else { continue };
        let scale = document.number(road, "frictionScaleFactor")?;
        from_the_beginning |= document.around(action, "Init").is_some();
        if highest.is_none_or(|(before, _)| scale > before) {
            highest = Some((scale, road));
        }
    }
    let (scale, road) = highest.filter(|&(scale, _)| from_the_beginning && (0.0..=1.0).contains(&scale))?;
    // The factor scales what the road itself gives, which is taken here to be
    // the highest there is; lane materials of the road could say less.
    let most = scale * highest_grip()?;
    Some(Friction { most, scale, at: document.value_at(road, "frictionScaleFactor")? })
}

/// The highest acceleration on a road of which no friction is stated, in m/s².
pub(super) fn highest_grip() -> Option<f64> {
    Some(figure("friction-highest")? * figure("gravity")?)
}
