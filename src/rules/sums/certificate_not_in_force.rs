use jiff::civil::Date;

use crate::dossier::RecordRef;
use crate::rules::{Check, Examination, approval, misfit, rule};

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

/// The number of the regulation that asks for the certificate.
const REGULATION: &str = "156";

const ATTACHED: &str = "UN-R156:3.5";
const VALIDITY: &str = "UN-R156:6.6";
const RENEWAL: &str = "UN-R156:6.9";
const EXPIRY: &str = "UN-R156:6.10";
const INFORMATION_DOCUMENT: &str = "UN-R156:Annex-1-9.2";
const COMMUNICATION_FORM: &str = "UN-R156:Annex-2-7";

/// A certificate with its dates.
#[derive(Clone, Copy)]
struct Certificate<'d> {
    record: RecordRef<'d>,
    issued: Date,
    until: Date,
    withdrawn: Option<Date>,
}

impl Certificate<'_> {
    fn holds_on(&self, day: Date) -> bool {
        self.issued <= day && day <= self.until && self.withdrawn.is_none_or(|withdrawn| withdrawn > day)
    }

    /// Why it does not hold on `day`.
    fn why_not(&self, day: Date) -> String {
        match self.withdrawn {
            _ if self.issued > day => format!("was issued on {}", self.issued),
            Some(withdrawn) if withdrawn <= day => format!("was withdrawn on {withdrawn}"),
            _ => format!("ended on {}", self.until),
        }
    }
}

fn check(exam: &mut Examination<'_>) {
    let records = approval::certificates(exam, "SUMS");
    for record in &records {
        approval::judge_holder(exam, *record, &[ATTACHED]);
        compare_numbers(exam, *record, "information_document_number", "information document", INFORMATION_DOCUMENT);
        compare_numbers(exam, *record, "communication_form_number", "communication form", COMMUNICATION_FORM);
    }
    let covers = |record: &RecordRef<'_>| misfit::misfit(exam, *record, REGULATION).is_none();
    let fit: Vec<RecordRef<'_>> = records.iter().filter(|record| covers(record)).copied().collect();
    let last = records.iter().max_by_key(|record| record.date("valid_until").present());
    if let Some((last, found)) =
        last.filter(|_| fit.is_empty()).and_then(|last| Some((last, misfit::misfit(exam, *last, REGULATION)?)))
    {
        misfit::report(exam, *last, found, &[ATTACHED, VALIDITY, INFORMATION_DOCUMENT]);
    }
    let dated: Vec<Certificate<'_>> = fit.iter().filter_map(|record| dates(exam, *record)).collect();
    // One without dates was reported, and may be the one in force.
    if dated.len() == fit.len() {
        judge_approval(exam, &dated);
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

/// The dates of a certificate; judges how long it is valid.
fn dates<'d>(exam: &mut Examination<'d>, record: RecordRef<'d>) -> Option<Certificate<'d>> {
    let missing = record.absent(&["issued", "valid_until"]);
    if !missing.is_empty() {
        let missing = missing.join(" and ").replace('_', " ");
        exam.gap(record, format!("the certificate {} does not say: {missing}", record.name()))
            .clause(VALIDITY)
            .clause(ATTACHED)
            .help("enter both dates as the certificate gives them");
        return None;
    }
    let issued = exam.read(record, "issued", record.date("issued"));
    let until = exam.read(record, "valid_until", record.date("valid_until"));
    let withdrawn = exam.read(record, "withdrawn_on", record.date("withdrawn_on"));
    let (issued, until) = (issued?, until?);
    let limit = exam.library.clause(VALIDITY).and_then(|clause| clause.limit.as_ref());
    if let Some((limit, last)) = limit.and_then(|limit| Some((limit, approval::end_of_period(issued, limit)?))) {
        exam.saw_for(VALIDITY, record);
        if until > last {
            let longest = format!("{} {}s", limit.value, limit.unit);
            let message = format!(
                "the certificate {} is valid until {until}, expected at most {longest} from its issue, {last}",
                record.name()
            );
            exam.fail((record, "valid_until"), message)
                .clause(VALIDITY)
                .clause(ATTACHED)
                .help("correct the date; where it was extended, give the date of the extension as the date of issue");
        }
    }
    Some(Certificate { record, issued, until, withdrawn })
}

fn judge_approval(exam: &mut Examination<'_>, certificates: &[Certificate<'_>]) {
    let Some(latest) = certificates.iter().max_by_key(|one| one.until).copied() else { return };
    let name = latest.record.name();
    let approval = exam.dossier.manifest.vehicle.approval_date;
    let today = exam.as_of;
    let in_force = |day: Date| certificates.iter().find(|one| one.holds_on(day));
    let Some(covering) = in_force(approval.unwrap_or(today)) else {
        let (day, why) = (approval.unwrap_or(today), latest.why_not(approval.unwrap_or(today)));
        if approval.is_some() {
            exam.fail(latest.record, format!("the certificate {name} {why}, and the approval is of {day}"))
                .clause(ATTACHED)
                .help("an approval needs a certificate in force: have it renewed, or correct the dates");
        } else {
            exam.unsure(latest.record, format!("the certificate {name} {why}, and no approval date is declared"))
                .clause(ATTACHED)
                .help(
                    "declare `vehicle.approval_date`: approvals given before stand, a new one needs a new certificate",
                );
        }
        return;
    };
    exam.saw_for(ATTACHED, covering.record);
    for clause in [RENEWAL, EXPIRY] {
        exam.saw_for(clause, latest.record);
    }
    if in_force(today).is_none() && latest.issued <= today {
        let why = latest.why_not(today);
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
