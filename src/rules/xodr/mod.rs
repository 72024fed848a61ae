//! What a road file is made of, and whether it fits together.

mod ambiguous_road_link;
mod center_lane_link;
mod center_lane_property;
mod connecting_road_as_incoming;
mod connecting_road_direction;
mod connecting_road_end;
mod connecting_road_not_linked;
mod connection_kind;
mod curve_length;
mod duplicate_id;
mod elevation_jump;
mod empty_geometry;
mod foreign_connecting_road;
mod geometry_shape;
mod geometry_start;
mod implausible_value;
mod invalid_value;
mod inverted_section;
mod junction_lane_mismatch;
mod lane_ends;
mod lane_level;
mod lane_numbering;
mod lane_order;
mod lane_section_placement;
mod lane_validity;
mod lane_without_width;
mod linked_road_end;
mod missing_attribute;
mod missing_center_lane;
mod missing_contact_point;
mod missing_header;
mod missing_id;
mod missing_reference_line;
mod needless_curve;
mod negative_lane_width;
mod object_shape;
mod off_road;
mod one_sided_lane_link;
mod one_sided_road_link;
mod outline_corners;
mod place_beyond_road;
mod record_beyond_end;
mod reference_line_gap;
mod reference_line_kink;
mod repeated_connection;
mod road_length;
mod road_link_gap;
mod road_not_linked_to_junction;
mod road_without_lanes;
mod self_link;
mod shared;
mod signal_without_unit;
mod superseded_record;
mod told;
mod unknown_version;
mod unordered_records;
mod unresolved_controller;
mod unresolved_junction;
mod unresolved_junction_lane;
mod unresolved_junction_road;
mod unresolved_lane_link;
mod unresolved_road_link;
mod unresolved_signal;
mod unused_connecting_road;
mod unused_junction_link;
mod value_out_of_range;
mod width_and_border;
mod wrong_root;

use super::Rule;
use crate::openscenario::DeviationKind;

pub(super) use told::tells;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &ambiguous_road_link::RULE,
    &center_lane_link::RULE,
    &center_lane_property::RULE,
    &connecting_road_as_incoming::RULE,
    &connecting_road_direction::RULE,
    &connecting_road_end::RULE,
    &connecting_road_not_linked::RULE,
    &connection_kind::RULE,
    &curve_length::RULE,
    &duplicate_id::RULE,
    &elevation_jump::RULE,
    &empty_geometry::RULE,
    &foreign_connecting_road::RULE,
    &geometry_shape::RULE,
    &geometry_start::RULE,
    &implausible_value::RULE,
    &invalid_value::RULE,
    &inverted_section::RULE,
    &junction_lane_mismatch::RULE,
    &lane_level::RULE,
    &lane_numbering::RULE,
    &lane_order::RULE,
    &lane_section_placement::RULE,
    &lane_validity::RULE,
    &lane_without_width::RULE,
    &linked_road_end::RULE,
    &missing_attribute::RULE,
    &missing_center_lane::RULE,
    &missing_contact_point::RULE,
    &missing_header::RULE,
    &missing_id::RULE,
    &missing_reference_line::RULE,
    &needless_curve::RULE,
    &negative_lane_width::RULE,
    &object_shape::RULE,
    &off_road::RULE,
    &one_sided_lane_link::RULE,
    &one_sided_road_link::RULE,
    &outline_corners::RULE,
    &place_beyond_road::RULE,
    &record_beyond_end::RULE,
    &reference_line_gap::RULE,
    &reference_line_kink::RULE,
    &repeated_connection::RULE,
    &road_length::RULE,
    &road_link_gap::RULE,
    &road_not_linked_to_junction::RULE,
    &road_without_lanes::RULE,
    &self_link::RULE,
    &signal_without_unit::RULE,
    &superseded_record::RULE,
    &unknown_version::RULE,
    &unordered_records::RULE,
    &unresolved_controller::RULE,
    &unresolved_junction::RULE,
    &unresolved_junction_lane::RULE,
    &unresolved_junction_road::RULE,
    &unresolved_lane_link::RULE,
    &unresolved_road_link::RULE,
    &unresolved_signal::RULE,
    &unused_connecting_road::RULE,
    &unused_junction_link::RULE,
    &value_out_of_range::RULE,
    &width_and_border::RULE,
    &wrong_root::RULE,
];

/// The rule of this family that words `kind`, a deviation from the schema; none where the
/// family `schema` does.
pub(super) fn for_deviation(kind: &DeviationKind) -> Option<&'static Rule> {
    match kind {
        DeviationKind::MissingAttribute { .. } => Some(&missing_attribute::RULE),
        DeviationKind::BadValue { .. }
        | DeviationKind::UnknownLiteral { .. }
        | DeviationKind::LiteralNotInVersion { .. } => Some(&invalid_value::RULE),
        DeviationKind::OutOfRange { .. } => Some(&value_out_of_range::RULE),
        _ => None,
    }
}
