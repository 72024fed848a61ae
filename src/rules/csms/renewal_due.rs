use jiff::civil::Date;

use super::ASKED;
use crate::dossier::RecordRef;
use crate::rules::{Check, Examination, certificate, misfit, quoted, rule};

rule! {
    /// The certificate of the management system expires soon, or did, and no renewal is under way.
    ///
    /// ## Why it matters
    /// The maker has to apply early enough for the assessment to end before the certificate
    /// does. If it lapses, that counts as a modification of every approval that rests on it
    /// and may end in their withdrawal.
    ///
    /// ## Example
    /// ```toml
    /// [[record]]
    /// record = "certificate"
    /// kind = "CSMS"
    /// id = "CSMS-17"
    /// issued = 2024-02-01
    /// valid_until = 2027-01-31      # in ten weeks
    /// ```
    ///
    /// ## Instead
    /// ```toml
    /// renewal_applied_on = 2026-08-01
    /// ```
    /// We warn from 180 days before the end; the regulation only says in due time.
    ///
    /// ## Source
    /// UN R155, 6.10 and 6.11. UN R156, 6.10, is different: there approvals stand.
    "csms/renewal-due" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const RENEWAL: &str = "UN-R155:6.10";
const LAPSE: &str = "UN-R155:6.11";

/// Our suggestion: the regulation sets no number.
const LEAD_DAYS: i32 = 180;

fn check(exam: &mut Examination<'_>) {
    let today = exam.as_of;
    let dated = certificate::of_system(exam, ASKED.system)
        .into_iter()
        .filter(|record| record.date("valid_until").present().is_some())
        // One that does not cover the vehicle is another rule's matter.
        .filter(|record| misfit::misfit(exam, *record, ASKED.regulation).is_none());
    // Only the last one matters: the others were renewed.
    let is_withdrawn = |record: RecordRef<'_>| withdrawn(record).is_some_and(|day| day <= today);
    let last = dated.max_by_key(|record| (!is_withdrawn(*record), record.date("valid_until").present()));
    let Some(last) = last else { return };
    let Some(until) = last.date("valid_until").present() else { return };
    if is_withdrawn(last) || until < today {
        judge_lapsed(exam, last, until);
        return;
    }
    exam.saw_for(RENEWAL, last);
    let left = (until - today).get_days();
    if left < LEAD_DAYS && last.text("renewal_applied_on").is_absent() {
        exam.warn(
            (last, "valid_until"),
            format!("{} ends on {until}, in {left} days, and no renewal is applied for", last.name()),
        )
        .clause(RENEWAL)
        .help(format!("apply for a new certificate, or add `renewal_applied_on`; we ask for {LEAD_DAYS} days"));
    }
    exam.read(last, "renewal_applied_on", last.date("renewal_applied_on"));
}

fn withdrawn(record: RecordRef<'_>) -> Option<Date> {
    record.date("withdrawn_on").present()
}

/// The certificate ended after the approval.
fn judge_lapsed<'d>(exam: &mut Examination<'d>, last: RecordRef<'d>, until: Date) {
    let (field, end) = match withdrawn(last) {
        Some(day) if day <= until => ("withdrawn_on", day),
        _ => ("valid_until", until),
    };
    // A certificate that was not in force at the approval is another rule's matter.
    let is_later = exam.dossier.manifest.vehicle.approval_date.is_some_and(|approval| end >= approval);
    if !is_later {
        return;
    }
    exam.saw(last);
    let vehicle = &exam.dossier.manifest.vehicle;
    let of_type = [&vehicle.of_type, &vehicle.name].into_iter().find(|name| !name.is_empty());
    let of_type = of_type.map_or("the type".to_owned(), |name| quoted(name));
    let name = last.name();
    let applied = exam.read(last, "renewal_applied_on", last.date("renewal_applied_on"));
    if applied.is_some_and(|day| day <= until) && field == "valid_until" {
        exam.unsure(
            (last, field),
            format!("{name} ended on {end}, and the renewal applied for has no certificate yet"),
        )
        .clause(RENEWAL)
        .clause(LAPSE)
        .help(format!("add the new certificate; without one the approval of {of_type} counts as modified"));
        return;
    }
    exam.fail((last, field), format!("{name} ended on {end}, and the approval of {of_type} rests on it"))
        .clause(RENEWAL)
        .clause(LAPSE)
        .help("notify the authority as of a modification of the approval, and add the new certificate once issued");
}
