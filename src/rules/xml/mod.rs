//! Well-formedness: each rule words one kind of fault that the parser found.

mod bad_character;
mod bad_comment;
mod bad_declaration;
mod bad_doctype;
mod bad_instruction;
mod bad_markup;
mod bad_name;
mod bad_namespace;
mod bad_reference;
mod bad_tag;
mod cdata_end_in_text;
mod content_outside_root;
mod duplicate_attribute;
mod encoding_mismatch;
mod forbidden_entity;
mod lt_in_attribute;
mod mismatched_end_tag;
mod misplaced_declaration;
mod misplaced_doctype;
mod no_root_element;
mod recursive_entity;
mod second_root;
mod stray_end_tag;
mod unbalanced_entity;
mod unclosed_element;
mod undeclared_entity;
mod undeclared_prefix;
mod unsupported_version;
mod unterminated_markup;
mod unusual_version;

use super::Rule;
use crate::xml::FaultKind;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &bad_character::RULE,
    &bad_comment::RULE,
    &bad_declaration::RULE,
    &bad_doctype::RULE,
    &bad_instruction::RULE,
    &bad_markup::RULE,
    &bad_name::RULE,
    &bad_namespace::RULE,
    &bad_reference::RULE,
    &bad_tag::RULE,
    &cdata_end_in_text::RULE,
    &content_outside_root::RULE,
    &duplicate_attribute::RULE,
    &encoding_mismatch::RULE,
    &forbidden_entity::RULE,
    &lt_in_attribute::RULE,
    &mismatched_end_tag::RULE,
    &misplaced_declaration::RULE,
    &misplaced_doctype::RULE,
    &no_root_element::RULE,
    &recursive_entity::RULE,
    &second_root::RULE,
    &stray_end_tag::RULE,
    &unbalanced_entity::RULE,
    &unclosed_element::RULE,
    &undeclared_entity::RULE,
    &undeclared_prefix::RULE,
    &unsupported_version::RULE,
    &unterminated_markup::RULE,
    &unusual_version::RULE,
];

/// The rule that words `kind`.
pub(super) fn for_fault(kind: &FaultKind) -> &'static Rule {
    match kind {
        FaultKind::NoRootElement => &no_root_element::RULE,
        FaultKind::SecondRoot { .. } => &second_root::RULE,
        FaultKind::OutsideRoot { .. } => &content_outside_root::RULE,
        FaultKind::MisplacedDeclaration => &misplaced_declaration::RULE,
        FaultKind::BadDeclaration { .. } => &bad_declaration::RULE,
        FaultKind::UnsupportedVersion { .. } => &unsupported_version::RULE,
        FaultKind::UnusualVersion { .. } => &unusual_version::RULE,
        FaultKind::EncodingMismatch { .. } => &encoding_mismatch::RULE,
        FaultKind::MisplacedDoctype { .. } => &misplaced_doctype::RULE,
        FaultKind::BadDoctype { .. } => &bad_doctype::RULE,
        FaultKind::MismatchedEndTag { .. } => &mismatched_end_tag::RULE,
        FaultKind::StrayEndTag { .. } => &stray_end_tag::RULE,
        FaultKind::UnclosedElement { .. } => &unclosed_element::RULE,
        FaultKind::Unterminated { .. } => &unterminated_markup::RULE,
        FaultKind::BadName { .. } => &bad_name::RULE,
        FaultKind::BadTag { .. } => &bad_tag::RULE,
        FaultKind::DuplicateAttribute { .. } => &duplicate_attribute::RULE,
        FaultKind::LtInAttribute { .. } => &lt_in_attribute::RULE,
        FaultKind::CDataEndInText => &cdata_end_in_text::RULE,
        FaultKind::BadReference { .. } => &bad_reference::RULE,
        FaultKind::UndeclaredEntity { .. } => &undeclared_entity::RULE,
        FaultKind::RecursiveEntity { .. } => &recursive_entity::RULE,
        FaultKind::UnbalancedEntity { .. } => &unbalanced_entity::RULE,
        FaultKind::ForbiddenEntity { .. } => &forbidden_entity::RULE,
        FaultKind::BadCharacter { .. } => &bad_character::RULE,
        FaultKind::BadMarkup => &bad_markup::RULE,
        FaultKind::BadComment => &bad_comment::RULE,
        FaultKind::BadInstruction { .. } => &bad_instruction::RULE,
        FaultKind::UndeclaredPrefix { .. } => &undeclared_prefix::RULE,
        FaultKind::BadNamespace { .. } => &bad_namespace::RULE,
        FaultKind::ExternalEntity { .. }
        | FaultKind::ExternalDoctype
        | FaultKind::ParameterEntity { .. }
        | FaultKind::InternalEntities { .. }
        | FaultKind::OverBudget { .. } => super::input::for_fault(kind),
    }
}
