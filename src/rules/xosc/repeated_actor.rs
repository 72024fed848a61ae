use rustc_hash::FxHashMap;

use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};
use crate::xml::NodeId;

rule! {
    /// A maneuver group names an actor twice.
    ///
    /// ## Why it matters
    /// Each action is to be carried out twice at once by the same entity. Often one of the two
    /// was to be another entity, which now does nothing.
    ///
    /// ## Example
    /// ```xml
    /// <Actors selectTriggeringEntities="false">
    ///   <EntityRef entityRef="Lead"/>
    ///   <EntityRef entityRef="Lead"/>
    /// </Actors>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <Actors selectTriggeringEntities="false">
    ///   <EntityRef entityRef="Lead"/>
    ///   <EntityRef entityRef="Side"/>
    /// </Actors>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenSCENARIO XML, `Actors`, all editions: a list of the entities that take part.
    "xosc/repeated-actor" {
        severity: Warning,
        applies: OpenScenario,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    document.elements("Actors").flat_map(|actors| hits(document, actors)).collect()
}

fn hits(document: &Document<'_>, actors: NodeId) -> Vec<Hit> {
    let mut known: FxHashMap<String, At> = FxHashMap::default();
    let mut hits = Vec::new();
    for reference in document.tree.children(actors) {
        let (name, at) = (document.known(reference, "entityRef"), document.value_at(reference, "entityRef"));
        let (Some(name), Some(at)) = (name, at) else { continue };
        match known.get(&*name) {
            Some(first) => {
                let draft = Draft::new(format!("{} is an actor of this group already", quoted(&name)))
                    .help("name another entity, or delete one of the two")
                    .related("the first time");
                hits.push(Hit { draft, at, related: Some(*first) });
            }
            None => _ = known.insert(name.into_owned(), at),
        }
    }
    hits
}
