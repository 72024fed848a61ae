//! What an OpenSCENARIO file means: names, references, parameters.

mod acceleration_above_maximum;
mod acting;
mod action_without_effect;
mod activation_beyond_type;
mod ambiguous_catalog_entry;
mod assigned_value;
mod assignments;
mod beyond_road_network;
mod braking_beyond_friction;
mod circular_reference;
mod condition_group_never_true;
mod condition_value_type;
mod constraint_value_type;
mod constraint_violated;
mod constraints_admit_all;
mod contradictory_place;
mod contradictory_weather;
mod controller_of_another;
mod curve_beyond_friction;
mod declared_types;
mod degrees_for_radians;
mod distribution_outside_constraints;
mod distribution_value_type;
mod distributions;
mod double_colon_in_name;
mod duplicate_name;
mod empty_name;
mod entity_without_position;
mod entry_needs_name;
mod entry_off_road;
mod exclusive_properties;
mod expected_value_outside_range;
mod expression_without_value;
mod expressions;
mod friction;
mod implausible_body;
mod implausible_speed;
mod implausible_value;
mod impossible_sun;
mod incomplete_pair;
mod intervals;
mod invalid_distribution;
mod invalid_expression;
mod invalid_parameter_name;
mod inverted_range;
mod knots_not_ascending;
mod map_name;
mod merged;
mod missing_file;
mod missing_scene_graph;
mod misspelt;
mod modified_non_number;
mod moments;
mod no_distribution;
mod no_geodetic_datum;
mod no_road_network;
mod not_finite;
mod nothing_chosen;
mod nurbs_cardinality;
mod offset_beyond_trajectory;
mod offset_off_lane;
mod operator_not_in_version;
mod overlapping_bins;
mod overlapping_entities;
mod parameter_as_variable;
mod parameter_cycle;
mod parameter_value_type;
mod position_off_road;
mod private_action_without_actor;
mod rate_of_zero;
mod reference_not_followed;
mod references;
mod repeated_actor;
mod repeated_assignment;
mod repeated_distribution;
mod repeated_signal_state;
mod repeated_teleport;
mod reserved_parameter_name;
mod road_places;
mod self_reference;
mod set_value_type;
mod speed_above_limit;
mod speed_above_maximum;
mod start_after_stop;
mod start_trigger_without_condition;
mod starts;
mod state_never_reached;
mod stated;
mod static_signal;
mod step_beyond_range;
mod stops_at_once;
mod storyboard_never_stops;
mod swarm_without_room;
mod times_not_ascending;
mod trajectories;
mod trajectory_without_times;
mod unconnected_waypoints;
mod undeclared_parameter;
mod unfit_trailer;
mod unknown_distribution_parameter;
mod unordered_comparison;
mod unreadable_companion;
mod unresolved_assignment;
mod unresolved_catalog_reference;
mod unresolved_controller;
mod unresolved_entity_ref;
mod unresolved_lane;
mod unresolved_monitor;
mod unresolved_phase;
mod unresolved_road;
mod unresolved_signal;
mod unresolved_signal_controller;
mod unresolved_storyboard_element;
mod unresolved_traffic;
mod unresolved_variable;
mod unusable_start_lane;
mod unused;
mod unused_catalog_location;
mod unused_entity;
mod unused_monitor;
mod unused_parameter;
mod unused_variable;
mod value_not_stated;
mod value_out_of_range;
mod value_type_mismatch;
mod variable_value_type;
mod waits_for_itself;
mod waypoint_in_junction;
mod wrong_actor;
mod wrong_catalog_entry;
mod wrong_catalog_folder;

pub(super) use assignments::{assignments, given};
pub(super) use intervals::Fact;

