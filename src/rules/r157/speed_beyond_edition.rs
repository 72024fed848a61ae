use super::{figure, max_speed};
use crate::dossier::{Fact, FactValue};
use crate::rules::{Check, Examination, limits, rule};

rule! {
    /// The declared speed is higher than the edition of the regulation allows.
    ///
    /// ## Why it matters
    /// The original version is for queues up to 60 km/h. The 01 series goes to 130 km/h, and
    /// above 60 km/h only for a system that can change lanes during a minimum risk manoeuvre:
    /// a vehicle must not come to rest in a lane of a fast road.
    ///
    /// ## Example
    /// ```toml
    /// [facts]
    /// lane_change = false
    /// "alks.max_speed" = "110 km/h"
    /// ```
    ///
    /// ## Instead
    /// ```toml
    /// "alks.max_speed" = "60 km/h"
    /// ```
    /// or a system that changes lanes then. `alks.mrm_lane_change` declares that for the
    /// minimum risk manoeuvre alone; without it, `lane_change` counts.
    ///
    /// ## Source
    /// UN R157, 5.2.3.1 (original version; 01 series).
    "r157/speed-beyond-edition" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const LANE_CHANGE: &str = "UN-R157:5.2.3.1@01#mrmlc";

fn check(exam: &mut Examination<'_>) {
    limits::check(exam);
    let (Some((_, limit, bound)), Some(speed)) = (figure(exam, LANE_CHANGE), max_speed(exam)) else { return };
    let Some(fact) = exam.dossier.fact("alks.max_speed").filter(|_| speed > bound) else { return };
    let ability = exam.dossier.fact("alks.mrm_lane_change").or_else(|| exam.dossier.fact("lane_change"));
    let unit = &limit.unit;
    match ability.map(|ability| &ability.value) {
        Some(FactValue::Truth(true)) => exam.saw_for(LANE_CHANGE, fact),
        Some(FactValue::Truth(false)) => {
            exam.saw_for(LANE_CHANGE, fact);
            let message = format!(
                "`alks.max_speed` is {speed} {unit}, expected <= {bound} {unit} without lane change in a minimum risk manoeuvre"
            );
            exam.fail(fact, message)
                .clause(LANE_CHANGE)
                .help("lower the declared speed, or add the lane change and declare `alks.mrm_lane_change`");
        }
        _ => undeclared(exam, fact, &format!("{speed} {unit}")),
    }
}

fn undeclared(exam: &mut Examination<'_>, fact: &Fact, speed: &str) {
    let message =
        format!("`alks.max_speed` is {speed}, and nothing declares a lane change in a minimum risk manoeuvre");
    exam.unsure(fact, message).clause(LANE_CHANGE).help("declare `alks.mrm_lane_change` as true or false");
}
