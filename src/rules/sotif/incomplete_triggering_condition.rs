use rustc_hash::FxHashSet;

use super::{is_relevant, named};
use crate::dossier::RecordRef;
use crate::rules::{Check, Examination, rule};

rule! {
    /// A triggering condition does not lead from an insufficiency to a hazard and a decision.
    ///
    /// ## Why it matters
    /// The analysis shows how a condition of the road acts on an insufficiency of the
    /// function and ends in a hazard, and then decides: acceptable, to be modified, or to be
    /// validated. A condition without its links cannot be judged, and a decision without the
    /// measure or the scenario that it asks for is not carried out.
    ///
    /// ## Example
    /// ```csv
    /// id,description,insufficiency,hazards,disposition,rationale,measures
    /// TC-1,low sun behind a bridge,,SH-1,needs modification,,
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,description,insufficiency,hazards,disposition,rationale,measures
    /// TC-1,low sun behind a bridge,camera takes the shadow for an object,SH-1,needs modification,brakes in 3 of 40 runs,SM-1
    /// ```
    ///
    /// ## Source
    /// ISO 21448:2022, 7.3 and 7.4.
    "sotif/incomplete-triggering-condition" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const ANALYSIS: &str = "ISO-21448:7.3";
const RESPONSE: &str = "ISO-21448:7.4";

/// What names triggering conditions from its own side.
struct Links<'d> {
    measures: FxHashSet<&'d str>,
    scenarios: FxHashSet<&'d str>,
}

fn check(exam: &mut Examination<'_>) {
    let conditions = exam.records("triggering-condition");
    if conditions.is_empty() {
        return;
    }
    let links = Links {
        measures: named(exam, "sotif-measure", "conditions"),
        scenarios: named(exam, "scenario", "conditions"),
    };
    for condition in conditions {
        exam.saw(condition);
        judge_analysis(exam, condition);
        judge_response(exam, condition, &links);
    }
    let covered = named(exam, "triggering-condition", "hazards");
    for hazard in exam.records("sotif-hazard") {
        if is_relevant(hazard) && !covered.contains(hazard.identifier()) {
            exam.gap(hazard, format!("{} has no triggering condition", hazard.name()))
                .clause(ANALYSIS)
                .help("analyse what may trigger it, and name the hazard in what you find");
        }
    }
}

fn judge_analysis<'d>(exam: &mut Examination<'d>, condition: RecordRef<'d>) {
    let name = condition.name();
    let (hazards, dead) = condition.linked("hazards");
    if let Some(id) = dead.first() {
        exam.gap((condition, "hazards"), format!("{name} leads to the hazard `{id}`, which is not there"))
            .clause(ANALYSIS)
            .help("add the hazard, or correct the reference");
    }
    let mut lacking = Vec::new();
    if condition.list("insufficiencies").is_empty() {
        lacking.push("acts on no insufficiency");
    }
    if hazards.is_empty() && dead.is_empty() {
        lacking.push("leads to no hazard");
    }
    if !lacking.is_empty() {
        exam.gap(condition, format!("{name} {}", lacking.join(" and ")))
            .clause(ANALYSIS)
            .help("say which insufficiency it acts on, and which hazard that leads to");
    }
}

fn judge_response<'d>(exam: &mut Examination<'d>, condition: RecordRef<'d>, links: &Links<'d>) {
    let name = condition.name();
    if !condition.text("disposition").is_there() {
        exam.gap(condition, format!("{name} is not decided on"))
            .clause(RESPONSE)
            .help("decide: acceptable, needs modification or needs validation");
        return;
    }
    if !condition.has("rationale") {
        exam.gap(condition, format!("{name} is decided on without a rationale"))
            .clause(RESPONSE)
            .help("say what the decision rests on");
    }
    let disposition = exam.read(condition, "disposition", condition.choice("disposition"));
    let (field, what, linked) = match disposition {
        Some("needs modification") => ("measures", "measure", &links.measures),
        Some("needs validation") => ("scenarios", "scenario", &links.scenarios),
        _ => return,
    };
    let (found, dead) = condition.linked(field);
    if let Some(id) = dead.first() {
        exam.gap((condition, field), format!("{name} names the {what} `{id}`, which is not there"))
            .clause(RESPONSE)
            .help(format!("add the {what}, or correct the reference"));
    } else if found.is_empty() && !linked.contains(condition.identifier()) {
        exam.gap(condition, format!("{name} {} and has no {what}", disposition.unwrap_or_default()))
            .clause(RESPONSE)
            .help(format!("add the {what}, or decide otherwise"));
    }
}
