use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::dossier::RecordRef;
use crate::rules::{Check, Examination, rule};

rule! {
    /// The risk assessment was not revised after a change or a vulnerability.
    ///
    /// ## Why it matters
    /// The assessment has to be kept current. A change of the type or a vulnerability that
    /// touches an element asks whether its risks are still rated right; a change that touches
    /// cyber security has to be notified to the authority besides.
    ///
    /// ## Example
    /// ```csv
    /// change id,object,elements,date,affects cyber security,notified on
    /// CR-7,Gateway,E-1,2026-09-01,yes,2026-09-10
    /// ```
    /// ```csv
    /// risk id,elements,decided,revised
    /// R-1,E-1,2025-02-01,2025-08-01
    /// ```
    ///
    /// ## Instead
    /// ```csv
    /// risk id,elements,decided,revised
    /// R-1,E-1,2025-02-01,2026-09-03
    /// ```
    ///
    /// ## Source
    /// UN R155, 7.2.2.2(f) and 8.1.
    "tara/assessment-stale" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const CURRENT: &str = "UN-R155:7.2.2.2(f)";
const NOTIFIED: &str = "UN-R155:8.1";

/// When risks were last looked at.
#[derive(Default)]
struct Revisions<'d> {
    by_element: FxHashMap<&'d str, Date>,
    last: Option<Date>,
}

fn check(exam: &mut Examination<'_>) {
    if !exam.dossier.has("risk") {
        return;
    }
    let revisions = revisions(exam);
    for change in exam.records("change") {
        let affects = exam.read(change, "affects_cyber", change.yes_no("affects_cyber"));
        let touches = affects.unwrap_or(!change.ids("elements").is_empty());
        if !touches {
            continue;
        }
        if change.text("changed_on").is_absent() {
            exam.unsure(change, format!("{} touches cyber security and has no date", change.name()))
                .help("say when it was made, so that the revision of the risks can be compared");
        }
        let Some(day) = exam.read(change, "changed_on", change.date("changed_on")) else { continue };
        judge(exam, &revisions, change, day, "was made");
        if affects == Some(true) {
            judge_notification(exam, change, day);
        }
    }
    for vulnerability in exam.records("vulnerability") {
        let dates = ["detected_on", "decided_on"].map(|field| vulnerability.date(field).present());
        let Some(day) = dates.into_iter().flatten().next() else { continue };
        if !vulnerability.ids("elements").is_empty() {
            judge(exam, &revisions, vulnerability, day, "was detected");
        }
    }
}

/// A risk decided after the event is as good as one revised.
fn revisions<'d>(exam: &mut Examination<'d>) -> Revisions<'d> {
    let mut revisions = Revisions::default();
    for risk in exam.records("risk") {
        let dates = ["decided_on", "revised_on"].map(|field| exam.read(risk, field, risk.date(field)));
        let Some(day) = dates.into_iter().flatten().max() else { continue };
        revisions.last = revisions.last.max(Some(day));
        for element in risk.ids("elements") {
            let known = revisions.by_element.entry(element).or_insert(day);
            *known = (*known).max(day);
        }
    }
    revisions
}

/// Some risk of the elements, or any at all where none is named, is as new as the event.
fn judge(exam: &mut Examination<'_>, revisions: &Revisions<'_>, event: RecordRef<'_>, day: Date, what: &str) {
    let elements = event.ids("elements");
    let last = match elements.is_empty() {
        true => revisions.last,
        false => elements.iter().filter_map(|element| revisions.by_element.get(element).copied()).max(),
    };
    exam.saw_for(CURRENT, event);
    if last.is_some_and(|last| last >= day) {
        return;
    }
    let state = match last {
        Some(last) => format!("its risks were last revised on {last}"),
        None => "no dated risk is about its elements".to_owned(),
    };
    exam.fail(event, format!("{} {what} on {day}, and {state}", event.name()))
        .clause(CURRENT)
        .help("look at the risks of these elements again, and set `revised_on`");
}

/// A change of an approved type is notified to the authority.
fn judge_notification<'d>(exam: &mut Examination<'d>, change: RecordRef<'d>, day: Date) {
    let vehicle = &exam.dossier.manifest.vehicle;
    let approved = vehicle.first_approval_date.or(vehicle.approval_date);
    if approved.is_none_or(|approved| day < approved) {
        return;
    }
    exam.saw_for(NOTIFIED, change);
    exam.read(change, "notified_on", change.date("notified_on"));
    if change.text("notified_on").is_absent() {
        exam.gap(
            change,
            format!(
                "{} affects the cyber security of the approved type, and no notification is recorded",
                change.name()
            ),
        )
        .clause(NOTIFIED)
        .help("notify the authority, and set `notified_on`");
    }
}
