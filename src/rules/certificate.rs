//! Certificates of management systems: whose they are, what they cover, and
//! whether one is in force.

use jiff::civil::Date;

use super::trace::{all_of, differing, listing};
use super::{Examination, Verdict, approval, misfit};
use crate::dossier::{RecordRef, status, values};

/// Who asks for a certificate.
pub(super) struct Asked {
    /// `CSMS` or `SUMS`.
    pub(super) system: &'static str,
    /// The number of the regulation.
    pub(super) regulation: &'static str,
    /// How long a certificate is valid.
    pub(super) duration: &'static str,
    /// What a certificate that does not hold is no evidence for.
    pub(super) clauses: &'static [&'static str],
}

/// A certificate with its dates as far as they can be read.
#[derive(Clone, Copy)]
pub(super) struct Certificate<'d> {
    pub(super) record: RecordRef<'d>,
    issued: Option<Date>,
    pub(super) valid_until: Option<Date>,
    withdrawn_on: Option<Date>,
}

impl Certificate<'_> {
    /// Why it is not in force on a day, with the field that says so.
    pub(super) fn trouble(&self, at: Date) -> Option<(&'static str, String)> {
        if let Some(day) = self.withdrawn_on.filter(|day| *day <= at) {
            return Some(("withdrawn_on", format!("was withdrawn on {day}")));
        }
        if let Some(day) = self.valid_until.filter(|day| *day < at) {
            return Some(("valid_until", format!("was valid until {day}")));
        }
        self.issued.filter(|day| *day > at).map(|day| ("issued", format!("was issued on {day}")))
    }
}

/// What is found for a day.
pub(super) enum Found<'d> {
    /// A certificate in force.
    InForce(Certificate<'d>),
    /// None; the last one, the field that keeps it from being so, and why.
    Ended(Certificate<'d>, &'static str, String),
    /// None is there, or what keeps it from being in force was said.
    Nothing,
}

/// The certificates of a management system, with what is wrong with their dates.
pub(super) fn read_all<'d>(exam: &mut Examination<'d>, asked: &Asked) -> Vec<Certificate<'d>> {
    exam.records("certificate");
    let records = of_system(exam, asked.system).into_iter();
    records.map(|record| read(exam, record, asked)).collect()
}

/// The records on certificates of a management system, `CSMS` or `SUMS`.
pub(super) fn of_system<'d>(exam: &Examination<'d>, system: &str) -> Vec<RecordRef<'d>> {
    exam.dossier.records("certificate").filter(|record| systems(*record).contains(&system)).collect()
}

/// What a certificate is of: its kind, or the words that stand there. One
/// paper may be of both systems.
pub(super) fn systems(certificate: RecordRef<'_>) -> Vec<&'static str> {
    const NAMES: [(&str, &[&str]); 2] = [
        ("CSMS", &["csms", "cyber security management", "cybersecurity management"]),
        ("SUMS", &["sums", "software update management"]),
    ];
    let written = format!(" {} ", words(certificate.words("kind")).join(" "));
    let is_named = |names: &[&str]| names.iter().any(|name| written.contains(&format!(" {name} ")));
    let named: Vec<&str> = NAMES.iter().filter(|(_, names)| is_named(names)).map(|(system, _)| *system).collect();
    if named.is_empty() { certificate.choice("kind").present().into_iter().collect() } else { named }
}

fn read<'d>(exam: &mut Examination<'d>, record: RecordRef<'d>, asked: &Asked) -> Certificate<'d> {
    let [issued, valid_until, withdrawn_on] =
        ["issued", "valid_until", "withdrawn_on"].map(|field| exam.read(record, field, record.date(field)));
    let missing = record.absent(&["issued", "valid_until"]).into_iter();
    let missing: Vec<&str> =
        missing.map(|field| if field == "issued" { "when it was issued" } else { "until when it is valid" }).collect();
    if !missing.is_empty() {
        let message = format!("the certificate {} does not say {}", record.name(), missing.join(" and "));
        let help = "add the dates as the certificate states them";
        exam.gap(record, message).clause(asked.duration).about(asked.clauses).help(help);
    }
    let certificate = Certificate { record, issued, valid_until, withdrawn_on };
    judge_duration(exam, &certificate, asked);
    certificate
}

fn judge_duration(exam: &mut Examination<'_>, certificate: &Certificate<'_>, asked: &Asked) {
    let (Some(issued), Some(until)) = (certificate.issued, certificate.valid_until) else { return };
    let Some(limit) = exam.library.clause(asked.duration).and_then(|clause| clause.limit.as_ref()) else { return };
    let Some(latest) = approval::end_of_period(issued, limit) else { return };
    exam.saw_for(asked.duration, certificate.record);
    if until > latest {
        let (name, longest) = (certificate.record.name(), format!("{} {}s", limit.value, limit.unit));
        let message = format!("{name} of {issued} is valid until {until}, expected {latest} at the latest ({longest})");
        exam.fail((certificate.record, "valid_until"), message)
            .clause(asked.duration)
            .about(asked.clauses)
            .help("correct the dates; where it was extended, give the date of the extension as the date of issue");
    }
}

/// The certificate among `all` that covers the vehicle on a day, if one does.
pub(super) fn holding<'d>(
    exam: &Examination<'d>,
    all: &[Certificate<'d>],
    day: Date,
    asked: &Asked,
) -> Option<Certificate<'d>> {
    let holds = |one: &&Certificate<'d>| {
        one.valid_until.is_some() && one.trouble(day).is_none() && covers(exam, one.record, asked)
    };
    let mut holding = all.iter().filter(holds).copied();
    let first = holding.clone().next();
    holding.find(|one| identity_fault(exam, one.record).is_none()).or(first)
}

