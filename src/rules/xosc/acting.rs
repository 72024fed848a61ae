//! Who carries an action out, and who is among a selection.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::openscenario::{Object, Objects};
use crate::rules::Document;
use crate::xml::NodeId;

/// Of more actors than this, the first are looked at.
const MANY: usize = 100;

/// The objects that carry `action` out, as far as their names tell: those of
/// the `Private` or the `ManeuverGroup` around it.
pub(super) fn actors<'o, 'd>(
    document: &Document<'d>,
    objects: &'o Objects<'d>,
    action: NodeId,
) -> impl Iterator<Item = &'o Object<'d>> {
    let named = owner(document, action).map(|owner| references(document, owner)).into_iter().flatten();
    named.take(MANY).filter_map(|reference| objects.find(&document.known(reference, "entityRef")?))
}

/// The `Private` or the `ManeuverGroup` around an action.
pub(super) fn owner(document: &Document<'_>, action: NodeId) -> Option<NodeId> {
    document.around(action, "Private").or_else(|| document.around(action, "ManeuverGroup"))
}

/// The elements that name who acts in a `Private` or a `ManeuverGroup`.
pub(super) fn references<'d>(document: &Document<'d>, owner: NodeId) -> impl Iterator<Item = NodeId> + use<'d> {
    let actors = document.child(owner, "Actors");
    let private = actors.is_none().then_some(owner);
    let named = actors.map(|actors| document.below(actors, "EntityRef")).into_iter().flatten();
    private.into_iter().chain(named)
}

/// The selections by name; of several, the first.
pub(super) fn selections<'d>(document: &Document<'d>) -> FxHashMap<Cow<'d, str>, NodeId> {
    let mut selections = FxHashMap::default();
    for selection in document.elements("EntitySelection") {
        if let Some(name) = document.known(selection, "name") {
            selections.entry(name).or_insert(selection);
        }
    }
    selections
}

/// The members of a selection; none if they are not named one by one.
pub(super) fn members(document: &Document<'_>, objects: &Objects<'_>, selection: NodeId) -> Option<Vec<NodeId>> {
    let members = document.tree.children(document.child(selection, "Members")?);
    members.map(|member| Some(objects.find(&document.known(member, "entityRef")?)?.element)).collect()
}
