use crate::openscenario::{Declared, Spot};
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

rule! {
    /// An action says nothing of what it is to change.
    ///
    /// ## Why it matters
    /// The action ends at once and everything stays as it was: the controller is not assigned, the
    /// pedal not pressed. The rest of the scenario counts on it all the same.
    ///
    /// ## Example
    /// ```xml
    /// <ControllerAction><OverrideControllerValueAction/></ControllerAction>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <ControllerAction>
    ///   <OverrideControllerValueAction><Throttle active="true" value="0.4"/></OverrideControllerValueAction>
    /// </ControllerAction>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, classes `AssignControllerAction`,
    /// `OverrideControllerValueAction`, `ActivateControllerAction` and `Environment` from 1.1: each
    /// member may be left out, and what is left out does not change. What the schema of an edition
    /// demands is `schema/missing-element`.
    "xosc/action-without-effect" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

/// An action, or a part of one, that the schema of some editions lets be empty.
struct Parts {
    owner: &'static str,
    /// The element around it; none for any.
    within: Option<&'static str>,
    /// The minor editions in which the schema asks for none of its members.
    editions: std::ops::RangeInclusive<u16>,
    /// The children and attributes that change nothing by themselves.
    idle: &'static [&'static str],
    /// What it does not do.
    says: &'static str,
}

const PARTS: [Parts; 4] = [
    Parts {
        owner: "AssignControllerAction",
        within: None,
        editions: 0..=u16::MAX,
        idle: &["activateLateral", "activateLongitudinal", "activateLighting", "activateAnimation"],
        says: "assigns no controller",
    },
    Parts {
        owner: "OverrideControllerValueAction",
        within: None,
        editions: 1..=u16::MAX,
        idle: &[],
        says: "overrides no value",
    },
    Parts {
        owner: "ActivateControllerAction",
        within: None,
        editions: 0..=u16::MAX,
        idle: &["controllerRef", "objectControllerRef"],
        says: "activates and deactivates nothing",
    },
    Parts {
        owner: "Environment",
        within: Some("EnvironmentAction"),
        editions: 1..=u16::MAX,
        idle: &["name", "ParameterDeclarations"],
        says: "changes nothing of the environment",
    },
];

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Declared::Version(version, _) = document.declared else { return Vec::new() };
    let mut hits: Vec<(NodeId, Hit)> = Vec::new();
    for parts in PARTS.iter().filter(|parts| parts.editions.contains(&version.minor)) {
        let empty = document.elements(parts.owner).filter(|&element| is_idle(document, parts, element));
        hits.extend(empty.map(|element| (element, hit(parts, element))));
    }
    hits.sort_by_key(|(element, _)| *element);
    hits.into_iter().map(|(_, hit)| hit).collect()
}

/// True if the element has nothing but what changes nothing. An unknown child or
/// attribute has its finding, and may be a misspelt one that would.
fn is_idle(document: &Document<'_>, parts: &Parts, element: NodeId) -> bool {
    let tree = document.tree;
    let parent = tree.parent(element).map(|parent| tree.name(parent));
    let stands_there = parts.within.is_none() || parent == parts.within;
    stands_there
        && tree.children(element).all(|child| parts.idle.contains(&tree.name(child)))
        && tree.attributes(element).iter().all(|attribute| parts.idle.contains(&tree.name_of(attribute.name)))
}

fn hit(parts: &Parts, element: NodeId) -> Hit {
    let draft = Draft::new(format!("{} {}", quoted(parts.owner), parts.says));
    let draft = draft.help("say what is to change, or remove the action");
    Hit { draft, at: At::Node(element, Spot::Name), related: None }
}