/// Looks for a certificate in force on a day; says what is wrong with it, or
/// why the last of those that do not cover the vehicle does not.
pub(super) fn find<'d>(exam: &mut Examination<'d>, all: &[Certificate<'d>], day: Date, asked: &Asked) -> Found<'d> {
    if let Some(one) = holding(exam, all, day, asked) {
        judge_identity(exam, one.record, asked);
        return judge_copies(exam, one.record, day, asked).unwrap_or(Found::InForce(one));
    }
    let fit: Vec<Certificate<'d>> = all.iter().filter(|one| covers(exam, one.record, asked)).copied().collect();
    if fit.is_empty() {
        let last = all.iter().max_by_key(|one| one.valid_until);
        if let Some((last, found)) =
            last.and_then(|last| Some((last, misfit::misfit(exam, last.record, asked.regulation)?)))
        {
            let clauses: Vec<&str> = asked.clauses.iter().copied().chain([asked.duration]).collect();
            misfit::report(exam, last.record, found, &clauses);
        }
        return Found::Nothing;
    }
    // One without dates was reported, and may be the one in force. Where several
    // are out of force, the last one is the one to renew.
    let last = fit.iter().max_by_key(|one| one.valid_until).filter(|_| fit.iter().all(|one| one.valid_until.is_some()));
    let Some(last) = last.copied() else { return Found::Nothing };
    last.trouble(day).map_or(Found::Nothing, |(field, why)| Found::Ended(last, field, why))
}

/// Other records of the same number: where one says that the certificate ended
/// or is none, it counts; in what else they differ, nobody can tell which is true.
fn judge_copies<'d>(exam: &mut Examination<'d>, one: RecordRef<'d>, day: Date, asked: &Asked) -> Option<Found<'d>> {
    for other in all_of(exam.dossier, one).into_iter().filter(|other| other.number != one.number) {
        let withdrawn_on = other.date("withdrawn_on").present();
        let ended = Certificate { record: other, issued: None, valid_until: None, withdrawn_on };
        if let Some((field, why)) = ended.trouble(day) {
            return Some(Found::Ended(ended, field, why));
        }
        if let Some(found) = misfit::misfit(exam, other, asked.regulation) {
            misfit::report(exam, other, found, asked.clauses);
            return Some(Found::Nothing);
        }
    }
    let fields = ["authority", "manufacturer", "issued", "valid_until", "withdrawn_on", "scope", "regulation"];
    let differing = differing(exam.dossier, one, &fields);
    if !differing.is_empty() {
        let differing: Vec<String> = differing.iter().map(|field| field.replace('_', " ")).collect();
        let message = format!("the records of the certificate {} differ in {}", one.name(), listing(&differing));
        exam.unsure(one, message).about(asked.clauses).help("keep the record that says what the certificate says");
    }
    None
}

fn covers(exam: &Examination<'_>, record: RecordRef<'_>, asked: &Asked) -> bool {
    misfit::misfit(exam, record, asked.regulation).is_none()
}

fn judge_identity<'d>(exam: &mut Examination<'d>, record: RecordRef<'d>, asked: &Asked) {
    let Some((verdict, field, what)) = identity_fault(exam, record) else { return };
    let message = format!("the certificate {} {what}", record.name());
    exam.remark(verdict, (record, field).into(), message)
        .about(asked.clauses)
        .help("enter number, authority and holder as the certificate gives them, and the maker of the vehicle");
}

