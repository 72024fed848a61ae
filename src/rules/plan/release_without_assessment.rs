use jiff::civil::Date;

use super::{measure_of, spoken};
use crate::dossier::RecordRef;
use crate::iso26262::independence::{Measure, Measures};
use crate::rules::release::{Purpose, releases};
use crate::rules::{Check, Examination, rule};

rule! {
    /// A release for production does not rest on an assessment that recommends it.
    ///
    /// ## Why it matters
    /// The release says that functional safety is achieved. For the higher ASILs somebody
    /// independent has to have judged that, and what that judgement asked for has to be done.
    ///
    /// ## Example
    /// ```csv
    /// id,measure,result,conditions,conditions closed
    /// FSA-1,Functional safety assessment,conditional acceptance,EMC report,
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,measure,result,conditions,conditions closed
    /// FSA-1,Functional safety assessment,conditional acceptance,EMC report,EMC report: closed 2026-10-01
    /// ```
    /// The release names who released which version and configuration when. Conditions are
    /// divided by semicolons; each is closed, or has somebody who owns it until a day.
    ///
    /// ## Source
    /// ISO 26262-2:2018, 6.4.12 and 6.4.13, table 1.
    "plan/release-without-assessment" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

/// The measure in the table of independence.
pub(super) const ASSESSMENT: &str = "functional safety assessment";

const FSA: &str = "ISO-26262-2:6.4.12";
const RELEASE: &str = "ISO-26262-2:6.4.13";

/// What an assessment recommends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Recommendation {
    Acceptance,
    Conditional,
    Rejection,
}

/// Reads `accepted`, `Conditional acceptance`, `rejection`.
fn recommendation(text: &str) -> Option<Recommendation> {
    let text = text.to_lowercase();
    let text = text.trim().trim_start_matches("recommendation").trim_matches([' ', ':', '.']);
    Some(match text {
        "acceptance" | "accepted" | "accept" | "unconditional acceptance" => Recommendation::Acceptance,
        "conditional acceptance"
        | "conditionally accepted"
        | "conditional"
        | "accepted with conditions"
        | "acceptance with conditions" => Recommendation::Conditional,
        "rejection" | "rejected" | "reject" | "not accepted" => Recommendation::Rejection,
        _ => return None,
    })
}

fn check(exam: &mut Examination<'_>) {
    let measures = Measures::new(exam.library);
    let mut assessments = exam.records("confirmation");
    assessments.retain(|one| measure_of(&measures, *one).is_some_and(|measure| measure.name() == ASSESSMENT));
    let releases = releases(exam, Purpose::Production);
    let latest = assessments.iter().copied().max_by_key(|one| one.date("date").present());
    for assessment in &assessments {
        judge_assessment(exam, *assessment);
    }
    for release in releases.iter().copied() {
        exam.saw_for(RELEASE, release);
        let absent = release.absent(&["name", "date", "version", "configuration"]);
        if !absent.is_empty() {
            exam.gap(release, format!("the release {} states no {}", release.name(), spoken(&absent)))
                .clause(RELEASE)
                .help("name who released which version and configuration when");
        }
        match latest {
            Some(assessment) => judge_release(exam, release, assessment),
            None => judge_lack(exam, &measures, release),
        }
    }
}

fn judge_assessment<'d>(exam: &mut Examination<'d>, assessment: RecordRef<'d>) {
    exam.saw_for(FSA, assessment);
    let name = assessment.name();
    let Some(result) = exam.read(assessment, "result", assessment.text("result")) else {
        if !assessment.text("result").is_there() {
            exam.gap(assessment, format!("the assessment {name} recommends nothing"))
                .clause(FSA)
                .help("state acceptance, conditional acceptance or rejection");
        }
        return;
    };
    match recommendation(result) {
        None => {
            let expected = "acceptance, conditional acceptance or rejection";
            exam.fail(
                (assessment, "result"),
                format!("the assessment {name} recommends `{result}`, expected {expected}"),
            )
            .clause(FSA)
            .help("state which of the three it is");
        }
        Some(Recommendation::Conditional) => judge_conditions(exam, assessment),
        Some(_) => {}
    }
}

/// Each condition is closed, or somebody owns it.
fn judge_conditions<'d>(exam: &mut Examination<'d>, assessment: RecordRef<'d>) {
    let count = |field| assessment.words(field).split([';', '\n', '|']).filter(|one| !one.trim().is_empty()).count();
    let (conditions, closed) = (count("conditions"), count("conditions_closed"));
    let name = assessment.name();
    let message = match (conditions, closed) {
        (0, _) => format!("the assessment {name} accepts under conditions and names none"),
        _ if closed < conditions => {
            format!("of {conditions} conditions of the assessment {name}, {closed} are closed or have an owner")
        }
        _ => return,
    };
    exam.gap(assessment, message)
        .clause(FSA)
        .help("list the conditions, and for each when it was closed, or who owns it until when");
}

/// A release after a rejection, or before the assessment.
fn judge_release<'d>(exam: &mut Examination<'d>, release: RecordRef<'d>, assessment: RecordRef<'d>) {
    // A release that was refused needs nothing.
    if recommendation(release.words("recommendation")) == Some(Recommendation::Rejection) {
        return;
    }
    let (name, of) = (release.name(), assessment.name());
    if recommendation(assessment.words("result")) == Some(Recommendation::Rejection) {
        exam.fail(release, format!("{name} is released, and the assessment {of} recommends rejection"))
            .clause(FSA)
            .clause(RELEASE)
            .help("correct what led to the rejection, and repeat the assessment");
        return;
    }
    let day = |record: RecordRef<'_>| -> Option<Date> { record.date("date").present() };
    if let (Some(released), Some(assessed)) = (day(release), day(assessment))
        && assessed > released
    {
        let message = format!("{name} is released on {released}, before the assessment {of} of {assessed}");
        exam.fail((release, "date"), message).clause(RELEASE).help("release after the assessment");
    }
}

/// A release without any assessment.
fn judge_lack<'d>(exam: &mut Examination<'d>, measures: &Measures<'_>, release: RecordRef<'d>) {
    let Some(asil) = exam.item_asil(Some(RELEASE)) else { return };
    let measure: Option<&Measure<'_>> = measures.all.iter().find(|measure| measure.name() == ASSESSMENT);
    let Some((measure, required)) = measure.and_then(|measure| Some((measure, measure.required(asil)?))) else {
        return;
    };
    let message = format!("{} is released for {asil} without a functional safety assessment", release.name());
    exam.rests_on(Some(measure.clause()), measure.certainty(asil), format!("independence for {asil}"));
    // At I0 it is recommended only.
    let remark = if required == 0 { exam.warn(release, message) } else { exam.gap(release, message) };
    remark
        .clause(measure.clause())
        .clause(FSA)
        .clause(RELEASE)
        .help(format!("add the assessment as a confirmation, at I{required} or above"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recommendations_are_read_and_not_guessed() {
        assert_eq!(recommendation("Accepted"), Some(Recommendation::Acceptance));
        assert_eq!(recommendation("Conditional acceptance"), Some(Recommendation::Conditional));
        assert_eq!(recommendation("recommendation: rejection"), Some(Recommendation::Rejection));
        assert_eq!(recommendation("ok"), None);
        assert_eq!(recommendation(""), None);
    }
}
