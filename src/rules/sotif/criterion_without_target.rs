use super::named;
use super::rate::Rate;
use crate::dossier::RecordRef;
use crate::rules::{Check, Examination, lacking, rule};

rule! {
    /// An acceptance criterion has no validation target that was derived from it in time.
    ///
    /// ## Why it matters
    /// The target says how much driving or how many trials show that the criterion is met, and
    /// with which confidence. One that is set when the results are known, or that asks for less
    /// than the criterion, shows nothing.
    ///
    /// ## Example
    /// ```csv
    /// id,criterion,rate,rate unit,confidence,derivation,set on,first evidence
    /// VT-1,AC-1,1e-5,1/h,,,2026-05-01,2026-02-01
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,criterion,rate,rate unit,confidence,derivation,set on,first evidence
    /// VT-1,AC-1,1e-7,1/h,95 %,"AC-1, driver reacts in no case",2026-01-10,2026-02-01
    /// ```
    /// A target of the day of the first evidence is taken to have been set before it.
    ///
    /// ## Source
    /// ISO 21448:2022, 9.2, as others render it.
    "sotif/criterion-without-target" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

fn check(exam: &mut Examination<'_>) {
    let targets = exam.records("validation-target");
    if targets.is_empty() {
        return;
    }
    let covered = named(exam, "validation-target", "criterion");
    for criterion in exam.records("acceptance-criterion") {
        exam.saw(criterion);
        if !covered.contains(criterion.identifier()) {
            exam.gap(criterion, format!("{} has no validation target", criterion.name()))
                .help("derive a target from the criterion, before evidence is collected");
        }
    }
    for target in targets {
        exam.saw(target);
        judge_fields(exam, target);
        judge_dates(exam, target);
    }
}

fn judge_fields<'d>(exam: &mut Examination<'d>, target: RecordRef<'d>) {
    let name = target.name();
    let (criteria, dead) = target.linked("criterion");
    if let Some(id) = dead.first() {
        exam.gap((target, "criterion"), format!("{name} is for the criterion `{id}`, which is not there"))
            .help("add the criterion, or correct the reference");
    }
    // Confidence is a matter of numbers; a criterion of quality has none.
    let is_quality = !criteria.is_empty() && criteria.iter().all(|criterion| !criterion.has("value"));
    let mut needed = vec!["derivation"];
    if !is_quality {
        needed.push("confidence");
    }
    if criteria.is_empty() && dead.is_empty() {
        needed.push("criterion");
    }
    let absent = target.absent(&needed);
    if !absent.is_empty() {
        exam.gap(target, format!("{name} has {}", lacking(&absent)))
            .help("say which criterion it is for, how it follows from it, and with which confidence it is to be shown");
    }
    for criterion in criteria {
        compare(exam, target, criterion);
    }
}

/// A target may not allow more than its criterion, if both are rates.
fn compare<'d>(exam: &mut Examination<'d>, target: RecordRef<'d>, criterion: RecordRef<'d>) {
    let Some(accepted) = Rate::read(criterion, "value", "unit").present() else { return };
    let Some(shown) = Rate::read(target, "rate", "rate_unit").present() else { return };
    let (name, of) = (target.name(), criterion.name());
    match shown.per(&accepted.unit) {
        Ok(rate) if rate > accepted.value * (1.0 + 1e-9) => {
            exam.fail((target, "rate"), format!("{name} allows {shown}, and {of} accepts {accepted}"))
                .help("derive a target at least as strict as the criterion");
        }
        Ok(_) => {}
        Err(_) => {
            exam.unsure(
                (target, "rate"),
                format!("{name} is a rate per {}, and {of} one per {}", shown.unit, accepted.unit),
            )
            .help("say in the derivation how one follows from the other, such as by a mean speed");
        }
    }
}

fn judge_dates<'d>(exam: &mut Examination<'d>, target: RecordRef<'d>) {
    let Some(evidence) = exam.read(target, "first_evidence_on", target.date("first_evidence_on")) else { return };
    let name = target.name();
    if !target.text("set_on").is_there() {
        exam.gap(target, format!("{name} has evidence of {evidence} and no date on which it was set"))
            .help("say when the target was set");
        return;
    }
    let Some(set_on) = exam.read(target, "set_on", target.date("set_on")) else { return };
    if set_on > evidence {
        exam.fail((target, "set_on"), format!("{name} was set on {set_on}, after the first evidence of {evidence}"))
            .help("set targets before evidence is collected; evidence from before does not count for it");
    }
}
