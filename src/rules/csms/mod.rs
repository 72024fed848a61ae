//! The cyber security management system and the approval (UN R155).

mod certificate;
mod certificate_not_in_force;
mod incomplete_information_document;
pub(super) mod information_document;
mod monitoring_incomplete;
mod no_response_time;
mod out_of_scope;
mod phase_missing;
mod renewal_due;
mod report_overdue;
mod retention_too_short;
mod supplier_without_agreement;
mod transitional_relief;

use super::Rule;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &certificate_not_in_force::RULE,
    &incomplete_information_document::RULE,
    &monitoring_incomplete::RULE,
    &no_response_time::RULE,
    &out_of_scope::RULE,
    &phase_missing::RULE,
    &renewal_due::RULE,
    &report_overdue::RULE,
    &retention_too_short::RULE,
    &supplier_without_agreement::RULE,
    &transitional_relief::RULE,
];

/// What certificates of this management system are called.
const SYSTEM: &str = "CSMS";

/// The number of the regulation that asks for them.
const REGULATION: &str = "155";
