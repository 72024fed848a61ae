//! The schemas of OpenSCENARIO XML and OpenDRIVE: each rule words one kind of deviation.
//! Values and required attributes of road files have rules of the family `xodr`.

mod attribute_not_in_version;
mod bad_value;
mod conflicting_element;
mod deprecated_attribute;
mod deprecated_element;
mod deprecated_literal;
mod element_not_in_version;
mod expression_not_in_version;
mod in_namespace;
mod literal_not_in_version;
mod misplaced_element;
mod missing_attribute;
mod missing_element;
mod missing_header;
mod missing_version;
mod repeated_element;
mod unconfirmed_edition;
mod unexpected_text;
mod unknown_attribute;
mod unknown_edition;
mod unknown_element;
mod unknown_literal;
mod wrong_edition;
mod wrong_root;

use super::{Rule, quoted};
use crate::openscenario::{DeviationKind, Existence};

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &attribute_not_in_version::RULE,
    &bad_value::RULE,
    &conflicting_element::RULE,
    &deprecated_attribute::RULE,
    &deprecated_element::RULE,
    &deprecated_literal::RULE,
    &element_not_in_version::RULE,
    &expression_not_in_version::RULE,
    &in_namespace::RULE,
    &literal_not_in_version::RULE,
    &misplaced_element::RULE,
    &missing_attribute::RULE,
    &missing_element::RULE,
    &missing_header::RULE,
    &missing_version::RULE,
    &repeated_element::RULE,
    &unconfirmed_edition::RULE,
    &unexpected_text::RULE,
    &unknown_attribute::RULE,
    &unknown_edition::RULE,
    &unknown_element::RULE,
    &unknown_literal::RULE,
    &wrong_edition::RULE,
    &wrong_root::RULE,
];

/// The rule that words `kind`.
pub(super) fn for_deviation(kind: &DeviationKind) -> &'static Rule {
    match kind {
        DeviationKind::UnknownElement { .. } => &unknown_element::RULE,
        DeviationKind::ElementNotInVersion { .. } => &element_not_in_version::RULE,
        DeviationKind::MissingElement { .. } => &missing_element::RULE,
        DeviationKind::MisplacedElement { .. } => &misplaced_element::RULE,
        DeviationKind::RepeatedElement { .. } => &repeated_element::RULE,
        DeviationKind::ConflictingElement { .. } => &conflicting_element::RULE,
        DeviationKind::UnknownAttribute { .. } => &unknown_attribute::RULE,
        DeviationKind::AttributeNotInVersion { .. } => &attribute_not_in_version::RULE,
        DeviationKind::MissingAttribute { .. } => &missing_attribute::RULE,
        DeviationKind::BadValue { .. } | DeviationKind::OutOfRange { .. } => &bad_value::RULE,
        DeviationKind::ExpressionNotInVersion { .. } => &expression_not_in_version::RULE,
        DeviationKind::UnknownLiteral { .. } => &unknown_literal::RULE,
        DeviationKind::LiteralNotInVersion { .. } => &literal_not_in_version::RULE,
        DeviationKind::UnexpectedText { .. } => &unexpected_text::RULE,
        DeviationKind::InNamespace { .. } => &in_namespace::RULE,
        DeviationKind::WrongEdition { .. } => &wrong_edition::RULE,
        DeviationKind::DeprecatedElement { .. } => &deprecated_element::RULE,
        DeviationKind::DeprecatedAttribute { .. } => &deprecated_attribute::RULE,
        DeviationKind::DeprecatedLiteral { .. } => &deprecated_literal::RULE,
    }
}

/// In which editions something exists, as the rest of a sentence.
pub(super) fn when(existence: &Existence) -> String {
    let Existence { since, removed, declared, .. } = existence;
    match removed {
        Some(removed) if removed <= declared => {
            format!("exists no longer since {removed}, this file declares {declared}")
        }
        _ => format!("exists since {since}, this file declares {declared}"),
    }
}

/// What to do about something of another edition.
fn remedy(existence: &Existence) -> String {
    let Existence { since, removed, declared, header } = existence;
    match removed {
        Some(removed) if removed <= declared => format!("replace it by what edition {declared} has"),
        _ => format!("declare {since} or later in `{header}`, or use what {declared} has"),
    }
}

/// What to write instead of something deprecated.
fn replacement(instead: &str) -> String {
    match instead {
        "" => "see the edition's notes for what replaces it".to_owned(),
        _ if instead.contains('`') => format!("use {instead}"),
        _ => format!("use {}", quoted(instead)),
    }
}
