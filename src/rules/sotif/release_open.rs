use crate::dossier::RecordRef;
use crate::rules::release::{Purpose, releases};
use crate::rules::{Check, Examination, points, rule};

rule! {
    /// The release for the intended functionality leaves something open.
    ///
    /// ## Why it matters
    /// Before a release somebody looks at everything again: strategy, known and unknown
    /// scenarios, misuse, measures, monitoring, open issues. The result is one of three
    /// recommendations. One that is none of them, conditions that nobody follows, or grave
    /// issues that are open make a release that nobody can rely on.
    ///
    /// ## Example
    /// ```csv
    /// id,kind,recommendation,open issues,conditions,condition owner
    /// R-1,sotif,conditional acceptance,0,map of tunnels to be completed,
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,kind,recommendation,open issues,conditions,condition owner
    /// R-1,sotif,conditional acceptance,0,map of tunnels to be completed,A. Weber until 2027-01-31
    /// ```
    /// The questions of the review are answered by statements with the topics
    /// `sotif-strategy`, `sotif-known-scenarios`, `sotif-unknown-scenarios`, `sotif-misuse`,
    /// `sotif-measures`, `sotif-monitoring` and `sotif-open-issues`.
    ///
    /// ## Source
    /// ISO 21448:2022, 12.3 (the title is recalled) and 12.4.
    "sotif/release-open" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const RECOMMENDATION: &str = "ISO-21448:12.4";
const CRITERIA: &str = "ISO-21448:12.3";

fn check(exam: &mut Examination<'_>) {
    points::check(exam);
    for release in releases(exam, Purpose::Sotif) {
        exam.saw_for(RECOMMENDATION, release);
        let recommendation = recommendation(exam, release);
        judge_issues(exam, release, recommendation);
        if recommendation.is_some_and(|one| one.contains("conditional")) {
            judge_conditions(exam, release);
        }
    }
}

/// Which of the recommendations of the clause the release gives.
fn recommendation<'d>(exam: &mut Examination<'d>, release: RecordRef<'d>) -> Option<&'d str> {
    let allowed = exam.library.clause(RECOMMENDATION).and_then(|clause| clause.limit.as_ref())?;
    let allowed: Vec<&str> = allowed.value.split('|').collect();
    let stated = exam.read(release, "recommendation", release.text("recommendation"));
    let expected = allowed.join(", ");
    let Some(stated) = stated else {
        if release.text("recommendation").is_absent() {
            exam.gap(release, format!("{} gives no recommendation, expected one of {expected}", release.name()))
                .clause(RECOMMENDATION)
                .help("record the recommendation of those who evaluated it");
        }
        return None;
    };
    let found = allowed.into_iter().find(|one| is_same(stated, one));
    if found.is_none() {
        exam.fail(
            (release, "recommendation"),
            format!("{} recommends `{stated}`, expected one of {expected}", release.name()),
        )
        .clause(RECOMMENDATION)
        .help("use one of the three");
    }
    found
}

/// `accepted` is `acceptance`, `conditionally accepted` is `conditional
/// acceptance`: the first letters of the first word tell them apart.
fn is_same(stated: &str, recommendation: &str) -> bool {
    let stem = |text: &str| text.trim().to_lowercase().chars().take(6).collect::<String>();
    stem(stated) == stem(recommendation)
}

fn judge_issues<'d>(exam: &mut Examination<'d>, release: RecordRef<'d>, recommendation: Option<&str>) {
    let name = release.name();
    if release.text("open_issues").is_absent() {
        exam.gap(release, format!("{name} does not say how many issues of high severity are open"))
            .clause(CRITERIA)
            .help("state the number, 0 if there is none");
        return;
    }
    let Some(open) = exam.read(release, "open_issues", release.number("open_issues")) else { return };
    let is_rejected = recommendation.is_some_and(|one| one.contains("reject"));
    if open > 0.0 && !is_rejected {
        exam.fail((release, "open_issues"), format!("{name} has {open} open issues of high severity, expected none"))
            .clause(CRITERIA)
            .clause(RECOMMENDATION)
            .help("close them before the release, or lower their risk and say why");
    }
}

fn judge_conditions<'d>(exam: &mut Examination<'d>, release: RecordRef<'d>) {
    let name = release.name();
    if !release.has("conditions") {
        exam.gap(release, format!("{name} is conditional and names no condition"))
            .clause(RECOMMENDATION)
            .help("name each condition");
    } else if !release.has("conditions_closed") {
        exam.gap((release, "conditions"), format!("the conditions of {name} have neither an end nor an owner"))
            .clause(RECOMMENDATION)
            .help("say when each condition was closed, or who owns it until when");
    }
}
