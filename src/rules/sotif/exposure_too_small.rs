use super::rate::{Rate, per};
use crate::dossier::{Quantity, Reading, RecordRef};
use crate::rules::{Check, Examination, rule};
use crate::sotif::exposure::{MOST_EVENTS, exposure_needed, trials_needed};

rule! {
    /// Less was driven or tried than the target needs for its confidence.
    ///
    /// ## Why it matters
    /// To show a rate with a confidence takes an exposure that follows from both: without an
    /// event, a rate of 5e-6 per mile at 95 % takes 599147 miles. Each event that happened
    /// makes it more. The same holds for trials: a probability of failure of 1 % at 95 % takes
    /// 299 trials without a failure.
    ///
    /// ## Example
    /// ```csv
    /// id,criterion,rate,rate unit,confidence,achieved,achieved unit
    /// VT-1,AC-1,5e-6,per mile,95 %,400000,mile
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,criterion,rate,rate unit,confidence,achieved,achieved unit
    /// VT-1,AC-1,5e-6,per mile,95 %,600000,mile
    /// ```
    /// Write rate and exposure in the same unit. Events that happened stand in `failures`;
    /// none, if the column is absent.
    ///
    /// ## Source
    /// ISO 21448:2022, 9.2 and annex C, one of its models: events independent of each other,
    /// Poisson for a rate, binomial for trials. Whether the exposure represents the
    /// operational design domain (11.3) is for people to judge.
    "sotif/exposure-too-small" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const EXPOSURE: &str = "ISO-21448:9.2.ZF";
const TRIALS: &str = "ISO-21448:9.2.TR";
const UNKNOWN: &str = "ISO-21448:11.3";
/// The clause that asks for the targets of validation.
const TARGETS: &str = "ISO-21448:9.2.VT";

/// What a target asks to be shown.
#[derive(Clone, Copy)]
struct Demand<'d> {
    target: RecordRef<'d>,
    confidence: f64,
    events: u32,
}

fn check(exam: &mut Examination<'_>) {
    for target in exam.records("validation-target") {
        // A target without confidence is another rule's matter.
        let Some(confidence) = exam.read(target, "confidence", confidence(target)) else { continue };
        let Some(events) = exam.read(target, "failures", events(target)) else { continue };
        let demand = Demand { target, confidence, events };
        if let Some(rate) = exam.read(target, "rate", rate(target)) {
            judge_rate(exam, demand, &rate);
        }
        if let Some(probability) = exam.read(target, "probability", probability(target)) {
            judge_trials(exam, demand, probability);
        }
    }
}

/// A rate in a field of its own, or as the value of the target.
fn rate(target: RecordRef<'_>) -> Reading<Rate> {
    let is_value = || target.quantity("value").present().is_some_and(|value| per(&value.unit).is_some());
    match Rate::read(target, "rate", "rate_unit") {
        Reading::Absent if is_value() || per(target.words("unit")).is_some() => Rate::read(target, "value", "unit"),
        reading => reading,
    }
}

/// `95 %`, `0.95`, `95`.
fn confidence(target: RecordRef<'_>) -> Reading<f64> {
    target.quantity("confidence").and_then(|stated| {
        let is_percentage = stated.unit.is_empty() && stated.value > 1.0;
        let value = if is_percentage { stated.value / 100.0 } else { stated.in_unit("1")? };
        inside(value).ok_or_else(|| format!("{stated} cannot be shown, expected more than 0 % and less than 100 %"))
    })
}

fn probability(target: RecordRef<'_>) -> Reading<f64> {
    target.quantity("probability").and_then(|stated| {
        let value = stated.in_unit("1")?;
        inside(value).ok_or_else(|| format!("{stated} cannot be shown, expected more than 0 and less than 1"))
    })
}

fn inside(value: f64) -> Option<f64> {
    Some(value).filter(|value| *value > 0.0 && *value < 1.0)
}

