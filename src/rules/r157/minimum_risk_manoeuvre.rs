use crate::dossier::FactValue;
use crate::rules::{Check, Examination, limits, rule};

rule! {
    /// The declared minimum risk manoeuvre brakes harder than it should aim for, or does not warn others.
    ///
    /// ## Why it matters
    /// The manoeuvre is to lower the risk, also for the traffic behind. It aims at a moderate
    /// deceleration and shows the hazard lights from its start; a brief cue to the driver or a
    /// severe failure may go beyond.
    ///
    /// ## Example
    /// ```toml
    /// [facts]
    /// "alks.mrm_deceleration" = "6 m/s2"
    /// ```
    ///
    /// ## Instead
    /// ```toml
    /// "alks.mrm_deceleration" = "4 m/s2"
    /// "alks.mrm_hazard_lights" = true
    /// ```
    /// The fact is the deceleration demand that the manoeuvre aims at, not what a severe
    /// failure may cause.
    ///
    /// ## Source
    /// UN R157, 5.5.1 (original version), 5.5.1 and 5.5.2 (01 series).
    "r157/minimum-risk-manoeuvre" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const LIGHTS: &str = "UN-R157:5.5.1#hazard";

fn check(exam: &mut Examination<'_>) {
    limits::check(exam);
    let Some(fact) = exam.dossier.fact("alks.mrm_hazard_lights") else { return };
    if !exam.library.clause(LIGHTS).is_some_and(|clause| exam.applies(clause)) {
        return;
    }
    match fact.value {
        FactValue::Truth(true) => exam.saw_for(LIGHTS, fact),
        FactValue::Truth(false) => {
            exam.saw_for(LIGHTS, fact);
            exam.fail(fact, "the minimum risk manoeuvre is declared to start without hazard lights")
                .clause(LIGHTS)
                .help("switch the hazard lights on with the start of the manoeuvre");
        }
        _ => {
            exam.unsure(fact, "`alks.mrm_hazard_lights` is neither true nor false")
                .clause(LIGHTS)
                .help("write true or false");
        }
    }
}
