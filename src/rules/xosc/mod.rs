//! What an OpenSCENARIO file means: names, references, parameters.

mod constraint_violated;
mod constraints_admit_all;
mod duplicate_name;
mod expression_without_value;
mod expressions;
mod invalid_distribution;
mod invalid_expression;
mod invalid_parameter_name;
mod inverted_range;
mod operator_not_in_version;
mod parameter_as_variable;
mod parameter_cycle;
mod parameter_value_type;
mod private_action_without_actor;
mod references;
mod undeclared_parameter;
mod unresolved_entity_ref;
mod unresolved_monitor;
mod unresolved_signal_controller;
mod unresolved_storyboard_element;
mod unresolved_variable;
mod unused_parameter;
mod value_out_of_range;
mod value_type_mismatch;
mod variable_value_type;

use super::Rule;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &constraint_violated::RULE,
    &constraints_admit_all::RULE,
    &duplicate_name::RULE,
    &expression_without_value::RULE,
    &invalid_distribution::RULE,
    &invalid_expression::RULE,
    &invalid_parameter_name::RULE,
    &inverted_range::RULE,
    &operator_not_in_version::RULE,
    &parameter_as_variable::RULE,
    &parameter_cycle::RULE,
    &parameter_value_type::RULE,
    &private_action_without_actor::RULE,
    &undeclared_parameter::RULE,
    &unresolved_entity_ref::RULE,
    &unresolved_monitor::RULE,
    &unresolved_signal_controller::RULE,
    &unresolved_storyboard_element::RULE,
    &unresolved_variable::RULE,
    &unused_parameter::RULE,
    &value_out_of_range::RULE,
    &value_type_mismatch::RULE,
    &variable_value_type::RULE,
];
