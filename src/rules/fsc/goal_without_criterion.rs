use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::dossier::values::Asil;
use crate::dossier::{RecordId, RecordRef};
use crate::rules::trace::{dead, is_first, level, quoted_all};
use crate::rules::{Check, Examination, rule};

rule! {
    /// A safety goal has no criterion for its validation, or got it after the results.
    ///
    /// ## Why it matters
    /// Validation shows on the vehicle that the safety goals are met. A criterion that is
    /// written when the results are known says what was found and not what was needed.
    ///
    /// ## Example
    /// ```csv
    /// id,goal,criterion,set on
    /// VC-1,SG-1,,
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,goal,criterion,set on
    /// VC-1,SG-1,lateral offset below 0.3 m in all fault injections,2026-02-01
    /// ```
    ///
    /// ## Source
    /// ISO 26262-3:2018, 7.4.3. That the criterion comes before the results follows from
    /// its purpose.
    "fsc/goal-without-criterion" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

/// When something happened to a safety goal first.
type Dates<'d> = FxHashMap<RecordId, (Date, RecordRef<'d>)>;

fn check(exam: &mut Examination<'_>) {
    if !exam.dossier.has("validation-criterion") {
        return;
    }
    let mut counts: FxHashMap<RecordId, usize> = FxHashMap::default();
    let mut set: Dates<'_> = FxHashMap::default();
    for criterion in exam.records("validation-criterion") {
        let set_on = exam.read(criterion, "set_on", criterion.date("set_on"));
        for goal in criterion.linked("goal").0.into_iter().filter(|_| criterion.has("criterion")) {
            *counts.entry(goal.number).or_default() += 1;
            if let Some(date) = set_on {
                note(&mut set, goal, date, criterion);
            }
        }
        let dead = dead(exam.dossier, criterion, "goal");
        if !dead.is_empty() {
            let message =
                format!("{} is for {}, which is no safety goal of the dossier", criterion.name(), quoted_all(&dead));
            exam.gap((criterion, "goal"), message).help("correct the link, or add the safety goal");
        }
    }
    let results = results(exam);
    for goal in exam.records("safety-goal") {
        let is_qm = level(exam.dossier, goal).is_some_and(|stated| stated.initial() == Asil::Qm);
        if is_qm || !is_first(exam.dossier, goal) {
            continue;
        }
        exam.saw(goal);
        if !counts.contains_key(&goal.number) {
            exam.gap(goal, format!("{} has no criterion for its validation", goal.name()))
                .help("say by which result on the vehicle the safety goal counts as met");
        } else if let (Some((set_on, criterion)), Some((first, result))) =
            (set.get(&goal.number), results.get(&goal.number))
            && first < set_on
        {
            let (name, result) = (criterion.name(), result.name());
            let message = format!("{name} was set on {set_on}, after the result of {result} on {first}");
            exam.gap(*criterion, message).help("show that the criterion was known before, or repeat the validation");
        }
    }
}

/// The first dated result for each safety goal.
fn results<'d>(exam: &Examination<'d>) -> Dates<'d> {
    let mut dates = FxHashMap::default();
    for verification in exam.records("verification") {
        let Some(date) = verification.date("executed_on").present() else { continue };
        let goals = verification.linked("targets").0.into_iter().filter(|target| target.kind_name() == "safety-goal");
        for goal in goals {
            note(&mut dates, goal, date, verification);
        }
    }
    dates
}

fn note<'d>(dates: &mut Dates<'d>, goal: RecordRef<'d>, date: Date, record: RecordRef<'d>) {
    let entry = dates.entry(goal.number).or_insert((date, record));
    if date < entry.0 {
        *entry = (date, record);
    }
}
