//! What an OpenSCENARIO file means: names, references, parameters.

mod duplicate_name;
mod expression_without_value;
mod expressions;
mod invalid_expression;
mod invalid_parameter_name;
mod operator_not_in_version;
mod parameter_value_type;
mod undeclared_parameter;
mod unresolved_entity_ref;
mod value_type_mismatch;

use super::Rule;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &duplicate_name::RULE,
    &expression_without_value::RULE,
    &invalid_expression::RULE,
    &invalid_parameter_name::RULE,
    &operator_not_in_version::RULE,
    &parameter_value_type::RULE,
    &undeclared_parameter::RULE,
    &unresolved_entity_ref::RULE,
    &value_type_mismatch::RULE,
];
