//! OpenDRIVE.
use crate::xml::Vocabulary;
/// Adds names.
pub fn add_names(_v: &mut Vocabulary) {}
