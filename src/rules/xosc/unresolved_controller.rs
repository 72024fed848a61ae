use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::companions::CatalogState;
use crate::openscenario::{Declared, NameKind, Version};
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};
use crate::spelling::closest;

use super::references::{MANY, scenario, undeclared};
use super::unresolved_traffic::holds;

rule! {
    /// A controller is named that no entity has.
    ///
    /// ## Why it matters
    /// The action switches nothing: the vehicle goes on under the control that it had.
    ///
    /// ## Example
    /// ```xml
    /// <ActivateControllerAction objectControllerRef="Driver" longitudinal="true"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <ActivateControllerAction objectControllerRef="driver" longitudinal="true"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `ActivateControllerAction` and `ObjectController`, from 1.3;
    /// `controllerRef`, from 1.2, names the `Controller` itself.
    "xosc/unresolved-controller" {
        severity: Error,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let mut hits = undeclared(document, NameKind::Controller, "controller", "an `ObjectController` of the entity");
    hits.extend(by_older_name(document));
    hits
}

/// The edition since which there is `controllerRef`.
const OLDER_NAME_SINCE: Version = Version { major: 1, minor: 2 };

/// References by `controllerRef`, which 1.2 has, to the names of controllers themselves.
fn by_older_name(document: &Document<'_>) -> Vec<Hit> {
    let actions = || document.elements("ActivateControllerAction");
    let refers = |action| document.text(action, "controllerRef").is_some();
    // Before, the schema refuses the attribute.
    let has_it = matches!(document.declared, Declared::Version(version, _) if version >= OLDER_NAME_SINCE);
    if !has_it || scenario(document).is_none() || !actions().any(refers) {
        return Vec::new();
    }
    let Some(names) = names(document) else { return Vec::new() };
    let known: Vec<&str> = names.iter().map(AsRef::as_ref).take(MANY).collect();
    let hit = |action| {
        let name = document.known(action, "controllerRef")?;
        if names.contains(&name) {
            return None;
        }
        let draft = Draft::new(format!("controller {} is not declared", quoted(&name)));
        let draft = match closest(&name, &known) {
            Some(meant) => draft.help(format!("did you mean {}?", quoted(meant))),
            None => draft.help("assign the controller to the entity, or correct the reference"),
        };
        Some(Hit { draft, at: document.value_at(action, "controllerRef")?, related: None })
    };
    actions().filter_map(hit).collect()
}

/// The names of all controllers that the file has or takes from catalogs; none if one of
/// them is not known.
fn names<'d>(document: &Document<'d>) -> Option<BTreeSet<Cow<'d, str>>> {
    let inline = document.elements("Controller").map(|controller| document.known(controller, "name"));
    let mut names: BTreeSet<Cow<'d, str>> = inline.collect::<Option<_>>()?;
    for used in &document.companions?.catalogs {
        let is = |entry: &str| used.places.iter().any(|place| place.entry == entry);
        match &used.state {
            CatalogState::Entry(found) if is("Controller") => {
                names.insert(Cow::Owned(found.entry.name.clone()));
            }
            CatalogState::Entry(found) if is("Maneuver") && holds(found, "AssignControllerAction") => return None,
            CatalogState::Entry(_) => {}
            _ if is("Controller") || is("Maneuver") => return None,
            _ => {}
        }
    }
    Some(names)
}
