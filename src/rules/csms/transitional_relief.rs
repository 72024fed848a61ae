use jiff::civil::Date;

use crate::applicability::Applies;
use crate::dossier::{Fact, FactValue};
use crate::rules::{Check, Examination, approval, points, quoted, rule};
use crate::standard::Clause;

rule! {
    /// The relief for early approvals is claimed where it may not be, or without its reasons.
    ///
    /// ## Why it matters
    /// A type that could not be developed under the management system may be approved all
    /// the same, but only if its first approval lies before a date, and only if the maker
    /// shows why, shows that cyber security was considered in development, and hands in a
    /// feasibility assessment for each mitigation that is not feasible.
    ///
    /// ## Example
    /// ```toml
    /// [vehicle]
    /// category = "M1"
    /// first_approval_date = 2025-03-01
    ///
    /// [facts]
    /// "csms.transitional_relief" = true
    /// ```
    ///
    /// ## Instead
    /// Do not claim the relief for a type first approved from July 2024 on. Where it may be
    /// claimed, say why:
    /// ```toml
    /// [[record]]
    /// record = "statement"
    /// topic = "relief-reasons"
    /// text = "The architecture was frozen in 2019"
    ///
    /// [[record]]
    /// record = "statement"
    /// topic = "development-consideration"
    /// document = "concept-review.pdf"
    /// ```
    /// The fact is `csms.transitional_relief`; a mitigation that is not feasible has
    /// `implemented = no` and a `feasibility`.
    ///
    /// ## Source
    /// UN R155, 7.3.1 and 7.3.4; Supplement 1 (extensions of early approvals) and
    /// Supplement 3 (category L).
    "csms/transitional-relief" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const FACT: &str = "csms.transitional_relief";
const CERTIFICATE: &str = "UN-R155:7.3.1";
const MITIGATIONS: &str = "UN-R155:7.3.4";
/// The supplement that lets extensions of early approvals keep the relief.
const EXTENSIONS: &str = "UN-R155:AMD@S1";

/// True if the maker claims the relief.
pub(super) fn is_claimed(exam: &Examination<'_>) -> bool {
    approval::declared(exam, FACT) == Some(true)
}

fn check(exam: &mut Examination<'_>) {
    let Some(fact) = exam.dossier.fact(FACT) else { return };
    if exam.edition("UN-R155").is_none() || fact.value == FactValue::Truth(false) {
        return;
    }
    if fact.value != FactValue::Truth(true) {
        exam.unsure(fact, format!("`{FACT}` is neither true nor false")).help("write true or false");
        return;
    }
    let Some(relief) = relief_of_category(exam, CERTIFICATE, fact) else { return };
    if !judge_date(exam, relief, fact) {
        return;
    }
    points::judge_all(exam, Some(fact.into()));
    if let Some(relief) = relief_of_category(exam, MITIGATIONS, fact) {
        judge_mitigations(exam, relief);
    }
}

/// The row of the relief under `clause` that is about the category of the vehicle.
fn relief_of_category<'d>(exam: &mut Examination<'d>, clause: &str, fact: &Fact) -> Option<&'d Clause> {
    let prefix = format!("{clause}#transition");
    let rows: Vec<&Clause> = exam.clauses().filter(|row| row.id.starts_with(&prefix)).collect();
    let certain = rows.iter().find(|row| exam.scope.applies(row) == Applies::Yes).copied();
    match (certain, rows.is_empty()) {
        (Some(row), _) => return Some(row),
        (None, false) => {
            exam.unsure(fact, "the relief is claimed, and `vehicle.category` is not declared")
                .clause(clause)
                .help("declare the category: each has its own date");
        }
        (None, true) => {
            let category = quoted(&exam.dossier.manifest.vehicle.category);
            let edition = exam.edition("UN-R155").unwrap_or_default();
            exam.fail(fact, format!("the relief is claimed, and edition {edition} has none for category {category}"))
                .clause(clause)
                .help("hold a certificate that covers the type");
        }
    }
    None
}

/// True if the type was approved early enough.
fn judge_date(exam: &mut Examination<'_>, relief: &Clause, fact: &Fact) -> bool {
    let end = relief.limit.as_ref().and_then(|limit| limit.value.parse::<Date>().ok());
    let Some(end) = end else { return false };
    let this = approval::date(exam);
    let keeps = exam.library.clause(EXTENSIONS).is_some_and(|clause| exam.applies(clause));
    let first = exam.dossier.manifest.vehicle.first_approval_date.filter(|_| keeps).unwrap_or(this);
    exam.saw_for(&relief.id, fact);
    if first < end {
        return true;
    }
    exam.fail(fact, format!("the relief is claimed for an approval of {first}, expected one before {end}"))
        .clause(&relief.id)
        .clause(CERTIFICATE)
        .help("hold a certificate that covers the type, or declare `first_approval_date` if this is an extension");
    false
}

/// Each mitigation that is not implemented needs its feasibility assessment.
fn judge_mitigations(exam: &mut Examination<'_>, relief: &Clause) {
    for mitigation in exam.records("mitigation") {
        if mitigation.yes_no("implemented").present() != Some(false) {
            continue;
        }
        exam.saw_for(&relief.id, mitigation);
        if !mitigation.has("feasibility") {
            let name = mitigation.name();
            exam.gap(mitigation, format!("{name} is not implemented, and no feasibility assessment says why"))
                .clause(&relief.id)
                .clause(MITIGATIONS)
                .help("add the feasibility assessment, or implement the mitigation");
        }
    }
}
