//! What several rules on roads need.

use crate::opendrive::plausible::figure;
use crate::opendrive::{ContactPoint, DeclaredRevision, Geometry, LaneSection, Network, Road, Shape};
use crate::openscenario::Spot;
use crate::rules::{At, Document, Draft, Hit};
use crate::xml::NodeId;

/// Differences in place up to this are rounding: the official checker takes two
/// points for one within the same distance (asam-ev/qc-opendrive,
/// `lane_smoothness_contact_point_no_horizontal_gaps.py`).
pub(super) const SAME_PLACE_M: f64 = 0.01;

/// The network of a file whose version is known here, with its minor version.
pub(super) fn network<'d>(document: &Document<'d>) -> Option<(&'d Network, u16)> {
    let network = document.network.filter(|network| network.is_supported())?;
    let DeclaredRevision::Revision { minor, .. } = network.version else { return None };
    Some((network, minor))
}

/// A finding at the attribute `name` of `element`, or at the element without one.
pub(super) fn hit(document: &Document<'_>, element: NodeId, name: &str, draft: Draft) -> Hit {
    Hit { draft, at: place(document, element, name), related: None }
}

/// The attribute `name` of `element`, or the element if it has none.
pub(super) fn place(document: &Document<'_>, element: NodeId, name: &str) -> At {
    At::Node(element, document.attribute_index(element, name).map_or(Spot::Name, Spot::AttributeValue))
}

/// A length as messages show it: millimetres at most.
pub(super) fn metres(length: f64) -> String {
    let text = format!("{length:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    format!("{} m", if text == "-0" { "0" } else { text })
}

/// A section with the place where what it says ends: the next section of its side.
pub(super) struct Stretch<'n> {
    pub(super) section: &'n LaneSection,
    pub(super) length_m: f64,
}

/// The sections that speak of one side (1 or -1), in order, with their lengths.
/// Sections without place, and the last one of a road without length, are left out.
pub(super) fn stretches(road: &Road, side: i32) -> Vec<Stretch<'_>> {
    let sections: Vec<&LaneSection> = road.sections.sorted().filter(|section| section.covers(side)).collect();
    let ends = sections.iter().skip(1).map(|section| section.s_m).chain([road.length_m]);
    // What begins behind the end of the road has a finding, and ends no section before it.
    let ends = ends.map(|end| end.filter(|end| road.length_m.is_none_or(|length| *end <= length)));
    let lengths =
        sections.iter().zip(ends).filter_map(|(section, end)| Some(Stretch { section, length_m: end? - section.s_m? }));
    lengths.collect()
}

/// True if a piece of the reference line is not bent more than a road can be; a value that is
/// has a finding, and the piece ends elsewhere by it.
pub(super) fn is_plausibly_bent(geometry: &Geometry) -> bool {
    let most = figure("curvature-highest").unwrap_or(f64::INFINITY);
    match geometry.shape {
        Some(Shape::Arc { curvature }) => curvature.abs() <= most,
        Some(Shape::Spiral { start, end }) => start.abs() <= most && end.abs() <= most,
        _ => true,
    }
}

/// True if the lanes of the section are numbered as they have to be, so that a number
/// which none of them has is that of no lane.
pub(super) fn is_well_numbered(section: &LaneSection) -> bool {
    section.is_well_numbered && !section.has_lane_without_id
}

/// The other end of a road.
pub(super) fn opposite(end: ContactPoint) -> ContactPoint {
    match end {
        ContactPoint::Start => ContactPoint::End,
        ContactPoint::End => ContactPoint::Start,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_shown_without_noise() {
        assert_eq!(metres(12.0), "12 m");
        assert_eq!(metres(0.123_456), "0.123 m");
        assert_eq!(metres(-0.000_1), "0 m");
        assert_eq!(metres(100.0), "100 m");
    }
}
