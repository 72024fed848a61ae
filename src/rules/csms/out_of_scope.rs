use jiff::civil::Date;

use crate::applicability::Applies;
use crate::dossier::{Fact, FactValue};
use crate::rules::{Check, Examination, Where, approval, rule};
use crate::standard::Clause;

rule! {
    /// UN R155 does not cover the vehicle, or the market asks for another version of it.
    ///
    /// ## Why it matters
    /// Which vehicles are covered changed: trailers only with a control unit, category L as a
    /// whole from Supplement 3 on, before that only L6 and L7 at level 3 or higher. Results
    /// against a version that does not cover the vehicle, or that a market does not use, say
    /// nothing on its approval.
    ///
    /// ## Example
    /// ```toml
    /// [vehicle]
    /// category = "L3e"
    ///
    /// [assessment]
    /// standards = ["UN-R155"]
    /// editions = { UN-R155 = "00" }
    /// ```
    ///
    /// ## Instead
    /// ```toml
    /// [assessment]
    /// standards = ["UN-R155"]
    /// editions = { UN-R155 = "00-S3" }
    /// ```
    /// The number of control units is the fact `ecu_count`; a category L1e designed to pedal
    /// has `designed_to_pedal = true`.
    ///
    /// ## Source
    /// UN R155, 1.1 and 1.2, original and Supplement 3; Regulation (EU) 2019/2144; Delegated
    /// Regulation (EU) 2025/1455; SI 2025/1110 for Great Britain.
    "csms/out-of-scope" {
        severity: Warning,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const STANDARD: &str = "UN-R155";
const SCOPE: &str = "UN-R155:1.1@orig";
const SCOPE_OF_L: &str = "UN-R155:1.2";
const SCOPE_FROM_S3: &str = "UN-R155:1.1@S3";
const VERSION_OF_GB: &str = "UN-R155:APP-GB-version";
/// The version that Great Britain made compulsory.
const ORIGINAL: &str = "00";

/// Whether a version covers the vehicle.
enum Covered {
    Yes,
    No(String),
    Unknown(String),
}

fn check(exam: &mut Examination<'_>) {
    let (Some(edition), category) = (exam.edition(STANDARD), exam.dossier.manifest.vehicle.category.trim()) else {
        return;
    };
    if category.is_empty() {
        return;
    }
    let is_from_s3 = exam.library.clause(SCOPE_FROM_S3).is_some_and(|clause| exam.applies(clause));
    let (clause, covered) = match (is_from_s3, category.starts_with('L')) {
        (true, _) => (SCOPE_FROM_S3, fitted(exam, SCOPE_FROM_S3)),
        (false, true) => (SCOPE_OF_L, automated(exam)),
        (false, false) if category.starts_with('O') => (SCOPE, fitted(exam, SCOPE)),
        (false, false) => (SCOPE, Covered::Yes),
    };
    match covered {
        Covered::Yes => {
            exam.saw_for(clause, Where::MANIFEST);
            judge_markets(exam, edition);
        }
        Covered::Unknown(why) => {
            exam.unsure(Where::MANIFEST, why).clause(clause).help("say it in the manifest; a person decides the rest");
        }
        Covered::No(why) => {
            let reason = format!("edition {edition} does not cover the type: {why}");
            exam.inapplicable(&reason);
            exam.out_of_scope(STANDARD, &reason);
            if is_asked(exam) {
                exam.warn(Where::MANIFEST, format!("UN-R155 is asked for, and {reason}"))
                    .clause(clause)
                    .help("assess another edition, or do not ask for this regulation");
            }
        }
    }
}

/// True if the manifest names the regulation.
fn is_asked(exam: &Examination<'_>) -> bool {
    let asked = &exam.dossier.manifest.assessment;
    asked.standards.iter().chain(asked.editions.keys()).any(|name| name == STANDARD)
}

/// Whether enough control units are fitted. From Supplement 3 on a vehicle
/// without one is for a person.
fn fitted(exam: &Examination<'_>, clause: &str) -> Covered {
    let least = exam.library.clause(clause).and_then(|clause| clause.limit.as_ref()?.number()).unwrap_or_default();
    let count = match exam.dossier.fact("ecu_count").map(|fact| &fact.value) {
        Some(FactValue::Number(count)) => match count.figure("count") {
            Ok(count) => count,
            Err(fault) => return Covered::Unknown(format!("`ecu_count` {fault}")),
        },
        Some(_) => return Covered::Unknown("`ecu_count` is no number".to_owned()),
        // A vehicle that says nothing of them has them; a trailer may not.
        None if !exam.dossier.manifest.vehicle.category.starts_with('O') => return Covered::Yes,
        None => {
            return Covered::Unknown(
                "`ecu_count` is not declared, and a trailer without one is not covered".to_owned(),
            );
        }
    };
    if count >= least {
        return Covered::Yes;
    }
    let why = format!("the type has {count} control units, expected {least} or more");
    if clause == SCOPE { Covered::No(why) } else { Covered::Unknown(why) }
}

/// Whether a category L vehicle is automated enough for the original scope.
fn automated(exam: &Examination<'_>) -> Covered {
    let Some(clause) = exam.library.clause(SCOPE_OF_L) else { return Covered::Yes };
    match exam.scope.applies(clause) {
        Applies::Yes => Covered::Yes,
        Applies::Unknown(why) => Covered::Unknown(why),
        Applies::No(why) => Covered::No(why),
    }
}

/// Which dates and versions of application hold in the markets.
fn judge_markets(exam: &mut Examination<'_>, edition: &str) {
    let markets = &exam.dossier.manifest.assessment.jurisdictions;
    let rows: Vec<&Clause> = exam.clauses().filter(|row| row.id.contains(":APP-")).collect();
    for row in rows {
        // `UN-R155:APP-EU-new-types`
        let market = row.id.split('-').nth(2).unwrap_or_default();
        if !markets.iter().any(|wanted| wanted.eq_ignore_ascii_case(market)) {
            exam.inapplicable_clause(&row.id, format!("approval is not sought in {market}"));
        } else if &*row.id == VERSION_OF_GB {
            judge_version(exam, row, edition);
        } else {
            judge_date(exam, row, market);
        }
    }
}

fn judge_version(exam: &mut Examination<'_>, row: &Clause, edition: &str) {
    exam.saw_for(&row.id, Where::MANIFEST);
    if edition != ORIGINAL {
        let message = format!("assessed against edition {edition}, and GB made edition {ORIGINAL} compulsory");
        exam.unsure(Where::MANIFEST, message)
            .clause(&row.id)
            .help("ask for the edition in `assessment.editions`, or settle with the authority which one it takes");
    }
}

/// A row of application holds from its date on.
fn judge_date(exam: &mut Examination<'_>, row: &Clause, market: &str) {
    let is_pedalled = exam.dossier.fact("designed_to_pedal").is_some_and(is_true);
    if is_pedalled && exam.dossier.manifest.vehicle.category.starts_with("L1e") {
        exam.inapplicable_clause(&row.id, format!("{market} leaves out category L1e designed to pedal"));
        return;
    }
    let Some(from) = row.limit.as_ref().and_then(|limit| limit.value.parse::<Date>().ok()) else { return };
    if approval::date(exam) < from {
        exam.inapplicable_clause(&row.id, format!("holds from {from} on"));
    } else {
        exam.saw_for(&row.id, Where::MANIFEST);
    }
}

fn is_true(fact: &Fact) -> bool {
    fact.value == FactValue::Truth(true)
}
