use super::{is_relevant, named};
use crate::dossier::RecordRef;
use crate::rules::{Check, Examination, rule};

rule! {
    /// A relevant SOTIF hazard has no acceptance criterion that can be applied.
    ///
    /// ## Why it matters
    /// Without a criterion nobody can say when the residual risk is low enough: tests have no
    /// target and the release has no basis. A criterion is a metric with a value and a unit,
    /// or a reasoned qualitative one, and it names the principle or the source it comes from.
    ///
    /// ## Example
    /// ```csv
    /// id,hazard,metric,value,unit,principle
    /// AC-1,SH-1,unintended braking,low,,
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,hazard,metric,value,unit,principle
    /// AC-1,SH-1,rear impacts after unintended braking,1e-7,1/h,positive risk balance
    /// ```
    ///
    /// ## Source
    /// ISO 21448:2022, 6.5. Whether the value is right is for people to judge.
    "sotif/hazard-without-criterion" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

fn check(exam: &mut Examination<'_>) {
    let criteria = exam.records("acceptance-criterion");
    if criteria.is_empty() {
        return;
    }
    let covered = named(exam, "acceptance-criterion", "hazard");
    for hazard in exam.records("sotif-hazard").into_iter().filter(|hazard| is_relevant(*hazard)) {
        exam.saw(hazard);
        if !covered.contains(hazard.identifier()) {
            exam.gap(hazard, format!("{} has no acceptance criterion", hazard.name()))
                .help("add a criterion that names the hazard");
        }
    }
    for criterion in criteria {
        exam.saw(criterion);
        judge(exam, criterion);
    }
}

fn judge<'d>(exam: &mut Examination<'d>, criterion: RecordRef<'d>) {
    let name = criterion.name();
    let (hazards, dead) = criterion.linked("hazard");
    if let Some(id) = dead.first() {
        exam.gap((criterion, "hazard"), format!("{name} is for the hazard `{id}`, which is not there"))
            .help("add the hazard, or correct the reference");
    } else if hazards.is_empty() {
        exam.gap(criterion, format!("{name} is for no hazard")).help("name the hazard that it is for");
    }
    let quantity = exam.read(criterion, "value", criterion.quantity("value"));
    let has_unit = criterion.has("unit") || quantity.is_some_and(|quantity| !quantity.unit.is_empty());
    // What cannot be read has been said.
    let is_measured = criterion.has("metric") && criterion.has("value") && has_unit;
    let is_unread = criterion.has("value") && criterion.quantity("value").present().is_none();
    if !is_measured && !is_unread && !criterion.has("qualitative_reason") {
        exam.gap(criterion, format!("{name} has neither a metric with value and unit nor a qualitative reason"))
            .help("say what is measured, how much of it is accepted and in which unit, or why it is judged by quality");
    }
    if !criterion.has("principle") {
        exam.gap(criterion, format!("{name} names no principle or source"))
            .help("name what it rests on, such as positive risk balance, GAMAB, ALARP, MEM or accident statistics");
    }
}
