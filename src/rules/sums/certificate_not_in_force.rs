use crate::dossier::RecordRef;
use crate::rules::certificate::{self, Asked, Certificate, Found};
use crate::rules::{Check, Examination, rule};

rule! {
    /// The certificate of the software update management system is not in force, or its numbers differ.
    ///
    /// ## Why it matters
    /// A vehicle type is approved for software updates only under a certificate of the
    /// management system that holds on the day of approval. An approval once given outlives
    /// the certificate; the next one does not come without a new certificate. An
    /// application, a certificate of tomorrow, one that was suspended, one under another
    /// regulation and one for other vehicles are none.
    ///
    /// ## Example
    /// ```toml
    /// [vehicle]
    /// approval_date = 2026-10-01
    /// [[record]]
    /// record = "certificate"
    /// kind = "SUMS"
    /// id = "E1*156SUMS*0007"
    /// issued = 2023-05-02
    /// valid_until = 2026-05-01
    /// ```
    ///
    /// ## Instead
    /// Have the certificate renewed before the approval is asked for, and enter the new one.
    /// Where it was extended, give the date of the extension as the date of issue. Without
    /// `vehicle.approval_date` the day of the assessment counts.
    ///
    /// ## Source
    /// UN R156, 3.5, 6.6, 6.9, 6.10 and item 9.2 of Annex 1 (original version).
    "sums/certificate-not-in-force" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const ATTACHED: &str = "UN-R156:3.5";
const VALIDITY: &str = "UN-R156:6.6";
const RENEWAL: &str = "UN-R156:6.9";
const EXPIRY: &str = "UN-R156:6.10";
const INFORMATION_DOCUMENT: &str = "UN-R156:Annex-1-9.2";
const COMMUNICATION_FORM: &str = "UN-R156:Annex-2-7";

/// The certificate that the regulation asks for.
const ASKED: Asked =
    Asked { system: "SUMS", regulation: "156", duration: VALIDITY, clauses: &[ATTACHED, INFORMATION_DOCUMENT] };

fn check(exam: &mut Examination<'_>) {
    let certificates = certificate::read_all(exam, &ASKED);
    for Certificate { record, .. } in &certificates {
        compare_numbers(exam, *record, "information_document_number", "information document", INFORMATION_DOCUMENT);
        compare_numbers(exam, *record, "communication_form_number", "communication form", COMMUNICATION_FORM);
    }
    let approval = exam.dossier.manifest.vehicle.approval_date;
    match certificate::find(exam, &certificates, approval.unwrap_or(exam.as_of), &ASKED) {
        Found::InForce(covering) => {
            exam.saw_for(ATTACHED, covering.record);
            judge_today(exam, &certificates);
        }
        Found::Ended(last, field, why) => report_ended(exam, &last, field, &why),
        Found::Nothing => {}
    }
}

fn compare_numbers<'d>(exam: &mut Examination<'d>, record: RecordRef<'d>, field: &str, place: &str, clause: &str) {
    let fold = |text: &str| text.split_whitespace().collect::<String>().to_lowercase();
    let number = record.words(field);
    if number.is_empty() || record.identifier().is_empty() {
        return;
    }
    exam.saw_for(clause, record);
    if fold(number) != fold(record.identifier()) {
        let message = format!("the {place} gives the number `{number}` for the certificate {}", record.name());
        exam.fail((record, field), message)
            .clause(clause)
            .clause(ATTACHED)
            .help("give the number of the certificate itself");
    }
}

/// None in force on the day of the approval.
fn report_ended<'d>(exam: &mut Examination<'d>, last: &Certificate<'d>, field: &str, why: &str) {
    let (at, name) = ((last.record, field), last.record.name());
    let remark = if let Some(day) = exam.dossier.manifest.vehicle.approval_date {
        exam.fail(at, format!("the certificate {name} {why}, and the approval is of {day}"))
            .help("an approval needs a certificate in force: have it renewed, or correct the dates")
    } else {
        let help = "declare `vehicle.approval_date`: approvals given before stand, a new one needs a new certificate";
        exam.unsure(at, format!("the certificate {name} {why}, and no approval date is declared")).help(help)
    };
    remark.about(ASKED.clauses);
}

/// An approval outlives its certificate; the next one does not come without.
fn judge_today(exam: &mut Examination<'_>, certificates: &[Certificate<'_>]) {
    let Some(latest) = certificates.iter().max_by_key(|one| one.valid_until) else { return };
    for clause in [RENEWAL, EXPIRY] {
        exam.saw_for(clause, latest.record);
    }
    let today = exam.as_of;
    if certificate::holding(exam, certificates, today, &ASKED).is_some() {
        return;
    }
    if let Some((_, why)) = latest.trouble(today) {
        let name = latest.record.name();
        exam.warn(
            latest.record,
            format!("the certificate {name} {why}: the approval stands, a new one is not possible"),
        )
        .clause(RENEWAL)
        .clause(EXPIRY)
        .clause(ATTACHED)
        .help("have the certificate renewed before the next approval or extension");
    }
}
