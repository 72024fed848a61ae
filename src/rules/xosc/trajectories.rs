//! Trajectories that stand in the file, and what follows them.

use crate::rules::Document;
use crate::xml::NodeId;

/// The children of `element` called `name`, in document order.
pub(super) fn children(document: &Document<'_>, element: NodeId, name: &str) -> Vec<NodeId> {
    let name = document.tree.find_name(name);
    document.tree.children(element).filter(|&child| Some(document.tree.element(child).name) == name).collect()
}

/// The trajectory that `element` holds, itself or in its `TrajectoryRef`; none
/// if it stands in a catalog.
pub(super) fn trajectory_of(document: &Document<'_>, element: NodeId) -> Option<NodeId> {
    let inside = document.child(element, "TrajectoryRef").unwrap_or(element);
    document.child(inside, "Trajectory")
}

/// What gives a trajectory its course.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// Straight lines between vertices.
    Polyline(NodeId),
    /// One piece of a spiral.
    Clothoid(NodeId),
    /// Several pieces.
    ClothoidSpline(NodeId),
    /// A rational spline.
    Nurbs(NodeId),
}

/// The shape of `trajectory`.
pub(super) fn shape_of(document: &Document<'_>, trajectory: NodeId) -> Option<Shape> {
    let shape = document.child(trajectory, "Shape")?;
    let is = |name| document.child(shape, name);
    (is("Polyline").map(Shape::Polyline))
        .or_else(|| is("Clothoid").map(Shape::Clothoid))
        .or_else(|| is("ClothoidSpline").map(Shape::ClothoidSpline))
        .or_else(|| is("Nurbs").map(Shape::Nurbs))
}
