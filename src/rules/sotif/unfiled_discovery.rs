use super::named;
use crate::dossier::RecordRef;
use crate::rules::{Check, Examination, rule};

rule! {
    /// A hazardous scenario found by exploring is not filed, or a part of the domain was not explored.
    ///
    /// ## Why it matters
    /// Exploration is there to turn unknown scenarios into known ones. One that was found and
    /// not analysed stays unknown in effect. And what was found counts only for the parts of
    /// the operational design domain in which anybody looked.
    ///
    /// ## Example
    /// ```csv
    /// id,description,area,discovered,conditions,rejection reason
    /// SC-7,trailer with a printed car on it,3,yes,,
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,description,area,discovered,conditions,rejection reason
    /// SC-7,trailer with a printed car on it,2,yes,TC-9,
    /// ```
    ///
    /// ## Source
    /// ISO 21448:2022, 11.3 and the return from clause 11 to clause 7.
    "sotif/unfiled-discovery" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const EXPLORATION: &str = "ISO-21448:11.3";
const RETURN: &str = "ISO-21448:11.NEW";

fn check(exam: &mut Examination<'_>) {
    let linked = named(exam, "triggering-condition", "scenarios");
    for scenario in exam.records("scenario") {
        if exam.read(scenario, "discovered", scenario.yes_no("discovered")) == Some(true) {
            judge_discovery(exam, scenario, linked.contains(scenario.identifier()));
        }
    }
    judge_exposure(exam);
}

fn judge_discovery<'d>(exam: &mut Examination<'d>, scenario: RecordRef<'d>, is_linked: bool) {
    let name = scenario.name();
    let area = scenario.choice("area").present();
    exam.saw_for(RETURN, scenario);
    if matches!(area, Some("1" | "4")) || scenario.has("rejected_because") {
        return;
    }
    let (conditions, dead) = scenario.linked("conditions");
    if let Some(id) = dead.first() {
        exam.gap((scenario, "conditions"), format!("{name} names the triggering condition `{id}`, which is not there"))
            .clause(RETURN)
            .help("add the triggering condition, or correct the reference");
    } else if conditions.is_empty() && !is_linked {
        exam.gap(scenario, format!("{name} was found by exploring and leads to no triggering condition"))
            .clause(RETURN)
            .help("analyse it and name its triggering condition, or say why it is rejected");
    } else if area == Some("3") {
        exam.gap((scenario, "area"), format!("{name} was found and analysed, and is still in area 3, the unknown"))
            .clause(RETURN)
            .help("move it to area 2");
    }
}

/// Every part of the domain that is listed was explored.
fn judge_exposure(exam: &mut Examination<'_>) {
    let mut strata: Vec<(&str, f64, RecordRef<'_>)> = Vec::new();
    let mut places = rustc_hash::FxHashMap::default();
    for exposure in exam.records("exposure") {
        exam.saw_for(EXPLORATION, exposure);
        let value = exam.read(exposure, "value", exposure.number("value"));
        let stratum = exposure.words("stratum");
        if stratum.is_empty() || exposure.text("value").is_absent() {
            let what = if stratum.is_empty() { "part of the domain" } else { "amount" };
            exam.gap(exposure, format!("{} names no {what}", exposure.name()))
                .clause(EXPLORATION)
                .help("say how much was driven or simulated in which part of the domain");
            continue;
        }
        let Some(value) = value else { continue };
        let place = *places.entry(stratum).or_insert(strata.len());
        match strata.get_mut(place) {
            Some((_, sum, _)) => *sum += value,
            None => strata.push((stratum, value, exposure)),
        }
    }
    for (stratum, sum, exposure) in strata {
        if sum <= 0.0 {
            exam.warn((exposure, "value"), format!("`{stratum}` was not explored at all"))
                .clause(EXPLORATION)
                .help("explore it, or say why what was found elsewhere holds there too");
        }
    }
}
