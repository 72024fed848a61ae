use jiff::civil::Date;

use super::spoken;
use crate::dossier::RecordRef;
use crate::rules::ver::results::Verified;
use crate::rules::{Check, Examination, rule};

rule! {
    /// A change was made without request, analysis, decision or new verification.
    ///
    /// ## Why it matters
    /// A change can undo what was shown before. Its impact has to be known before somebody
    /// entitled decides, and what it touches has to be verified again afterwards.
    ///
    /// ## Example
    /// ```csv
    /// id,changed item,change request,decision,changed_on
    /// CR-7,TSR-1,Shorter debounce time,accepted,2026-09-01
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// id,changed item,change request,impact analysis,decision,approved by,verified by,changed_on
    /// CR-7,TSR-1,Shorter debounce time,IA-7,accepted,J. Miller,TC-1,2026-09-01
    /// ```
    /// with TC-1 run after that day. A change that was rejected or is not made yet needs no
    /// verification. Changes that name elements relevant to cyber security, and nothing else
    /// that is recorded, are not judged here.
    ///
    /// ## Source
    /// ISO 26262-8:2018, 8.4.2, 8.4.3 and 8.4.4.
    "plan/unanalysed-change" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

/// What each clause asks a change to state.
const FIELDS: [(&str, &[&str]); 3] = [
    ("ISO-26262-8:8.4.2", &["request"]),
    ("ISO-26262-8:8.4.3", &["impact_analysis"]),
    ("ISO-26262-8:8.4.4", &["decision", "decided_by"]),
];

/// The clause on what becomes of a change that was decided.
const EVALUATION: &str = "ISO-26262-8:8.4.4";

fn check(exam: &mut Examination<'_>) {
    let verified = Verified::of(exam);
    for change in exam.records("change") {
        let Some(objects) = safety_objects(exam, change) else { continue };
        exam.saw(change);
        // That a change concerns functional safety is known from these.
        objects.into_iter().for_each(|object| exam.saw(object));
        let is_made = is_made(change);
        let mut absent: Vec<&str> = Vec::new();
        let mut clauses: Vec<&str> = Vec::new();
        for (clause, fields) in FIELDS {
            let of_clause = change.absent(fields);
            if !of_clause.is_empty() {
                absent.extend(of_clause);
                clauses.push(clause);
            }
        }
        let changed_on = exam.read(change, "changed_on", change.date("changed_on"));
        let fresh = changed_on.filter(|_| is_made).map(|day| freshness(exam, &verified, change, day));
        if is_made && change.text("verification").is_absent() && !matches!(fresh, Some(Freshness::Fresh)) {
            absent.push("verification");
            clauses.push(EVALUATION);
        }
        if !absent.is_empty() {
            let remark = exam.gap(change, format!("the change {} states no {}", change.name(), spoken(&absent)));
            clauses.dedup();
            for clause in clauses {
                remark.clause(clause);
            }
            remark.help("complete the record; a change is analysed and decided before it is made");
        } else if let (Some(Freshness::Stale(stale)), Some(day)) = (fresh, changed_on) {
            exam.gap(change, format!("the change {} of {day} has no verification after it: {stale}", change.name()))
                .clause(EVALUATION)
                .help("verify what was changed again");
        }
    }
}

/// What a change to functional safety may name.
const OBJECTS: [&str; 4] = ["requirement", "safety-goal", "work-product", "element"];

/// What a change concerns of functional safety. None if it names elements
/// relevant to cyber security, or says whether it affects it, and nothing that
/// functional safety knows.
fn safety_objects<'d>(exam: &Examination<'d>, change: RecordRef<'d>) -> Option<Vec<RecordRef<'d>>> {
    let find = |id: &str| OBJECTS.iter().find_map(|kind| exam.dossier.find(kind, id));
    let objects: Vec<RecordRef<'d>> = change.ids("object").into_iter().filter_map(find).collect();
    let is_about_cyber = change.has("elements") || change.has("affects_cyber");
    (!is_about_cyber || !objects.is_empty()).then_some(objects)
}

/// False if a change was refused, or is not made yet.
fn is_made(change: RecordRef<'_>) -> bool {
    let decision = change.words("decision").to_lowercase();
    let is_refused = ["reject", "refus", "declin", "delay", "defer", "postpon", "not accepted", "not approved"]
        .iter()
        .any(|word| decision.contains(word));
    !is_refused
}

/// Whether something was verified after a change.
#[derive(Debug, PartialEq, Eq)]
enum Freshness {
    /// It was, or nothing says that it was not.
    Fresh,
    /// It was not; the last one and its day.
    Stale(String),
    /// There is no verification.
    None,
}

fn freshness<'d>(exam: &Examination<'d>, verified: &Verified<'d>, change: RecordRef<'d>, day: Date) -> Freshness {
    let (own, dead) = change.linked("verification");
    if let [first, ..] = dead[..] {
        return Freshness::Stale(format!("`{first}` is not there"));
    }
    let run_on = |one: &RecordRef<'_>| one.date("executed_on").present();
    // What was run on an unknown day is not called old.
    let is_fresh = |all: &[RecordRef<'_>]| all.iter().any(|one| run_on(one).is_none_or(|run| run >= day));
    let requirements = change.ids("object").into_iter().filter_map(|id| exam.dossier.find("requirement", id));
    let of_objects: Vec<&[RecordRef<'_>]> =
        requirements.map(|requirement| verified.by(requirement)).filter(|all| !all.is_empty()).collect();
    let are_fresh = !of_objects.is_empty() && of_objects.iter().all(|all| is_fresh(all));
    if is_fresh(&own) || are_fresh {
        return Freshness::Fresh;
    }
    let all = own.iter().chain(of_objects.into_iter().flatten());
    match all.filter_map(|one| Some((run_on(one)?, one))).max_by_key(|(run, _)| *run) {
        Some((run, last)) => Freshness::Stale(format!("{} was run on {run}", last.name())),
        None => Freshness::None,
    }
}
