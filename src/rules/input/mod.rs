//! What keeps an input from being read or judged: the system, encodings, budgets.

mod entities_too_deep;
mod entities_too_large;
mod external_doctype;
mod external_entity;
mod file_too_large;
mod internal_entities;
mod link_leaves_folder;
mod name_too_long;
mod nesting_too_deep;
mod parameter_entity;
mod too_many_attributes;
mod too_many_elements;
mod too_many_findings;
mod too_many_namespaces;
mod undecodable_text;
mod unknown_kind;
mod unreadable_file;
mod value_too_long;

use super::{Rule, Trouble};
use crate::source::{Budget, ReadError};
use crate::xml::FaultKind;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &entities_too_deep::RULE,
    &entities_too_large::RULE,
    &external_doctype::RULE,
    &external_entity::RULE,
    &file_too_large::RULE,
    &internal_entities::RULE,
    &link_leaves_folder::RULE,
    &name_too_long::RULE,
    &nesting_too_deep::RULE,
    &parameter_entity::RULE,
    &too_many_attributes::RULE,
    &too_many_elements::RULE,
    &too_many_findings::RULE,
    &too_many_namespaces::RULE,
    &undecodable_text::RULE,
    &unknown_kind::RULE,
    &unreadable_file::RULE,
    &value_too_long::RULE,
];

/// The rule that words `budget`.
pub(super) fn for_budget(budget: Budget) -> &'static Rule {
    match budget {
        Budget::FileBytes => &file_too_large::RULE,
        Budget::Depth => &nesting_too_deep::RULE,
        Budget::Elements => &too_many_elements::RULE,
        Budget::Attributes => &too_many_attributes::RULE,
        Budget::ValueBytes => &value_too_long::RULE,
        Budget::NameBytes => &name_too_long::RULE,
        Budget::Namespaces => &too_many_namespaces::RULE,
        Budget::EntityDepth => &entities_too_deep::RULE,
        Budget::EntityBytes => &entities_too_large::RULE,
        Budget::Findings => &too_many_findings::RULE,
    }
}

/// The rule that words `trouble`.
pub(super) fn for_trouble(trouble: &Trouble) -> &'static Rule {
    match trouble {
        Trouble::Read(ReadError::TooLarge { .. }) => &file_too_large::RULE,
        Trouble::Read(ReadError::Decode(_)) => &undecodable_text::RULE,
        Trouble::Read(ReadError::Io(_) | ReadError::NotAFile(_)) | Trouble::Unlistable(_) => &unreadable_file::RULE,
        Trouble::LinkOut => &link_leaves_folder::RULE,
    }
}

/// The rule that words `kind`, if it is not one of well-formedness.
pub(super) fn for_fault(kind: &FaultKind) -> &'static Rule {
    match kind {
        FaultKind::OverBudget { budget, .. } => for_budget(*budget),
        FaultKind::ExternalDoctype => &external_doctype::RULE,
        FaultKind::ParameterEntity { .. } => &parameter_entity::RULE,
        FaultKind::InternalEntities { .. } => &internal_entities::RULE,
        _ => &external_entity::RULE,
    }
}
