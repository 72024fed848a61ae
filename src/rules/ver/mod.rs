//! Verification of requirements (ISO 26262-4, -6 and -8).

mod coverage_unreported;
mod incomplete_record;
mod method_missing;
mod methods_used;
pub(super) mod results;
mod unverified_requirement;

use super::Rule;

/// The rules of this family.
pub(super) const RULES: &[&Rule] =
    &[&coverage_unreported::RULE, &incomplete_record::RULE, &method_missing::RULE, &unverified_requirement::RULE];
