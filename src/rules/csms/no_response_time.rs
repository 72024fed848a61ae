use rustc_hash::FxHashMap;

use crate::dossier::RecordRef;
use crate::rules::words::plain;
use crate::rules::{Check, Examination, quoted, rule};

rule! {
    /// A category of vulnerability has no deadline, or a vulnerability is not followed against it.
    ///
    /// ## Why it matters
    /// Threats and vulnerabilities that need a response have to be dealt with in reasonable
    /// time. What is reasonable follows from the maker's own categories, so each needs a
    /// deadline, and each record the dates that show whether it was kept.
    ///
    /// ## Example
    /// ```csv
    /// category,needs_response,deadline
    /// critical,yes,30 days
    /// high,yes,
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// category,needs_response,deadline
    /// critical,yes,30 days
    /// high,yes,90 days
    /// low,no,
    /// ```
    /// Vulnerabilities give `category`, `detected_on`, `decided_on` and `mitigated_on`. One
    /// that took longer than the maker's deadline is shown to a person: the regulation sets
    /// no number.
    ///
    /// ## Source
    /// UN R155, 7.2.2.3; ISO/SAE 21434:2021, RQ-08-07.
    "csms/no-response-time" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const CLAUSE: &str = "UN-R155:7.2.2.3";

/// The maker's deadline of a category.
#[derive(Clone, Copy)]
enum Deadline {
    /// So many days.
    Days(f64),
    /// The category needs no response.
    NotNeeded,
    /// Missing or unreadable, which is said at the category.
    Unknown,
}

fn check(exam: &mut Examination<'_>) {
    let mut deadlines: FxHashMap<String, Deadline> = FxHashMap::default();
    for category in exam.records("response-time") {
        let deadline = deadline(exam, category);
        deadlines.insert(plain(category.words("category")), deadline);
    }
    // Without any categories the response times were not supplied.
    if deadlines.is_empty() {
        return;
    }
    for vulnerability in exam.records("vulnerability") {
        exam.saw(vulnerability);
        match deadlines.get(&plain(vulnerability.words("category"))).copied() {
            None => report_category(exam, vulnerability),
            Some(Deadline::NotNeeded) => {}
            Some(Deadline::Unknown) => judge_dates(exam, vulnerability, None),
            Some(Deadline::Days(days)) => judge_dates(exam, vulnerability, Some(days)),
        }
    }
}

fn deadline<'d>(exam: &mut Examination<'d>, category: RecordRef<'d>) -> Deadline {
    exam.saw_for(CLAUSE, category);
    if exam.read(category, "needs_response", category.yes_no("needs_response")) == Some(false) {
        return Deadline::NotNeeded;
    }
    let name = quoted(category.words("category"));
    if category.text("deadline").is_absent() {
        exam.gap(category, format!("category {name} needs a response and has no deadline"))
            .clause(CLAUSE)
            .help("set a deadline in days, or say that the category needs no response");
        return Deadline::Unknown;
    }
    exam.read(category, "deadline", category.number("deadline")).map_or(Deadline::Unknown, Deadline::Days)
}

fn report_category(exam: &mut Examination<'_>, vulnerability: RecordRef<'_>) {
    let name = vulnerability.name();
    let message = match vulnerability.words("category") {
        "" => format!("{name} has no category, so no deadline is known"),
        category => format!("{name} is of category {}, which has no deadline", quoted(category)),
    };
    exam.gap((vulnerability, "category"), message)
        .clause(CLAUSE)
        .help("put it into one of the categories with a response time");
}

fn judge_dates<'d>(exam: &mut Examination<'d>, vulnerability: RecordRef<'d>, days: Option<f64>) {
    let missing = vulnerability.absent(&["detected_on", "decided_on"]);
    let name = vulnerability.name();
    if !missing.is_empty() {
        let missing: Vec<&str> =
            missing.iter().map(|field| if *field == "detected_on" { "detected" } else { "decided" }).collect();
        exam.gap(vulnerability, format!("{name} does not say when it was {}", missing.join(" and ")))
            .help("record when it was detected, when the treatment was decided and when it was mitigated");
    }
    let [detected, _, mitigated] = ["detected_on", "decided_on", "mitigated_on"]
        .map(|field| exam.read(vulnerability, field, vulnerability.date(field)));
    let (Some(detected), Some(days)) = (detected, days) else { return };
    // What is not mitigated is open until today; what cannot be read is not guessed.
    let end = match mitigated {
        Some(day) => day,
        None if vulnerability.text("mitigated_on").is_absent() => exam.as_of,
        None => return,
    };
    let taken = (end - detected).get_days();
    let state = if mitigated.is_some() { "took" } else { "has been open for" };
    if f64::from(taken) > days {
        exam.unsure(vulnerability, format!("{name} {state} {taken} days, and the maker's deadline is {days}"))
            .help("a person judges whether the time is reasonable; say why it took longer");
    }
}
