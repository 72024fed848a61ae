//! A certificate of the management system as it is read.

use jiff::civil::Date;

use crate::dossier::RecordRef;
use crate::rules::Examination;

/// A valid certificate at the approval.
pub(super) const IN_FORCE: &str = "UN-R155:7.3.1";
/// How long it is valid.
pub(super) const DURATION: &str = "UN-R155:6.7";
/// Its copy in the application.
pub(super) const ENCLOSED: &str = "UN-R155:3.2.3";

/// A certificate with its dates as far as they can be read.
#[derive(Clone, Copy)]
pub(super) struct Certificate<'d> {
    pub(super) record: RecordRef<'d>,
    pub(super) issued: Option<Date>,
    pub(super) valid_until: Option<Date>,
    pub(super) withdrawn_on: Option<Date>,
}

/// Reads a certificate; dates that are missing are reported.
pub(super) fn read<'d>(exam: &mut Examination<'d>, record: RecordRef<'d>) -> Certificate<'d> {
    let [issued, valid_until, withdrawn_on] =
        ["issued", "valid_until", "withdrawn_on"].map(|field| exam.read(record, field, record.date(field)));
    let missing = record.absent(&["issued", "valid_until"]).into_iter();
    let missing: Vec<&str> =
        missing.map(|field| if field == "issued" { "when it was issued" } else { "until when it is valid" }).collect();
    if !missing.is_empty() {
        exam.gap(record, format!("the certificate {} does not say {}", record.name(), missing.join(" and ")))
            .clause(DURATION)
            .clause(IN_FORCE)
            .clause(ENCLOSED)
            .help("add the dates as the certificate states them");
    }
    Certificate { record, issued, valid_until, withdrawn_on }
}

/// Why a certificate is not in force on a day, with the field that says so.
pub(super) fn trouble(certificate: &Certificate<'_>, at: Date) -> Option<(&'static str, String)> {
    if let Some(day) = certificate.withdrawn_on.filter(|day| *day <= at) {
        return Some(("withdrawn_on", format!("was withdrawn on {day}")));
    }
    if let Some(day) = certificate.valid_until.filter(|day| *day < at) {
        return Some(("valid_until", format!("was valid until {day}")));
    }
    certificate.issued.filter(|day| *day > at).map(|day| ("issued", format!("was issued on {day}")))
}
