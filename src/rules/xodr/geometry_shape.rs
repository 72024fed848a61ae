use crate::openscenario::Spot;
use crate::rules::{At, Check, Document, Draft, Hit, quoted, rule};

use super::shared::network;

rule! {
    /// A geometry has no shape, or several.
    ///
    /// ## Why it matters
    /// A piece of the reference line is a line, an arc, a spiral or a cubic curve. With none of
    /// them its course is unknown, with two it has two courses.
    ///
    /// ## Example
    /// ```xml
    /// <geometry s="0" x="0" y="0" hdg="0" length="200"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <geometry s="0" x="0" y="0" hdg="0" length="200"><line/></geometry>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, road reference line; a choice of one element in all schemas.
    "xodr/geometry-shape" {
        severity: Error,
        aliases: [
            "asam.net:xodr:1.4.0:road.geometry.one_geom_elem_per_spec",
        ],
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

const SHAPES: [&str; 5] = ["line", "arc", "spiral", "poly3", "paramPoly3"];

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let tree = document.tree;
    let geometries = network.roads.iter().flat_map(|road| road.plan_view.records());
    geometries
        .filter_map(|geometry| {
            let is_shape = |&child: &_| SHAPES.contains(&tree.name(child));
            let shapes: Vec<_> = tree.children(geometry.element).filter(is_shape).collect();
            let (at, message) = match shapes[..] {
                [] if SHAPES.iter().any(|shape| document.has_misspelt(geometry.element, shape)) => return None,
                [] => (geometry.element, "`geometry` has no shape, expected one".to_owned()),
                [_] => return None,
                [first, second, ..] => {
                    let (first, second) = (quoted(tree.name(first)), quoted(tree.name(second)));
                    (shapes[1], format!("`geometry` is {first} and {second}, expected one shape"))
                }
            };
            let draft = Draft::new(message).help("keep one of `line`, `arc`, `spiral`, `poly3` or `paramPoly3`");
            Some(Hit { draft, at: At::Node(at, Spot::Name), related: None })
        })
        .collect()
}
