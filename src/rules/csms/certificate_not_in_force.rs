use super::transitional_relief::is_claimed;
use super::{ASKED, ENCLOSED, IN_FORCE, ITEM, information_document};
use crate::dossier::RecordRef;
use crate::rules::certificate::{self, Certificate, Found};
use crate::rules::{Check, Examination, Where, approval, quoted, rule};

rule! {
    /// The certificate of the cyber security management system is not in force at the approval.
    ///
    /// ## Why it matters
    /// A vehicle type is only approved on the ground of a valid certificate that fits it. A
    /// certificate lasts three years at most, ends when it is withdrawn, and is found by its
    /// number, which the information document and the communication form repeat. An
    /// application, a certificate of tomorrow, one that was suspended, one under another
    /// regulation and one for other vehicles are none.
    ///
    /// ## Example
    /// ```toml
    /// [vehicle]
    /// approval_date = 2026-06-01
    ///
    /// [[record]]
    /// record = "certificate"
    /// kind = "CSMS"
    /// id = "CSMS-17"
    /// issued = 2023-02-01
    /// valid_until = 2026-01-31
    /// ```
    ///
    /// ## Instead
    /// Hold a certificate that covers the day of approval, and add it; where an approval date
    /// is declared and records of cyber security are there, one is expected:
    /// ```toml
    /// [[record]]
    /// record = "certificate"
    /// kind = "CSMS"
    /// id = "CSMS-18"
    /// issued = 2026-01-15
    /// valid_until = 2029-01-14
    /// ```
    ///
    /// ## Source
    /// UN R155, 3.2.3, 6.7, 7.3.1, Annex 1 item 9.3, Annex 2 item 7.
    "csms/certificate-not-in-force" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const FORM: &str = "UN-R155:Annex-2-7";

/// The records of the management system and of what it covers: with one of
/// them, and an approval, the certificate is asked for.
const RECORDS: [&str; 7] =
    ["certificate", "response-time", "vulnerability", "supplier", "threat-decision", "risk", "cyber-element"];

fn check(exam: &mut Examination<'_>) {
    for record in exam.records("certificate").into_iter().filter(|record| certificate::systems(*record).is_empty()) {
        exam.read(record, "kind", record.choice("kind"));
    }
    let certificates = certificate::read_all(exam, &ASKED);
    for certificate in &certificates {
        exam.saw_for(ENCLOSED, certificate.record);
        judge_number(exam, certificate.record, "information_document_number", "information document", ITEM);
        judge_number(exam, certificate.record, "communication_form_number", "communication form", FORM);
    }
    let named = judge_item(exam, &certificates);
    if certificates.is_empty() {
        judge_lack(exam);
    }
    let relevant = if named.is_empty() { certificates } else { named };
    match certificate::find(exam, &relevant, approval::date(exam), &ASKED) {
        Found::InForce(certificate) => exam.saw_for(IN_FORCE, certificate.record),
        Found::Ended(last, field, why) => report_ended(exam, &last, field, &why),
        Found::Nothing => {}
    }
}

/// An approval that nobody holds a certificate for.
fn judge_lack(exam: &mut Examination<'_>) {
    let Some(date) = exam.dossier.manifest.vehicle.approval_date else { return };
    // Item 9.3 may name one, which is missed there; and what cannot be read may be one.
    let is_named = information_document::on_item(&information_document::entries(exam), "9.3")
        .into_iter()
        .any(|entry| entry.has("content"));
    let is_unreadable = |record: RecordRef<'_>| record.has("kind") && record.choice("kind").present().is_none();
    let first = RECORDS.iter().find_map(|kind| exam.dossier.records(kind).next());
    let Some(first) = first.filter(|_| !is_named && !exam.dossier.records("certificate").any(is_unreadable)) else {
        return;
    };
    let message =
        format!("no certificate of the {} is named, expected one in force at the approval on {date}", ASKED.system);
    let at = Where::document(first.document);
    let remark = if is_claimed(exam) { exam.unsure(at, message) } else { exam.gap(at, message) };
    remark.clause(IN_FORCE).clause(ENCLOSED).help("add the certificate with its number and dates");
}

/// Compares the number that another paper gives.
fn judge_number(exam: &mut Examination<'_>, record: RecordRef<'_>, field: &str, paper: &str, clause: &str) {
    if !record.has(field) || record.identifier().is_empty() {
        return;
    }
    exam.saw_for(clause, (record, field));
    let found = record.words(field);
    if !names(found, record.identifier()) {
        exam.fail(
            (record, field),
            format!("the {paper} gives the number {}, the certificate is {}", quoted(found), record.name()),
        )
        .clause(clause)
        .clause(ENCLOSED)
        .help("give the same number in the certificate, the information document and the communication form");
    }
}

/// The certificates that item 9.3 of the information document names.
fn judge_item<'d>(exam: &mut Examination<'d>, certificates: &[Certificate<'d>]) -> Vec<Certificate<'d>> {
    let entries = information_document::on_item(&information_document::entries(exam), "9.3");
    let entries: Vec<RecordRef<'d>> = entries.into_iter().filter(|entry| entry.has("content")).collect();
    let is_named_by =
        |one: &Certificate<'d>, entry: &RecordRef<'d>| names(entry.words("content"), one.record.identifier());
    let is_named = |one: &&Certificate<'d>| entries.iter().any(|entry| is_named_by(one, entry));
    let named: Vec<Certificate<'d>> = certificates.iter().filter(is_named).copied().collect();
    for entry in &entries {
        exam.saw_for(ITEM, *entry);
        if !certificates.iter().any(|one| is_named_by(one, entry)) {
            judge_other(exam, *entry, certificates, !named.is_empty());
        }
    }
    named
}

/// An entry that names none of the certificates. Beside one that does, a person
/// says which of them holds.
fn judge_other<'d>(
    exam: &mut Examination<'d>,
    entry: RecordRef<'d>,
    certificates: &[Certificate<'d>],
    is_beside: bool,
) {
    let (at, content) = ((entry, "content"), quoted(entry.words("content")));
    if certificates.is_empty() {
        exam.gap(entry, format!("the certificate that item 9.3 names, {content}, is not among the records"))
            .clause(ENCLOSED)
            .help("add the certificate with its dates");
        return;
    }
    let known: Vec<String> = certificates.iter().map(|certificate| certificate.record.name()).collect();
    let message = format!("item 9.3 gives {content}, the certificate is {}", known.join(", "));
    let remark = if is_beside { exam.unsure(at, message) } else { exam.fail(at, message) };
    remark.clause(ITEM).help("give the number of the certificate that covers the type");
}

/// True if `text` is this number or has it as a word.
fn names(text: &str, number: &str) -> bool {
    let mut words = text.split([' ', ',', ';', '\n', '(', ')']);
    !number.is_empty() && (text.trim() == number || words.any(|word| word.trim_matches('.') == number))
}

fn report_ended<'d>(exam: &mut Examination<'d>, last: &Certificate<'d>, field: &str, why: &str) {
    exam.saw_for(IN_FORCE, last.record);
    let (name, day) = (last.record.name(), approval::day(exam));
    let message = format!("the certificate {name} {why}, expected one in force at {day}");
    let help = "add the certificate that is in force at the approval; without one the type is not approved";
    if is_claimed(exam) {
        let message = format!("{message}, or the transitional relief that is claimed");
        exam.unsure((last.record, field), message)
            .clause(IN_FORCE)
            .clause(ITEM)
            .help("the authority decides whether the relief holds");
    } else {
        exam.fail((last.record, field), message).clause(IN_FORCE).clause(ITEM).help(help);
    }
}
