use std::collections::BTreeMap;

use super::{is_speed_unreadable, max_speed};
use crate::dossier::{Fact, FactValue, Quantity};
use crate::r157::DetectionRange;
use crate::rules::{Check, Examination, limits, rule};

rule! {
    /// The declared detection range is too short for the declared speed.
    ///
    /// ## Why it matters
    /// The range decides from which speed the vehicle can still stop before what it sees. A
    /// higher speed may be declared only with the range that belongs to it; a lane change also
    /// needs the range to the sides and to the rear.
    ///
    /// ## Example
    /// ```toml
    /// [facts]
    /// "alks.max_speed" = "130 km/h"
    /// "alks.detection_range_front" = "120 m"
    /// ```
    ///
    /// ## Instead
    /// ```toml
    /// "alks.detection_range_front" = "150 m"
    /// ```
    /// or a table, `[{ speed = "60 km/h", range = "46 m" }, …]`. A speed between two rows of
    /// the regulation is judged by the next higher row; whether the regulation interpolates
    /// was not read, so a range that only an interpolation allows is left to a person.
    ///
    /// ## Source
    /// UN R157, 7.1, 7.1.1, 7.1.2 and 7.1.3 (original version; 01 series).
    "r157/detection-range" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const FACT: &str = "alks.detection_range_front";
const FRONT: &str = "UN-R157:7.1.1";
const BASIS: &str = "UN-R157:7.1.1@01#basis";

fn check(exam: &mut Examination<'_>) {
    limits::check_where(exam, |fact| fact != FACT);
    let Some(fact) = exam.dossier.fact(FACT) else { return };
    if !exam.library.clause(FRONT).is_some_and(|clause| exam.applies(clause)) {
        return;
    }
    let Some(table) = DetectionRange::of(exam.library, exam.edition("UN-R157")) else { return };
    if is_speed_unreadable(exam) {
        exam.unsure(fact, format!("`{FACT}` cannot be judged, as `alks.max_speed` cannot be read"))
            .clause(FRONT)
            .help("write the maximum speed with its unit, such as \"60 km/h\"");
        return;
    }
    match &fact.value {
        FactValue::Number(range) => match range.figure("m") {
            // Without a speed, the least that is asked of any system.
            Ok(range) => judge(exam, fact, &table, max_speed(exam).unwrap_or(0.0), range),
            Err(message) => unreadable(exam, fact, &message),
        },
        FactValue::Table(rows) => judge_rows(exam, fact, &table, rows),
        _ => unreadable(exam, fact, "is no number and no table"),
    }
}

fn unreadable(exam: &mut Examination<'_>, fact: &Fact, message: &str) {
    exam.gap(fact, format!("`{FACT}`: {message}"))
        .clause(FRONT)
        .help("write \"46 m\", or rows such as { speed = \"60 km/h\", range = \"46 m\" }");
}

/// A range for each speed; the fastest row has to reach the declared speed.
fn judge_rows(
    exam: &mut Examination<'_>,
    fact: &Fact,
    table: &DetectionRange<'_>,
    rows: &[BTreeMap<String, Quantity>],
) {
    let mut fastest = 0.0_f64;
    for row in rows {
        match read(row) {
            Ok((speed, range)) => {
                fastest = fastest.max(speed);
                judge(exam, fact, table, speed, range);
            }
            Err(message) => {
                unreadable(exam, fact, &message);
                return;
            }
        }
    }
    if let Some(speed) = max_speed(exam).filter(|speed| *speed > fastest) {
        exam.gap(fact, format!("`{FACT}` ends at {fastest} km/h, and `alks.max_speed` is {speed} km/h"))
            .clause(FRONT)
            .help("declare the range up to the maximum speed");
    }
}

/// Speed in kilometres per hour and range in metres.
fn read(row: &BTreeMap<String, Quantity>) -> Result<(f64, f64), String> {
    let cell = |name: &str, unit: &str| match row.get(name) {
        Some(quantity) => quantity.figure(unit),
        None => Err(format!("has a row without `{name}`")),
    };
    Ok((cell("speed", "km/h")?, cell("range", "m")?))
}

fn judge(exam: &mut Examination<'_>, fact: &Fact, table: &DetectionRange<'_>, speed: f64, range: f64) {
    let mut missed = Vec::new();
    for step in table.reached(speed) {
        exam.saw_for(&step.clause.id, fact);
        if range < step.range {
            missed.push(&*step.clause.id);
        }
    }
    // Above the table, the speed is the fault and not the range.
    let Some(step) = table.covering(speed) else {
        if let Some(last) = table.reached(speed).last().filter(|_| !missed.is_empty()) {
            report(exam, fact, range, (last.range, last.speed), &missed);
        }
        return;
    };
    let is_above_first = table.reached(0.0).all(|first| speed > first.speed);
    if is_above_first {
        exam.saw_for(BASIS, fact);
    }
    if range >= step.range {
        return;
    }
    let interpolated = table.interpolated(speed).unwrap_or(step.range);
    if missed.is_empty() && is_above_first && range >= interpolated {
        let message = format!(
            "`{FACT}` is {range} m, and {speed} km/h lies between two rows of the regulation: {} m by the next row",
            step.range
        );
        exam.unsure(fact, message).clause(BASIS).help(
            "declare the range of the next row, or have the technical service confirm that rows are interpolated",
        );
        return;
    }
    if is_above_first {
        missed.push(BASIS);
    }
    report(exam, fact, range, (step.range, speed), &missed);
}

fn report(exam: &mut Examination<'_>, fact: &Fact, range: f64, (expected, speed): (f64, f64), missed: &[&str]) {
    let at = if speed > 0.0 { format!(" at {speed} km/h") } else { String::new() };
    let remark = exam.fail(fact, format!("`{FACT}` is {range} m, expected at least {expected} m{at}"));
    remark.help("lower the declared speed, or extend the range");
    for clause in missed {
        remark.clause(clause);
    }
}
