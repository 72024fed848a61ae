use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::companions::CatalogState;
use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

use super::acting::{owner, references};
use super::unresolved_traffic::holds;

rule! {
    /// An entity is to activate a controller that only another entity has.
    ///
    /// ## Why it matters
    /// The action switches nothing, or the controller of another vehicle: the one that was
    /// meant goes on under the control that it had.
    ///
    /// ## Example
    /// ```xml
    /// <ScenarioObject name="Lead">… <ObjectController name="leader">…
    /// …
    /// <Private entityRef="Ego"> … <ActivateControllerAction objectControllerRef="leader" longitudinal="true"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Private entityRef="Lead"> … <ActivateControllerAction objectControllerRef="leader" longitudinal="true"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `ActivateControllerAction`: the controller has to be assigned to
    /// the entity that acts; named by `objectControllerRef` from 1.3, by `controllerRef` from
    /// 1.2. Whatever assigns a controller of that name counts, at any time.
    "xosc/controller-of-another" {
        severity: Error,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// The attributes that name a controller, with the elements that have its name.
const REFERENCES: [(&str, &[&str]); 2] =
    [("objectControllerRef", &["ObjectController"]), ("controllerRef", &["Controller", "CatalogReference"])];

/// Of more actors of one action than this, the first are looked at; where so many are
/// assigned a controller at once, anyone may be.
const MANY: usize = 100;

/// Who acts, or has a controller; none if anyone may.
type Entities<'d> = Option<FxHashSet<Cow<'d, str>>>;

fn check(document: &Document<'_>) -> Vec<Hit> {
    let actions = || document.elements("ActivateControllerAction");
    if actions().next().is_none() || document.objects().is_none() || may_be_in_catalogs(document) {
        return Vec::new();
    }
    let mut hits: Vec<(NodeId, Hit)> = Vec::new();
    for (attribute, declared_by) in REFERENCES {
        let refers = |action: &NodeId| document.text(*action, attribute).is_some();
        if !actions().any(|action| refers(&action)) {
            continue;
        }
        let Some(owners) = owners(document, declared_by) else { continue };
        let found = actions().filter(refers);
        hits.extend(found.filter_map(|action| Some((action, hit(document, action, attribute, &owners)?))));
    }
    hits.sort_by_key(|(action, _)| *action);
    hits.into_iter().map(|(_, hit)| hit).collect()
}

fn hit(document: &Document<'_>, action: NodeId, attribute: &str, owners: &Owners<'_>) -> Option<Hit> {
    let name = document.known(action, attribute)?;
    // A controller that nobody has is another finding.
    let (first, of_name) = owners.get(&name)?;
    let entities = of_name.as_ref()?;
    let actors = references(document, owner(document, action)?).take(MANY);
    let actor = actors.filter_map(|actor| document.known(actor, "entityRef")).find(|actor| {
        let is_object = document.objects().is_some_and(|objects| objects.find(actor).is_some());
        is_object && !entities.contains(actor)
    })?;
    let has_it = entities.iter().min()?;
    let message = format!("{} has no controller {}, it is one of {}", quoted(&actor), quoted(&name), quoted(has_it));
    let draft = Draft::new(message)
        .help("name a controller of the entity that acts, or assign this one to it")
        .related("the controller");
    Some(Hit { draft, at: document.value_at(action, attribute)?, related: Some(At::Node(*first, Spot::Name)) })
}

/// By the name of a controller, the first element that has it, and whose it is.
type Owners<'d> = FxHashMap<Cow<'d, str>, (NodeId, Entities<'d>)>;

/// Whose the controllers are that these elements name; none if a name is not known.
fn owners<'d>(document: &Document<'d>, declared_by: &[&str]) -> Option<Owners<'d>> {
    let mut owners: Owners<'d> = FxHashMap::default();
    for &kind in declared_by {
        let name = if kind == "CatalogReference" { "entryName" } else { "name" };
        let named = |&element: &NodeId| is_controller(document, element) && document.text(element, name).is_some();
        for element in document.elements(kind).filter(named) {
            let of = entities(document, element);
            let (_, known) = owners.entry(document.known(element, name)?).or_insert((element, Some(<_>::default())));
            match (known.as_mut(), of) {
                (Some(known), Some(of)) => known.extend(of),
                _ => *known = None,
            }
        }
    }
    Some(owners)
}

/// True for what describes a controller, or refers to one.
fn is_controller(document: &Document<'_>, element: NodeId) -> bool {
    let parent = document.tree.parent(element).map(|parent| document.tree.name(parent));
    match document.tree.name(element) {
        "CatalogReference" => matches!(parent, Some("ObjectController" | "AssignControllerAction")),
        _ => true,
    }
}

/// The entities that a controller is assigned to here.
fn entities<'d>(document: &Document<'d>, controller: NodeId) -> Entities<'d> {
    if let Some(object) = document.around(controller, "ScenarioObject") {
        return Some([document.known(object, "name")?].into_iter().collect());
    }
    let owner = owner(document, controller)?;
    if let Some(actors) = document.child(owner, "Actors") {
        let selects = document.known(actors, "selectTriggeringEntities")?;
        if !matches!(&*selects, "false" | "0") || references(document, owner).nth(MANY).is_some() {
            return None;
        }
    }
    // A selection stands for its members.
    let objects = document.objects()?;
    let object = |actor| document.known(actor, "entityRef").filter(|name| objects.find(name).is_some());
    references(document, owner).map(object).collect()
}

/// True if a maneuver out of a catalog assigns controllers, or is not known.
fn may_be_in_catalogs(document: &Document<'_>) -> bool {
    let Some(companions) = document.companions else { return document.elements("CatalogReference").next().is_some() };
    let of_maneuvers = companions.catalogs.iter().filter(|used| used.places.iter().any(|one| one.entry == "Maneuver"));
    of_maneuvers.into_iter().any(|used| match &used.state {
        CatalogState::Entry(found) => holds(found, "AssignControllerAction"),
        _ => true,
    })
}
