use jiff::civil::Date;

use crate::dossier::RecordRef;
use crate::rules::release::{Purpose, releases};
use crate::rules::{Check, Examination, lacking, rule};

rule! {
    /// The field is not watched from the release on, or an issue from it is not followed up.
    ///
    /// ## Why it matters
    /// Some triggering conditions show only when many vehicles drive. So the process that
    /// watches for them stands before the release, and each issue goes through the same steps:
    /// its risk, what is done at once, the change that follows, and its end.
    ///
    /// ## Example
    /// ```csv
    /// id,description,risk,interim action,change,closed
    /// FI-1,brakes for steam over a manhole,low,,,
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,description,risk,interim action,change,closed
    /// FI-1,brakes for steam over a manhole,low,none needed: below 30 km/h only,CR-12,2026-08-03
    /// ```
    /// The plan is a work product or a statement that names clause 13.2 or 13.5 and has a date.
    ///
    /// ## Source
    /// ISO 21448:2022, 13.2 and 13.4.
    "sotif/unmonitored-field" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const MONITORING: &str = "ISO-21448:13.2";
const RESOLUTION: &str = "ISO-21448:13.4";
/// The numbers by which a plan is known: of the process and of its work product.
const PLAN: &[&str] = &["13.2", "13.5"];

fn check(exam: &mut Examination<'_>) {
    judge_plan(exam);
    for issue in exam.records("field-issue") {
        exam.saw_for(RESOLUTION, issue);
        let name = issue.name();
        let mut needed = vec!["risk", "interim_action", "closure"];
        let (changes, dead) = issue.linked("change");
        if let Some(id) = dead.first() {
            exam.gap((issue, "change"), format!("{name} names the change `{id}`, which is not there"))
                .clause(RESOLUTION)
                .help("add the change, or correct the reference");
        } else if changes.is_empty() {
            needed.push("change");
        }
        let absent = issue.absent(&needed);
        if !absent.is_empty() {
            exam.gap(issue, format!("{name} has {}", lacking(&absent)))
                .clause(RESOLUTION)
                .help("evaluate its risk, say what is done at once, link the change and say how far it is");
        }
    }
}

fn judge_plan(exam: &mut Examination<'_>) {
    let released = released_on(exam);
    let plans: Vec<RecordRef<'_>> = ["work-product", "statement"]
        .into_iter()
        .flat_map(|kind| exam.records(kind))
        .filter(|record| record.list("clause").iter().any(|clause| is_on_plan(clause)))
        .filter(|record| record.kind_name() != "work-product" || !record.has("tailored_out"))
        .collect();
    let mut dates = Vec::new();
    for plan in plans {
        exam.saw_for(MONITORING, plan);
        match exam.read(plan, "date", plan.date("date")) {
            Some(date) => dates.push((date, plan)),
            None if plan.text("date").is_absent() => {
                exam.gap(plan, format!("{} on monitoring the field has no date", plan.name()))
                    .clause(MONITORING)
                    .help("date it: the process stands before the release");
            }
            None => {}
        }
    }
    // The first of several is the one that had to be there.
    let (Some((date, plan)), Some(released)) = (dates.into_iter().min_by_key(|(date, _)| *date), released) else {
        return;
    };
    if date > released {
        let message = format!("{} on monitoring the field is of {date}, after the release of {released}", plan.name());
        exam.fail((plan, "date"), message)
            .clause(MONITORING)
            .help("define how the field is watched before the release");
    }
}

/// True of `ISO-21448:13.2`, `ISO 21448:2022 13.5`.
fn is_on_plan(cited: &str) -> bool {
    let number = cited.rsplit(|c: char| !c.is_ascii_digit() && c != '.').next().unwrap_or_default();
    cited.contains("21448") && PLAN.contains(&number)
}

fn released_on(exam: &Examination<'_>) -> Option<Date> {
    let stated = releases(exam, Purpose::Sotif).iter().filter_map(|release| release.date("date").present()).min();
    stated.or(exam.dossier.manifest.vehicle.release_date)
}
