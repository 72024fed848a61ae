use crate::dossier::RecordRef;
use crate::rules::{Check, Examination, rule};

rule! {
    /// The record of a verification lacks what makes its result usable.
    ///
    /// ## Why it matters
    /// A result counts for the version it was obtained on, in the environment it was obtained
    /// in, against the specification it was compared with. Without these, nobody can repeat
    /// the verification or say whether it still holds.
    ///
    /// ## Example
    /// ```csv
    /// id,verifies,result
    /// TC-1,TSR-1,passed
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,verifies,result,version,specification,environment,executed
    /// TC-1,TSR-1,passed,2.0,VS-7 rev. 3,HIL bench 2,2026-10-02
    /// ```
    /// Reviews of requirements, designs and architectures need no environment, and what was
    /// not run yet needs none of this. A result that is older than the approval of what it
    /// verifies is pointed out; one on another version than the released one is a matter of
    /// `ver/unverified-requirement`.
    ///
    /// ## Source
    /// ISO 26262-8:2018, 9.4.2 and 9.4.3.
    "ver/incomplete-record" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

/// Levels at which people read rather than run something.
const REVIEWED: &[&str] = &["requirement", "design", "architecture"];

const SPECIFICATION: &str = "ISO-26262-8:9.4.2";
const EXECUTION: &str = "ISO-26262-8:9.4.3";

fn check(exam: &mut Examination<'_>) {
    for verification in exam.records("verification") {
        // What was not run yet has no record of its execution.
        if verification.choice("result").present() == Some("open") {
            continue;
        }
        exam.saw(verification);
        judge_fields(exam, verification);
        judge_date(exam, verification);
    }
}

fn judge_fields(exam: &mut Examination<'_>, verification: RecordRef<'_>) {
    let level = verification.choice("level").present().unwrap_or_default();
    let mut needed = vec!["item_version", "specification", "result"];
    if !REVIEWED.contains(&level) {
        needed.push("environment");
    }
    let absent = verification.absent(&needed);
    if absent.is_empty() {
        return;
    }
    let list: Vec<String> = absent.iter().map(|field| field.replace('_', " ")).collect();
    let remark = exam.gap(verification, format!("{} states no {}", verification.name(), list.join(", no ")));
    remark.clause(EXECUTION);
    if absent.contains(&"specification") {
        remark.clause(SPECIFICATION);
    }
    remark.help("add it to the record, so that the verification can be repeated");
}

/// A result that is older than what it is a result on.
fn judge_date<'d>(exam: &mut Examination<'d>, verification: RecordRef<'d>) {
    let Some(executed) = exam.read(verification, "executed_on", verification.date("executed_on")) else { return };
    let targets = verification.linked("targets").0;
    let requirements = targets.into_iter().filter(|target| target.kind_name() == "requirement");
    let approved = requirements.filter_map(|target| Some((target.date("approved_on").present()?, target)));
    let Some((date, newest)) = approved.max_by_key(|(date, _)| *date).filter(|(date, _)| *date > executed) else {
        return;
    };
    let message =
        format!("{} was run on {executed}, before {} was approved on {date}", verification.name(), newest.name());
    exam.warn((verification, "executed_on"), message)
        .clause(EXECUTION)
        .help("run it again, or say why the result still holds");
}
