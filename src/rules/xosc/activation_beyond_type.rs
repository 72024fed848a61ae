use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::trajectories::children;

rule! {
    /// A controller is activated for something that its type does not control.
    ///
    /// ## Why it matters
    /// A controller for lights takes over the steering, or nobody does: the simulator
    /// decides, and the entity may be without control.
    ///
    /// ## Example
    /// ```xml
    /// <AssignControllerAction activateLateral="true">
    ///   <Controller name="lights" controllerType="lighting"/>
    /// </AssignControllerAction>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <AssignControllerAction activateLighting="true">
    ///   <Controller name="lights" controllerType="lighting"/>
    /// </AssignControllerAction>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML from 1.2, `controllerType` of `Controller` and section 6.6; the
    /// checker rules annexed to the standard stamp it 1.2.0. Controllers without a type and
    /// those in catalogs are not judged; deactivating is never wrong.
    "xosc/activation-beyond-type" {
        severity: Error,
        aliases: ["asam.net:xosc:1.2.0:scenario_logic.controller_activation"],
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// What each type controls; `all`, and what is not here, controls everything.
const DOMAINS: [(&str, &[&str]); 6] = [
    ("lateral", &["lateral"]),
    ("longitudinal", &["longitudinal"]),
    ("lighting", &["lighting"]),
    ("animation", &["animation"]),
    ("movement", &["lateral", "longitudinal"]),
    ("appearance", &["lighting", "animation"]),
];

/// The attributes that activate: of the assignment, of the activation, the domain.
const SWITCHES: [(&str, &str); 4] = [
    ("activateLateral", "lateral"),
    ("activateLongitudinal", "longitudinal"),
    ("activateLighting", "lighting"),
    ("activateAnimation", "animation"),
];

fn check(document: &Document<'_>) -> Vec<Hit> {
    let mut hits: Vec<(NodeId, Hit)> = Vec::new();
    for action in document.elements("AssignControllerAction") {
        let holder = document.child(action, "ObjectController").unwrap_or(action);
        let Some(controller) = document.child(holder, "Controller") else { continue };
        for (switch, domain) in SWITCHES {
            hits.extend(hit(document, action, switch, domain, controller).map(|hit| (action, hit)));
        }
    }
    for action in document.elements("ActivateControllerAction") {
        let Some(controller) = referred(document, action) else { continue };
        for (_, domain) in SWITCHES {
            hits.extend(hit(document, action, domain, domain, controller).map(|hit| (action, hit)));
        }
    }
    hits.sort_by_key(|(action, _)| *action);
    hits.into_iter().map(|(_, hit)| hit).collect()
}

/// The one controller that an activation refers to by name; none if several entities
/// have one of that name.
fn referred(document: &Document<'_>, action: NodeId) -> Option<NodeId> {
    let name = document.known(action, "objectControllerRef")?;
    let mut named = document
        .elements("ObjectController")
        .filter(|object| document.known(*object, "name").is_some_and(|found| found == name));
    let (object, None) = (named.next()?, named.next()) else { return None };
    children(document, object, "Controller").first().copied()
}

fn hit(document: &Document<'_>, action: NodeId, switch: &str, domain: &str, controller: NodeId) -> Option<Hit> {
    if !matches!(&*document.known(action, switch)?, "true" | "1") {
        return None;
    }
    let of_type = document.known(controller, "controllerType")?;
    let (_, domains) = DOMAINS.iter().find(|(name, _)| *name == of_type)?;
    if domains.contains(&domain) {
        return None;
    }
    let name = quoted(document.text(controller, "name").unwrap_or_default());
    let message = format!("controller {name} of type {} has no {domain} domain to activate", quoted(&of_type));
    let draft = Draft::new(message)
        .help("leave the domain to another controller, or give this one a type that has it")
        .related("the type");
    Some(Hit {
        draft,
        at: document.value_at(action, switch)?,
        related: document.value_at(controller, "controllerType"),
    })
}
