use rustc_hash::FxHashMap;

use super::left_out::{Reported, leave_out_levels, leave_out_method};
use super::{FAILURE_RATE_CLASSES, goals_of, is_wide, metric_kind, metric_value, uses_failure_rate_classes};
use crate::dossier::values::Asil;
use crate::dossier::{RecordId, RecordRef};
use crate::iso26262::metrics::{hourly, metrics, percent, target};
use crate::rules::trace::{GoalLinks, contradicts_itself, is_first};
use crate::rules::{Check, Examination, rule};

rule! {
    /// A hardware architectural metric misses its target, or is not reported.
    ///
    /// ## Why it matters
    /// The metrics say how well the hardware copes with random failures: how few of them
    /// violate a safety goal by themselves, how few stay unnoticed until a second one comes,
    /// and how often the goal is violated per hour of operation.
    ///
    /// ## Example
    /// ```csv
    /// goal,kind,value
    /// SG-1,SPFM,98.7 %
    /// ```
    /// where SG-1 is ASIL D.
    ///
    /// ## Instead
    /// ```csv
    /// goal,kind,value
    /// SG-1,SPFM,99.2 %
    /// SG-1,LFM,91 %
    /// SG-1,PMHF,8.5 FIT
    /// ```
    /// The targets are those of the ASIL before decomposition. For ASIL B they are
    /// recommended: whether one that is missed may be, a person judges. Where each cause is evaluated by failure rate classes, say so in
    /// `method`, and no PMHF is asked for.
    ///
    /// ## Source
    /// ISO 26262-5:2018, 8.4.5, 8.4.6, 9.4.2.2, with tables 4 to 6; 9.4.3 for the other method.
    "hw/metric-missed" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

/// Failures per hour that no item with hardware stays below: a value written
/// per hour under the unit FIT does. A suggestion, not a figure of the standard.
const LEAST_RATE: f64 = 1e-12;

fn check(exam: &mut Examination<'_>) {
    let links = GoalLinks::new(exam.dossier);
    leave_out_levels(exam, &links);
    let records = exam.records("metric");
    if records.is_empty() {
        return;
    }
    let mut reported: FxHashMap<RecordId, Reported> = FxHashMap::default();
    let mut is_any_unread = false;
    for metric in records {
        let kind = exam.read(metric, "kind", metric_kind(metric));
        let is_unread = is_wide(metric) || (kind.is_none() && metric.has("kind"));
        let uses_classes = uses_failure_rate_classes(metric);
        let goals = goals_of(exam, metric);
        is_any_unread |= is_unread && goals.is_empty();
        for goal in &goals {
            let entry = reported.entry(goal.number).or_default();
            entry.kinds.extend(kind);
            entry.uses_classes |= uses_classes;
            entry.has_unread |= is_unread;
        }
        if uses_classes {
            exam.saw_for(FAILURE_RATE_CLASSES, metric);
        }
        match kind {
            Some(kind) => judge(exam, metric, kind, &goals, &links),
            None if is_wide(metric) => {
                let message = format!("{} has its metrics in columns of their own, which are not read", metric.name());
                exam.unsure(metric, message)
                    .help("write a row for each metric, with `goal`, `kind`, `value` and `unit`");
            }
            None if uses_classes || metric.has("kind") => {}
            None => {
                let message = format!("{} does not say which metric it is", metric.name());
                exam.gap(metric, message).help("write SPFM, LFM or PMHF in `kind`");
            }
        }
    }
    look_for_missing(exam, &reported, &links, is_any_unread);
    leave_out_method(exam, &reported, &links);
}

/// The ASIL whose targets hold: of the goals, or what the record itself says.
fn asil_of(
    exam: &mut Examination<'_>,
    metric: RecordRef<'_>,
    goals: &[RecordRef<'_>],
    links: &GoalLinks<'_>,
) -> Option<Asil> {
    let of_goals = goals.iter().filter_map(|goal| links.asil(exam.library, *goal)).max();
    let asil = of_goals.or_else(|| metric.asil("asil").present().map(|stated| stated.initial()));
    if asil.is_none() {
        exam.unsure(metric, format!("for which ASIL {} is stated is not known", metric.name()))
            .help("name the safety goal in `goal`");
    }
    asil
}

/// Compares a metric with its target.
fn judge<'d>(
    exam: &mut Examination<'d>,
    metric: RecordRef<'d>,
    kind: &str,
    goals: &[RecordRef<'d>],
    links: &GoalLinks<'_>,
) {
    let Some(asil) = asil_of(exam, metric, goals, links) else { return };
    let Some(target) = target(exam.library, kind, asil) else { return };
    if kind == "PMHF" && uses_failure_rate_classes(metric) {
        return;
    }
    let reading = metric_value(metric, kind);
    if reading.is_absent() && target.is_required() {
        exam.gap(metric, format!("{} states no value of the {kind}", metric.name()))
            .clause(target.clause())
            .help(format!("state it: {asil} asks for {target}"));
        return;
    }
    let Some(value) = exam.read_for(&[target.clause()], metric, "value", reading) else { return };
    exam.saw_for(target.clause(), metric);
    goals.iter().for_each(|goal| exam.saw_for(target.clause(), *goal));
    exam.rests_on(Some(target.clause()), target.certainty(), format!("target of the {kind} for {asil}"));
    if kind == "PMHF" && value < LEAST_RATE {
        let message = format!("the PMHF of {} is {}, and no hardware fails as rarely", metric.name(), hourly(value));
        exam.unsure((metric, "value"), message)
            .clause(target.clause())
            .help("state the value that was calculated, in its unit: 1 FIT is 1e-9 per hour");
        return;
    }
    if target.is_met(value) {
        return;
    }
    let shown = if kind == "PMHF" { hourly(value) } else { percent(value) };
    let of = goals.first().map_or_else(|| metric.name(), |goal| goal.name());
    let message = format!("the {kind} of {of} is {shown}, expected {target} for {asil}");
    let at = (metric, "value");
    // What is recommended and missed needs a reason, which a person judges.
    let remark = if target.is_required() {
        exam.fail(at, message)
    } else {
        exam.unsure(at, format!("{message}, where it is recommended"))
    };
    remark
        .clause(target.clause())
        .help("improve the coverage or the parts, or show a target taken from a comparable design in use");
}

/// Goals that need metrics and have none.
fn look_for_missing(
    exam: &mut Examination<'_>,
    reported: &FxHashMap<RecordId, Reported>,
    links: &GoalLinks<'_>,
    is_any_unread: bool,
) {
    let none = Reported::default();
    // A list of goals may stand in several files: each goal is looked at once.
    let goals = exam.records("safety-goal").into_iter().filter(|goal| is_first(exam.dossier, *goal));
    for goal in goals.collect::<Vec<_>>() {
        let Some(asil) = links.asil(exam.library, goal) else {
            exam.leave_open(&[], goal, format!("{} has no ASIL", goal.name()));
            continue;
        };
        if contradicts_itself(exam.dossier, goal) {
            exam.leave_open(&[], goal, format!("{} is listed with several ASILs", goal.name()));
        }
        let found = reported.get(&goal.number).unwrap_or(&none);
        for kind in metrics(exam.library) {
            let Some(target) = target(exam.library, kind, asil).filter(|target| target.is_required()) else { continue };
            if kind == "PMHF" && found.uses_classes {
                continue;
            }
            if found.kinds.contains(&kind) {
                // Which ASIL is asked for, the events of the goal say.
                links.events(goal).iter().for_each(|event| exam.saw_for(target.clause(), *event));
                continue;
            }
            if found.has_unread || is_any_unread {
                let why = format!("whether a {kind} of {} is reported cannot be read", goal.name());
                exam.leave_open(&[target.clause()], goal, why);
                continue;
            }
            exam.gap(goal, format!("no {kind} of {} is reported, expected {target} for {asil}", goal.name()))
                .clause(target.clause())
                .help("add a metric for this goal; one for another goal does not count");
        }
    }
}
