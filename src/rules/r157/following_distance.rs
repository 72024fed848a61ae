use std::collections::BTreeMap;

use super::max_speed;
use crate::dossier::{Fact, FactValue, Quantity};
use crate::r157::{FollowingDistance, KMH, TOLERANCE};
use crate::rules::{Check, Examination, rule};

rule! {
    /// The declared following distance is shorter than the minimum at that speed.
    ///
    /// ## Why it matters
    /// The system has to keep a gap that leaves time to brake. The regulation asks for a gap
    /// in time that grows with speed, more for heavy vehicles, and never less than what is
    /// left at walking pace.
    ///
    /// ## Example
    /// ```toml
    /// [facts]
    /// "alks.following_distance" = [{ speed = "60 km/h", gap = "20 m" }]
    /// ```
    ///
    /// ## Instead
    /// ```toml
    /// "alks.following_distance" = [{ speed = "60 km/h", gap = "26.7 m" }]
    /// ```
    /// The gap may be in metres or in seconds. Between the rows of the regulation the gap in
    /// time is interpolated. Above them the rule of the country applies, which a person must
    /// compare.
    ///
    /// ## Source
    /// UN R157, 5.2.3.3 (original version; heavy vehicles from its Supplement 3; 01 series).
    "r157/following-distance" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const FACT: &str = "alks.following_distance";
const CLAUSE: &str = "UN-R157:5.2.3.3";
const ABOVE: &str = "UN-R157:5.2.3.3@01#above60";

fn check(exam: &mut Examination<'_>) {
    let Some(fact) = exam.dossier.fact(FACT) else { return };
    if !exam.library.clause(CLAUSE).is_some_and(|clause| exam.applies(clause)) {
        return;
    }
    let FactValue::Table(rows) = &fact.value else {
        unreadable(exam, fact, "is no table");
        return;
    };
    let category = exam.dossier.manifest.vehicle.category.trim();
    if category.is_empty() {
        exam.unsure(fact, format!("`{FACT}` cannot be judged: the category of the vehicle is not declared"))
            .help("declare `vehicle.category`: heavy vehicles keep a longer gap");
        return;
    }
    let Some(table) = FollowingDistance::of(exam.library, category, exam.edition("UN-R157")) else { return };
    let mut fastest = 0.0_f64;
    for row in rows {
        match read(row) {
            Ok((speed, gap)) => {
                fastest = fastest.max(speed);
                judge(exam, fact, &table, speed, gap);
            }
            Err(message) => {
                unreadable(exam, fact, &message);
                return;
            }
        }
    }
    judge_end(exam, fact, &table, fastest);
}

/// The rows have to reach the declared speed, as far as the regulation sets a gap.
fn judge_end(exam: &mut Examination<'_>, fact: &Fact, table: &FollowingDistance<'_>, fastest: f64) {
    let Some(speed) = max_speed(exam).filter(|_| fastest > 0.0) else { return };
    let fastest = round(fastest * KMH);
    if fastest < round(speed.min(table.top() * KMH)) {
        exam.gap(fact, format!("`{FACT}` ends at {fastest} km/h, and `alks.max_speed` is {speed} km/h"))
            .clause(CLAUSE)
            .help("declare the gap up to the maximum speed");
    }
}

/// Speed in metres per second and gap in metres.
fn read(row: &BTreeMap<String, Quantity>) -> Result<(f64, f64), String> {
    let cell = |name: &str| row.get(name).ok_or_else(|| format!("has a row without `{name}`"));
    let speed = cell("speed")?.figure("km/h")? / KMH;
    let gap = cell("gap")?;
    if let Some(fault) = gap.fault("m or s") {
        return Err(fault);
    }
    let seconds = |message| gap.in_unit("s").map(|seconds| speed * seconds).map_err(|_| message);
    Ok((speed, gap.in_unit("m").or_else(seconds)?))
}

fn unreadable(exam: &mut Examination<'_>, fact: &Fact, message: &str) {
    exam.gap(fact, format!("`{FACT}`: {message}"))
        .clause(CLAUSE)
        .help("write rows such as { speed = \"60 km/h\", gap = \"26.7 m\" }");
}

fn judge(exam: &mut Examination<'_>, fact: &Fact, table: &FollowingDistance<'_>, speed: f64, gap: f64) {
    let shown = round(speed * KMH);
    let Some(expected) = table.at(speed) else {
        exam.unsure(fact, format!("`{FACT}` at {shown} km/h is above the table: the national rule applies"))
            .clause(ABOVE)
            .help("compare it with the rule of each country of operation");
        return;
    };
    let clauses = table.clauses_at(speed);
    exam.saw_for(CLAUSE, fact);
    for clause in &clauses {
        exam.saw_for(&clause.id, fact);
    }
    if gap >= expected - TOLERANCE {
        return;
    }
    let message = format!("`{FACT}` at {shown} km/h is {} m, expected at least {} m", round(gap), round(expected));
    let remark = exam.fail(fact, message);
    remark.clause(CLAUSE).help("keep the longer gap, or correct the declaration");
    for clause in clauses {
        remark.clause(&clause.id);
    }
}

/// To two places, as people write distances.
fn round(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}