/// How many events happened; none, if nothing is said.
fn events(target: RecordRef<'_>) -> Reading<u32> {
    let reading = target.text("failures").and_then(|text| {
        let events = text.trim().parse().ok().filter(|events| *events <= MOST_EVENTS);
        events.ok_or_else(|| format!("`{text}` is no number of events, expected a whole one up to {MOST_EVENTS}"))
    });
    if reading.is_absent() { Reading::Present(0) } else { reading }
}

fn judge_rate<'d>(exam: &mut Examination<'d>, demand: Demand<'d>, rate: &Rate) {
    let target = demand.target;
    let Some(needed) = exposure_needed(rate.value, demand.confidence, demand.events) else { return };
    let name = target.name();
    if !target.text("achieved").is_there() {
        exam.gap(target, format!("{name} needs {} {} and states no exposure achieved", shown(needed), rate.unit))
            .clause(EXPOSURE)
            .clause(UNKNOWN)
            .help("say how much was driven or simulated for it");
        return;
    }
    let Some(mut achieved) = exam.read(target, "achieved", target.quantity("achieved")) else { return };
    if achieved.unit.is_empty() {
        achieved.unit = target.words("achieved_unit").trim().to_owned();
    }
    exam.saw_for(EXPOSURE, target);
    exam.saw_for(UNKNOWN, target);
    let Ok(exposure) = achieved.in_unit(&rate.unit) else {
        exam.gap(
            (target, "achieved"),
            format!("{name} is a rate per {}, and its exposure is in {}", rate.unit, achieved.unit),
        )
        .clause(EXPOSURE)
        .clause(UNKNOWN)
        .help("write rate and exposure in the same unit, and say how one was turned into the other");
        return;
    };
    if exposure < needed * (1.0 - 1e-9) {
        exam.fail(
            (target, "achieved"),
            format!(
                "{name} achieved {achieved}, expected at least {} {} for {}",
                shown(needed),
                rate.unit,
                basis(demand, &rate.to_string())
            ),
        )
        .clause(EXPOSURE)
        .clause(UNKNOWN)
        .help("collect the rest, or show the criterion by another argument");
    } else if (Quantity { value: 1.0, unit: achieved.unit.clone() }).in_unit(&rate.unit) != Ok(1.0) {
        exam.warn(
            (target, "achieved"),
            format!("{name} is a rate per {}, and its exposure is in {}", rate.unit, achieved.unit),
        )
        .clause(EXPOSURE)
        .clause(UNKNOWN)
        .help("write both in the same unit; they were turned into each other here");
    }
}

fn judge_trials<'d>(exam: &mut Examination<'d>, demand: Demand<'d>, probability: f64) {
    let target = demand.target;
    let Some(needed) = trials_needed(probability, demand.confidence, demand.events) else { return };
    let name = target.name();
    if !target.text("trials").is_there() {
        exam.gap(target, format!("{name} needs {needed} trials and states none"))
            .clause(TRIALS)
            .clause(TARGETS)
            .help("say how many trials were made");
        return;
    }
    let Some(trials) = exam.read(target, "trials", target.number("trials")) else { return };
    exam.saw_for(TRIALS, target);
    if trials < needed {
        let what = basis(demand, &format!("a probability of {probability}"));
        exam.fail((target, "trials"), format!("{name} made {trials} trials, expected at least {needed} for {what}"))
            .clause(TRIALS)
            .clause(TARGETS)
            .help("make the rest, or show the criterion by another argument");
    }
}

fn basis(demand: Demand<'_>, what: &str) -> String {
    let percentage = (demand.confidence * 1e8).round() / 1e6;
    let events = match demand.events {
        0 => String::new(),
        events => format!(" and {events} events"),
    };
    format!("{what} at {percentage} % confidence{events}")
}

/// An exposure that is needed, rounded up.
fn shown(needed: f64) -> String {
    if (100.0..1e15).contains(&needed) { format!("{}", needed.ceil()) } else { format!("{needed:.3e}") }
}