/// What is wrong with who gave a certificate to whom.
fn identity_fault(exam: &Examination<'_>, record: RecordRef<'_>) -> Option<(Verdict, &'static str, String)> {
    let (maker, holder, authority) = (
        exam.dossier.manifest.vehicle.manufacturer.trim(),
        record.words("manufacturer").trim(),
        record.words("authority").trim(),
    );
    let mut missing = Vec::new();
    if values::says_nothing(record.identifier()) {
        missing.push("number");
    }
    missing.extend(record.absent(&["authority"]));
    if record.text("manufacturer").is_absent() {
        missing.push("holder");
    }
    if !missing.is_empty() {
        return Some((Verdict::Gap, "id", format!("does not give: {}", missing.join(", "))));
    }
    if is_same_name(authority, holder) || is_same_name(authority, maker) {
        let what = format!("is given by `{authority}`, the holder itself, expected an approval authority");
        return Some((Verdict::Fail, "authority", what));
    }
    let says_none = |text: &str| words(text).iter().any(|word| word != "no" && misfit::is_no_certificate(word));
    let number = record.identifier();
    if !number.contains(|c: char| c.is_ascii_digit()) || says_none(number) {
        return Some((Verdict::Unsure, "id", format!("has the number `{number}`, which reads like none")));
    }
    if says_none(authority) || is_within(maker, authority) {
        let what = format!("is given by `{authority}`, and whether that is an approval authority is not known");
        return Some((Verdict::Unsure, "authority", what));
    }
    if words(maker).is_empty() {
        let what = format!("is of `{holder}`, and the manifest does not name the maker of the vehicle");
        return Some((Verdict::Unsure, "manufacturer", what));
    }
    let what = format!("is of `{holder}`, the maker of the vehicle is `{maker}`");
    (!is_same_name(maker, holder)).then_some((Verdict::Unsure, "manufacturer", what))
}

/// Words behind a name that say what sort of company it is.
const LEGAL_FORMS: [&str; 22] = [
    "ag",
    "ab",
    "as",
    "bv",
    "co",
    "company",
    "corp",
    "corporation",
    "gmbh",
    "inc",
    "incorporated",
    "kg",
    "kgaa",
    "limited",
    "llc",
    "ltd",
    "nv",
    "oy",
    "plc",
    "sa",
    "se",
    "spa",
];

/// True if a name begins as that of a company does, as one of its own houses does.
fn is_within(company: &str, name: &str) -> bool {
    let first = |text: &str| words(text).into_iter().next().filter(|word| !LEGAL_FORMS.contains(&word.as_str()));
    first(company).is_some_and(|word| first(name) == Some(word))
}

/// True if two names are the same word by word, but for the legal form.
pub(super) fn is_same_name(one: &str, other: &str) -> bool {
    let bare = |name: &str| {
        let mut words = words(&name.replace('.', ""));
        while words.len() > 1 && words.last().is_some_and(|word| LEGAL_FORMS.contains(&word.as_str())) {
            words.pop();
        }
        words
    };
    let (one, other) = (bare(one), bare(other));
    !one.is_empty() && one == other
}

/// The words of a text in small letters.
pub(super) fn words(text: &str) -> Vec<String> {
    status::words(text).map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::is_same_name;

    #[test]
    fn names_are_compared_by_whole_words() {
        for (one, other) in [("Example Motors", "EXAMPLE MOTORS Ltd."), ("Ford", "Ford GmbH"), ("Fiat S.p.A.", "Fiat")]
        {
            assert!(is_same_name(one, other), "{one}, {other}");
        }
        for (one, other) in [("Ford", "Fordham Trucks"), ("Volvo", "Volvo Trucks"), ("AG", "Nordwind AG"), ("", "")] {
            assert!(!is_same_name(one, other), "{one}, {other}");
        }
    }
}
