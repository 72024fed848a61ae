//! Figures and records of automated lane keeping (UN R157).

mod detection_range;
mod driver_availability;
mod following_distance;
mod incomplete_dssad;
mod minimum_risk_manoeuvre;
mod safety_concept_item_missing;
mod speed_beyond_edition;
mod transition_demand;

use super::Rule;
use crate::dossier::FactValue;
use crate::rules::Examination;
use crate::standard::{Clause, Limit};

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &detection_range::RULE,
    &driver_availability::RULE,
    &following_distance::RULE,
    &incomplete_dssad::RULE,
    &minimum_risk_manoeuvre::RULE,
    &safety_concept_item_missing::RULE,
    &speed_beyond_edition::RULE,
    &transition_demand::RULE,
];

/// The declared maximum speed, in kilometres per hour.
fn max_speed(exam: &Examination<'_>) -> Option<f64> {
    match &exam.dossier.fact("alks.max_speed")?.value {
        FactValue::Number(quantity) => quantity.figure("km/h").ok(),
        _ => None,
    }
}

/// True if a maximum speed is declared that cannot be read: what depends on it
/// cannot be judged.
fn is_speed_unreadable(exam: &Examination<'_>) -> bool {
    exam.dossier.fact("alks.max_speed").is_some() && max_speed(exam).is_none()
}

/// The clause called `id` with the number that it sets, if it applies or may.
fn figure<'d>(exam: &Examination<'d>, id: &str) -> Option<(&'d Clause, &'d Limit, f64)> {
    let clause = exam.library.clause(id).filter(|clause| exam.applies(clause))?;
    let limit = clause.limit.as_ref()?;
    Some((clause, limit, limit.number()?))
}
