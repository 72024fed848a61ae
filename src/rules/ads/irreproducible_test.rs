use crate::dossier::RecordRef;
use crate::rules::{Check, Examination, lacking, rule};

rule! {
    /// A test record cannot be repeated, or does not say what it was judged by.
    ///
    /// ## Why it matters
    /// Evidence that nobody can produce again is none. Repeating a test takes the versions of
    /// software, hardware and tools, the scenario and its parameters. Judging it takes a
    /// criterion that was justified, a target that the result meets, and an environment that
    /// was shown to be suitable.
    ///
    /// ## Example
    /// ```csv
    /// id,scenario,software,hardware,tool version,environment,parameters,result,criterion,justification,metric,target,bound,achieved,suitability file
    /// T-1,SC-1,4.2,,CarSim 9,track,v = 60 km/h,passed,no contact,,gap,2,>=,1.4,docs/track.pdf
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,scenario,software,hardware,tool version,environment,parameters,result,criterion,justification,metric,target,bound,achieved,suitability file
    /// T-1,SC-1,4.2,B3,robot 7.1,track,v = 60 km/h,passed,no contact,see SC-1,gap,2,>=,2.3,docs/track.pdf
    /// ```
    /// Of a virtual test, the toolchain that it names stands for the file on suitability.
    ///
    /// ## Source
    /// UN ADS regulation, 7.3.2.16(a), (c) and (d), 7.3.3.9.1, 7.3.3.9.2 and 7.3.3.9.3.
    "ads/irreproducible-test" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const METRICS: &str = "UN-ADS:7.3.2.16(a)";
const JUSTIFIED: &str = "UN-ADS:7.3.2.16(c)";
const MET: &str = "UN-ADS:7.3.2.16(d)";
const SUITABLE: &str = "UN-ADS:7.3.3.9.1";
const CRITERION: &str = "UN-ADS:7.3.3.9.2";
const REPEATED: &str = "UN-ADS:7.3.3.9.3";

/// What it takes to repeat a test.
const NEEDED: &[&str] =
    &["software_version", "hardware_version", "tool_version", "scenario", "parameters", "environment", "result"];

fn check(exam: &mut Examination<'_>) {
    for test in exam.records("test-record") {
        exam.saw(test);
        judge_repetition(exam, test);
        judge_criterion(exam, test);
        judge_suitability(exam, test);
        judge_result(exam, test);
    }
}

fn judge_repetition<'d>(exam: &mut Examination<'d>, test: RecordRef<'d>) {
    let name = test.name();
    let absent = test.absent(NEEDED);
    if !absent.is_empty() {
        exam.gap(test, format!("{name} has {}", lacking(&absent)))
            .clause(REPEATED)
            .help("record what somebody else needs to repeat the test");
    }
    if let Some(id) = test.linked("scenario").1.first() {
        exam.gap((test, "scenario"), format!("{name} is of the scenario `{id}`, which is not there"))
            .clause(REPEATED)
            .help("add the scenario, or correct the reference");
    }
}

fn judge_criterion<'d>(exam: &mut Examination<'d>, test: RecordRef<'d>) {
    let name = test.name();
    if test.text("criterion").is_absent() {
        exam.gap(test, format!("{name} has no acceptance criterion"))
            .clause(CRITERION)
            .help("say by what the result was judged, and why by that");
    } else if test.text("criterion_justification").is_absent() {
        exam.gap((test, "criterion"), format!("the acceptance criterion of {name} is not justified"))
            .clause(JUSTIFIED)
            .help("say why this criterion was chosen");
    }
}

fn judge_suitability<'d>(exam: &mut Examination<'d>, test: RecordRef<'d>) {
    let (tools, dead) = test.linked("tool");
    let name = test.name();
    if let Some(id) = dead.first() {
        exam.gap((test, "tool"), format!("{name} used the toolchain `{id}`, which is not there"))
            .clause(SUITABLE)
            .help("add what shows the toolchain credible, or correct the reference");
    } else if tools.is_empty() && test.text("suitability").is_absent() {
        exam.gap(test, format!("nothing shows that the environment of {name} is suitable"))
            .clause(SUITABLE)
            .help("name the file on the suitability of the track, the roads or the toolchain");
    }
}

fn judge_result<'d>(exam: &mut Examination<'d>, test: RecordRef<'d>) {
    let name = test.name();
    match exam.read(test, "result", test.choice("result")) {
        Some("failed") => {
            exam.fail((test, "result"), format!("{name} failed"))
                .clause(MET)
                .help("remedy the cause and repeat the test");
            return;
        }
        Some("open") => {
            exam.gap((test, "result"), format!("{name} is still open"))
                .clause(MET)
                .help("run it and record the result");
            return;
        }
        _ => {}
    }
    if test.text("metric").is_absent() {
        return;
    }
    let needed = test.absent(&["target", "achieved"]);
    if !needed.is_empty() {
        exam.gap((test, "metric"), format!("the metric of {name} has {}", lacking(&needed)))
            .clause(METRICS)
            .help("state the target and what was achieved");
        return;
    }
    judge_target(exam, test);
}

fn judge_target<'d>(exam: &mut Examination<'d>, test: RecordRef<'d>) {
    let name = test.name();
    let target = exam.read(test, "target", test.number("target"));
    let achieved = exam.read(test, "achieved", test.number("achieved"));
    let (Some(target), Some(achieved)) = (target, achieved) else { return };
    let bound = exam.read(test, "comparator", test.choice("comparator"));
    let is_met = match bound {
        Some("<=") => achieved <= target,
        Some(_) => achieved >= target,
        None => {
            if test.text("comparator").is_absent() {
                exam.unsure(
                    (test, "target"),
                    format!("{name} does not say whether {target} is the highest or the lowest value"),
                )
                .clause(MET)
                .help("write `<=` or `>=` as the bound");
            }
            return;
        }
    };
    if !is_met {
        let bound = bound.unwrap_or_default();
        exam.fail((test, "achieved"), format!("{name} achieved {achieved}, expected {bound} {target}"))
            .clause(MET)
            .help("remedy the cause and repeat the test, or justify another target");
    }
}
