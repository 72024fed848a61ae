//! What keeps a certificate of a management system from covering the vehicle,
//! whatever its dates say of the day of approval.

use super::category::{category_of, is_category};
use super::{Examination, Verdict, quoted};
use crate::dossier::status::{self, Status, words};
use crate::dossier::{RecordRef, Value};

/// What is wrong with a certificate, and with which field.
pub(super) struct Misfit {
    verdict: Verdict,
    field: &'static str,
    what: String,
}

/// Words beside the name of a system that make it no certificate.
const NO_CERTIFICATE: [&str; 30] = [
    "no",
    "not",
    "none",
    "without",
    "application",
    "applied",
    "applying",
    "request",
    "requested",
    "draft",
    "planned",
    "pending",
    "template",
    "expired",
    "revoked",
    "withdrawn",
    "suspended",
    "refused",
    "rejected",
    "missing",
    "antrag",
    "beantragt",
    "entwurf",
    "kein",
    "keine",
    "audit",
    "preaudit",
    "voraudit",
    "self",
    "internal",
];

/// What keeps the certificate from covering the vehicle, if anything does.
/// `regulation` is the number of the regulation that asks for it.
pub(super) fn misfit(exam: &Examination<'_>, certificate: RecordRef<'_>, regulation: &str) -> Option<Misfit> {
    let of_field = |field: &'static str, (verdict, what): (Verdict, String)| Misfit { verdict, field, what };
    (kind(certificate).map(|found| of_field("kind", found)))
        .or_else(|| status(certificate).map(|found| of_field("status", found)))
        .or_else(|| issued(exam, certificate).map(|found| of_field("issued", found)))
        .or_else(|| other_regulation(certificate, regulation).map(|found| of_field("regulation", found)))
        .or_else(|| scope(exam, certificate).map(|found| of_field("scope", found)))
}

/// Says what keeps a certificate from covering the vehicle.
pub(super) fn report<'d>(exam: &mut Examination<'d>, certificate: RecordRef<'d>, misfit: Misfit, clauses: &[&str]) {
    let Misfit { verdict, field, what } = misfit;
    let message = format!("the certificate {} {what}", certificate.name());
    let remark = exam.remark(verdict, (certificate, field).into(), message);
    remark.help("add the certificate that covers the type, or correct this one");
    for clause in clauses {
        remark.clause(clause);
    }
}

/// `CSMS application` is no certificate.
fn kind(certificate: RecordRef<'_>) -> Option<(Verdict, String)> {
    let written = certificate.words("kind");
    words(written)
        .any(is_no_certificate)
        .then(|| (Verdict::Gap, format!("is called {}, which is none", quoted(written))))
}

/// True for a word by which what it stands beside is no certificate.
pub(super) fn is_no_certificate(word: &str) -> bool {
    NO_CERTIFICATE.contains(&word.to_lowercase().as_str())
}

fn status(certificate: RecordRef<'_>) -> Option<(Verdict, String)> {
    let written = quoted(certificate.words("status"));
    Some(match certificate.status() {
        Status::Unstated | Status::Released | Status::Met => return None,
        Status::Ended => (Verdict::Fail, format!("has the status {written}, expected one in force")),
        Status::Open | Status::Unmet | Status::Inapplicable => {
            (Verdict::Gap, format!("has the status {written}, expected one in force"))
        }
        Status::Unknown => (Verdict::Unsure, format!("has the status {written}, which is no word known here")),
    })
}

/// A certificate of tomorrow is none yet, and one that ended before it began is none.
fn issued(exam: &Examination<'_>, certificate: RecordRef<'_>) -> Option<(Verdict, String)> {
    let issued = certificate.date("issued").present()?;
    if issued > exam.as_of {
        let what = format!("is issued on {issued}, after the day of the assessment, {}", exam.as_of);
        return Some((Verdict::Gap, what));
    }
    let until = certificate.date("valid_until").present()?;
    (until < issued).then(|| (Verdict::Fail, format!("is valid until {until}, and issued on {issued}")))
}

/// Under R156, where R155 is asked for.
fn other_regulation(certificate: RecordRef<'_>, regulation: &str) -> Option<(Verdict, String)> {
    let written = certificate.words("regulation");
    if written.is_empty() || written.contains(regulation) {
        return None;
    }
    let what = format!("is given under {}, expected UN R{regulation}", quoted(written));
    // A law may refer to the regulation, and not say so in its name.
    let is_other = ["155", "156"].iter().any(|other| written.contains(other));
    Some((if is_other { Verdict::Fail } else { Verdict::Unsure }, what))
}

/// Words for a scope that leaves out no type.
const ALL: [&str; 7] = ["all", "every", "any", "alle", "jede", "jeder", "sämtliche"];

/// A scope that names other categories or types than that of the vehicle. What
/// words mean besides is for a person, and so is this.
fn scope(exam: &Examination<'_>, certificate: RecordRef<'_>) -> Option<(Verdict, String)> {
    let vehicle = &exam.dossier.manifest.vehicle;
    // `none` is a scope, too.
    let written = certificate.value("scope").and_then(Value::text).unwrap_or_default();
    if is_for_others(written, &vehicle.category) {
        let what = format!("covers {}, and the vehicle is of category {}", quoted(written), vehicle.category.trim());
        return Some((Verdict::Unsure, what));
    }
    // What is taken out of a scope, or is no approval at all, may be this type.
    if status::takes_back(written) || words(written).any(is_no_certificate) {
        return Some((
            Verdict::Unsure,
            format!("covers {}, and whether this vehicle is meant is not known", quoted(written)),
        ));
    }
    let covers_all = words(written).any(|word| ALL.contains(&word.to_lowercase().as_str()));
    let known = [&vehicle.of_type, &vehicle.name].map(|name| folded(name));
    let mut types = words(written).filter(is_designation).map(folded);
    let is_known = |of_type: &String| known.iter().any(|name| name.contains(of_type.as_str()));
    let other = types.clone().next().filter(|_| !covers_all && !types.any(|of_type| is_known(&of_type)));
    let Some(other) = other else {
        let is_named = covers_all || types.next().is_some() || words(written).any(|word| category_of(word).is_some());
        let names_type = known.iter().any(|name| !name.is_empty() && folded(written).contains(name.as_str()));
        let what = || format!("covers {}, which names neither vehicles nor a type", quoted(written));
        return (!is_named && !names_type && words(written).next().is_some()).then(|| (Verdict::Unsure, what()));
    };
    if known.iter().all(String::is_empty) {
        return None;
    }
    Some((Verdict::Unsure, format!("covers {}, and whether `{other}` is this vehicle is not known", quoted(written))))
}

/// True if a text names categories of vehicles, and not this one.
pub(super) fn is_for_others(text: &str, category: &str) -> bool {
    let category = category.trim().to_uppercase();
    let named: Vec<String> = words(text).filter_map(category_of).collect();
    let fits = |named: &String| category.starts_with(named.as_str()) || named.starts_with(&category);
    !category.is_empty() && !named.is_empty() && !named.iter().any(fits)
}

/// True for what may name a type: letters and digits, and neither a category nor a regulation.
fn is_designation(word: &&str) -> bool {
    let has = |what: fn(char) -> bool| word.chars().any(what);
    let is_regulation = word.strip_prefix(['R', 'r']).is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()));
    has(char::is_alphabetic) && has(|c| c.is_ascii_digit()) && !is_category(word) && !is_regulation
}

fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
