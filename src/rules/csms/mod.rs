//! The cyber security management system and the approval (UN R155).

mod certificate_not_in_force;
mod incomplete_information_document;
pub(super) mod information_document;
mod item_content;
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
use super::certificate::Asked;

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

/// The certificate that the regulation asks for.
const ASKED: Asked =
    Asked { system: "CSMS", regulation: "155", duration: "UN-R155:6.7", clauses: &[IN_FORCE, ENCLOSED, ITEM] };

/// A valid certificate at the approval.
const IN_FORCE: &str = "UN-R155:7.3.1";
/// Its copy in the application.
const ENCLOSED: &str = "UN-R155:3.2.3";
/// Its number in the information document.
const ITEM: &str = "UN-R155:Annex-1-9.3";
