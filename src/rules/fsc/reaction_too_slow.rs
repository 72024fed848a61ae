use crate::dossier::RecordRef;
use crate::rules::{Check, Examination, rule};

rule! {
    /// A safety mechanism needs longer than the safety goal tolerates.
    ///
    /// ## Why it matters
    /// From the fault to the safe state, detection and reaction together may take the fault
    /// tolerant time interval of the goal and no more. After it, the hazard can happen
    /// although the mechanism works as designed.
    ///
    /// ## Example
    /// ```csv
    /// id,goal,fdti ms,frti ms
    /// SM-1,SG-1 (FTTI 50 ms),30,25
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,goal,fdti ms,frti ms
    /// SM-1,SG-1 (FTTI 50 ms),30,20
    /// ```
    /// Where the safe state cannot be reached in time, an emergency operation bridges the
    /// gap and is not longer than what it is tolerated for.
    ///
    /// ## Source
    /// ISO 26262-4:2018, 6.4.2.2. How the times were found is for a person to judge.
    "fsc/reaction-too-slow" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

/// The times of a mechanism, in milliseconds.
struct Times {
    detection: Option<f64>,
    reaction: Option<f64>,
    test_interval: Option<f64>,
    emergency: Option<f64>,
    emergency_tolerated: Option<f64>,
}

fn check(exam: &mut Examination<'_>) {
    let mechanisms = exam.records("mechanism");
    // A list without any times is not where they are stated.
    let is_timed = |mechanism: &RecordRef<'_>| mechanism.has("fdti") || mechanism.has("frti");
    if !mechanisms.iter().any(is_timed) {
        return;
    }
    for mechanism in mechanisms {
        let [detection, reaction, test_interval, emergency, emergency_tolerated] =
            ["fdti", "frti", "dti", "eoti", "eotti"].map(|field| exam.read(mechanism, field, mechanism.number(field)));
        let times = Times { detection, reaction, test_interval, emergency, emergency_tolerated };
        test_interval_fits(exam, mechanism, &times);
        sum_fits(exam, mechanism, &times);
    }
}

/// A test that runs less often than faults must be detected cannot detect them in time.
fn test_interval_fits<'d>(exam: &mut Examination<'d>, mechanism: RecordRef<'d>, times: &Times) {
    let (Some(interval), Some(detection)) = (times.test_interval, times.detection) else { return };
    exam.saw(mechanism);
    if is_over(interval, detection) {
        let name = mechanism.name();
        let message = format!("{name} tests every {interval} ms, and has to detect a fault within {detection} ms");
        exam.fail((mechanism, "dti"), message)
            .help("test more often, or show that the longer detection time is enough");
    }
}

fn sum_fits<'d>(exam: &mut Examination<'d>, mechanism: RecordRef<'d>, times: &Times) {
    // A goal without its time is the matter of hara/incomplete-goal.
    let goals = mechanism.linked("goal").0;
    let timed = goals.iter().filter_map(|goal| Some((*goal, goal.number("ftti").present()?)));
    let Some((goal, tolerated)) = timed.min_by(|a, b| a.1.total_cmp(&b.1)) else { return };
    let name = mechanism.name();
    let absent = mechanism.absent(&["fdti", "frti"]);
    if !absent.is_empty() {
        exam.saw(mechanism);
        let times = absent.iter().map(|field| field.to_uppercase()).collect::<Vec<_>>().join(" and ");
        exam.gap(mechanism, format!("{name} states no {times}, and {} tolerates {tolerated} ms", goal.name()))
            .help("state how long detection and reaction take");
        return;
    }
    let (Some(detection), Some(reaction)) = (times.detection, times.reaction) else { return };
    exam.saw(mechanism);
    let needed = detection + reaction;
    let bridged = times.emergency.zip(times.emergency_tolerated);
    let message = format!("{name} needs {needed} ms, and {} tolerates {tolerated} ms", goal.name());
    match bridged {
        Some((lasts, allowed)) if is_over(lasts, allowed) => {
            let message = format!("the emergency operation of {name} lasts {lasts} ms, and {allowed} ms are tolerated");
            exam.fail((mechanism, "eoti"), message).help("shorten it, or show that a longer one is tolerated");
        }
        None if is_over(needed, tolerated) => {
            exam.fail(mechanism, message)
                .help("make detection or reaction faster, or specify an emergency operation with its times");
        }
        _ => {}
    }
}

/// True if `time` is longer than `limit`; units converted may be off in the last digits.
fn is_over(time: f64, limit: f64) -> bool {
    time > limit + limit.abs() * 1e-9
}