use super::Rule;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &acceleration_above_maximum::RULE,
    &action_without_effect::RULE,
    &activation_beyond_type::RULE,
    &ambiguous_catalog_entry::RULE,
    &assigned_value::RULE,
    &beyond_road_network::RULE,
    &braking_beyond_friction::RULE,
    &circular_reference::RULE,
    &condition_group_never_true::RULE,
    &condition_value_type::RULE,
    &constraint_value_type::RULE,
    &constraint_violated::RULE,
    &constraints_admit_all::RULE,
    &contradictory_place::RULE,
    &contradictory_weather::RULE,
    &controller_of_another::RULE,
    &curve_beyond_friction::RULE,
    &degrees_for_radians::RULE,
    &distribution_outside_constraints::RULE,
    &distribution_value_type::RULE,
    &double_colon_in_name::RULE,
    &duplicate_name::RULE,
    &empty_name::RULE,
    &entity_without_position::RULE,
    &entry_needs_name::RULE,
    &entry_off_road::RULE,
    &exclusive_properties::RULE,
    &expected_value_outside_range::RULE,
    &expression_without_value::RULE,
    &implausible_body::RULE,
    &implausible_speed::RULE,
    &implausible_value::RULE,
    &impossible_sun::RULE,
    &incomplete_pair::RULE,
    &invalid_distribution::RULE,
    &invalid_expression::RULE,
    &invalid_parameter_name::RULE,
    &inverted_range::RULE,
    &knots_not_ascending::RULE,
    &map_name::RULE,
    &missing_file::RULE,
    &missing_scene_graph::RULE,
    &modified_non_number::RULE,
    &no_distribution::RULE,
    &no_geodetic_datum::RULE,
    &no_road_network::RULE,
    &not_finite::RULE,
    &nothing_chosen::RULE,
    &nurbs_cardinality::RULE,
    &offset_beyond_trajectory::RULE,
    &offset_off_lane::RULE,
    &operator_not_in_version::RULE,
    &overlapping_bins::RULE,
    &overlapping_entities::RULE,
    &parameter_as_variable::RULE,
    &parameter_cycle::RULE,
    &parameter_value_type::RULE,
    &position_off_road::RULE,
    &private_action_without_actor::RULE,
    &rate_of_zero::RULE,
    &reference_not_followed::RULE,
    &repeated_actor::RULE,
    &repeated_assignment::RULE,
    &repeated_distribution::RULE,
    &repeated_signal_state::RULE,
    &repeated_teleport::RULE,
    &reserved_parameter_name::RULE,
    &self_reference::RULE,
    &set_value_type::RULE,
    &speed_above_limit::RULE,
    &speed_above_maximum::RULE,
    &start_after_stop::RULE,
    &start_trigger_without_condition::RULE,
    &state_never_reached::RULE,
    &static_signal::RULE,
    &step_beyond_range::RULE,
    &stops_at_once::RULE,
    &storyboard_never_stops::RULE,
    &swarm_without_room::RULE,
    &times_not_ascending::RULE,
    &trajectory_without_times::RULE,
    &unconnected_waypoints::RULE,
    &undeclared_parameter::RULE,
    &unfit_trailer::RULE,
    &unknown_distribution_parameter::RULE,
    &unordered_comparison::RULE,
    &unreadable_companion::RULE,
    &unresolved_assignment::RULE,
    &unresolved_catalog_reference::RULE,
    &unresolved_controller::RULE,
    &unresolved_entity_ref::RULE,
    &unresolved_lane::RULE,
    &unresolved_monitor::RULE,
    &unresolved_phase::RULE,
    &unresolved_road::RULE,
    &unresolved_signal::RULE,
    &unresolved_signal_controller::RULE,
    &unresolved_storyboard_element::RULE,
    &unresolved_traffic::RULE,
    &unresolved_variable::RULE,
    &unusable_start_lane::RULE,
    &unused_catalog_location::RULE,
    &unused_entity::RULE,
    &unused_monitor::RULE,
    &unused_parameter::RULE,
    &unused_variable::RULE,
    &value_not_stated::RULE,
    &value_out_of_range::RULE,
    &value_type_mismatch::RULE,
    &variable_value_type::RULE,
    &waits_for_itself::RULE,
    &waypoint_in_junction::RULE,
    &wrong_actor::RULE,
    &wrong_catalog_entry::RULE,
    &wrong_catalog_folder::RULE,
];
