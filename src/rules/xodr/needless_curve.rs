use crate::opendrive::{Geometry, Shape};
use crate::rules::{Check, Document, Draft, Hit, quoted, rule};

use super::shared::{hit, network};

rule! {
    /// An arc does not bend, or the curvature of a spiral does not change.
    ///
    /// ## Why it matters
    /// The piece is a line, or an arc. Formulas for arcs and spirals divide by the curvature or by
    /// its change, and tools that take them at their word fail there.
    ///
    /// ## Example
    /// ```xml
    /// <arc curvature="0"/>
    /// <spiral curvStart="0.01" curvEnd="0.01"/>
    /// ```
    ///
    /// ## Instead
    /// ```xml
    /// <line/>
    /// <arc curvature="0.01"/>
    /// ```
    ///
    /// ## Source
    /// ASAM OpenDRIVE, sections on spirals and arcs (9.4 and 9.5 of 1.8): both are
    /// recommendations; the checker rules annexed to the standard stamp them 1.9.0.
    "xodr/needless-curve" {
        severity: Warning,
        aliases: [
            "asam.net:xodr:1.9.0:road.geometry.arc.no_zero_curvature",
            "asam.net:xodr:1.9.0:road.geometry.spiral.curvature_change",
        ],
        applies: OpenDrive,
        check: Check::Document(check),
    }
}

fn check(document: &Document<'_>) -> Vec<Hit> {
    let Some((network, _)) = network(document) else { return Vec::new() };
    let pieces = network.roads.iter().flat_map(|road| road.plan_view.records());
    pieces.filter_map(|piece| needless(document, piece)).collect()
}

fn needless(document: &Document<'_>, piece: &Geometry) -> Option<Hit> {
    #[expect(clippy::float_cmp, reason = "what differs a little is a curve")]
    let (name, attribute, help) = match *piece.shape.as_ref()? {
        Shape::Arc { curvature: 0.0 } => ("arc", "curvature", "write `line`"),
        Shape::Spiral { start, end } if start == end && end == 0.0 => ("spiral", "curvEnd", "write `line`"),
        Shape::Spiral { start, end } if start == end => ("spiral", "curvEnd", "write `arc`, or correct a curvature"),
        _ => return None,
    };
    let shape = document.child(piece.element, name)?;
    let message = match name {
        "arc" => "the curvature of the arc is 0".to_owned(),
        _ => format!(
            "the spiral ends with the curvature that it begins with, {}",
            quoted(document.text(shape, attribute)?)
        ),
    };
    Some(hit(document, shape, attribute, Draft::new(message).help(help)))
}
