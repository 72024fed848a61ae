use super::figure;
use crate::dossier::FactValue;
use crate::rules::{Check, Examination, limits, points, rule};

rule! {
    /// The declared recognition of driver availability falls short of the regulation.
    ///
    /// ## Why it matters
    /// The system may drive only while somebody can take over. That is judged from several
    /// signs, each confirmed not long ago; an empty seat or a driver who does not respond
    /// starts a transition demand in time.
    ///
    /// ## Example
    /// ```toml
    /// [facts]
    /// "alks.availability_criteria" = 1
    /// "alks.availability_window" = "45 s"
    /// ```
    ///
    /// ## Instead
    /// ```toml
    /// "alks.availability_criteria" = 2
    /// "alks.availability_window" = "30 s"
    /// ```
    /// Facts besides: `alks.unavailability_warning_time`, and `alks.seat_absence_time`, the
    /// time out of the seat after which the demand starts. A statement with the topic
    /// `availability-criteria` names the evidence for number and times.
    ///
    /// ## Source
    /// UN R157, 6.1.2 and 6.1.3.1 (original version; 01 series).
    "r157/driver-availability" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const SEAT: &str = "UN-R157:6.1.2(a)";
const SEAT_FACT: &str = "alks.seat_absence_time";

fn check(exam: &mut Examination<'_>) {
    limits::check(exam);
    points::check(exam);
    seat(exam);
}

/// The clause starts the demand once the seat is empty for longer than its
/// figure: a declared time beyond it lets absences pass.
fn seat(exam: &mut Examination<'_>) {
    let (Some((_, limit, bound)), Some(fact)) = (figure(exam, SEAT), exam.dossier.fact(SEAT_FACT)) else { return };
    let time = match &fact.value {
        FactValue::Number(quantity) => quantity.figure(&limit.unit),
        _ => Err("is no number".to_owned()),
    };
    match time {
        Ok(time) => {
            exam.saw_for(SEAT, fact);
            if time > bound {
                let unit = &limit.unit;
                exam.fail(fact, format!("`{SEAT_FACT}` is {time} {unit}, expected <= {bound} {unit}"))
                    .clause(SEAT)
                    .help("start the transition demand earlier");
            }
        }
        Err(message) => {
            exam.gap(fact, format!("`{SEAT_FACT}`: {message}"))
                .clause(SEAT)
                .help("write a number with its unit, such as \"1 s\"");
        }
    }
}
