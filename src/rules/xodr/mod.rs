//! What an OpenDRIVE file is made of: version, ids and links.

mod duplicate_id;
mod missing_header;
mod missing_id;
mod unknown_version;
mod unresolved_road_link;
mod wrong_root;

use super::Rule;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &duplicate_id::RULE,
    &missing_header::RULE,
    &missing_id::RULE,
    &unknown_version::RULE,
    &unresolved_road_link::RULE,
    &wrong_root::RULE,
];
