//! Who carries an action out.

use crate::openscenario::{Object, Objects};
use crate::rules::Document;
use crate::xml::NodeId;

/// The objects that carry `action` out, as far as their names tell: those of
/// the `Private` or the `ManeuverGroup` around it.
pub(super) fn actors<'o, 'd>(
    document: &Document<'d>,
    objects: &'o Objects<'d>,
    action: NodeId,
) -> impl Iterator<Item = &'o Object<'d>> {
    references(document, action)
        .into_iter()
        .filter_map(|reference| objects.find(&document.known(reference, "entityRef")?))
}

/// The elements that name who carries `action` out.
pub(super) fn references(document: &Document<'_>, action: NodeId) -> Vec<NodeId> {
    if let Some(private) = document.around(action, "Private") {
        return vec![private];
    }
    let group = document.around(action, "ManeuverGroup");
    let actors = group.and_then(|group| document.child(group, "Actors"));
    actors.map(|actors| document.below(actors, "EntityRef").collect()).unwrap_or_default()
}
