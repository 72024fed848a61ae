use super::is_item;
use crate::finding::shown;
use crate::rules::approval::declared;
use crate::rules::{Check, Examination, points, rule};
use crate::standard::Comparator;

rule! {
    /// Nothing shows that the RXSWIN, or the versions declared in its place, can be read and are protected.
    ///
    /// ## Why it matters
    /// Inspections read the number from the vehicle. A type that does not hold it there has to
    /// declare the software versions with their approvals instead, keep that declaration up to
    /// date, and let the versions be read. Neither is of use if anybody can change it.
    ///
    /// ## Example
    /// ```toml
    /// [facts]
    /// uses_rxswin = true
    /// rxswin_on_vehicle = true
    /// [[record]]
    /// record = "statement"
    /// topic = "rxswin-protection"
    /// document = "security-concept.pdf"
    /// ```
    ///
    /// ## Instead
    /// Add what shows the rest: here a statement with the topic `rxswin-reading` that names the
    /// report of reading the number over the diagnostic port.
    ///
    /// ## Source
    /// UN R156, 7.2.1.2.2, 7.2.1.2.3 and item 9.3.2 of Annex 1 (original version); under the
    /// 01 series, whose status is not confirmed, the number is compulsory.
    "sums/rxswin-not-readable" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

const COMPULSORY: &str = "UN-R156:AMD-01";
const PROTECTION: &str = "UN-R156:Annex-1-9.3.2";

fn check(exam: &mut Examination<'_>) {
    points::check(exam);
    judge_compulsory(exam);
    judge_item(exam);
}

/// The 01 series asks for the number; the original version leaves the choice.
fn judge_compulsory(exam: &mut Examination<'_>) {
    let Some(clause) = exam.library.clause(COMPULSORY).filter(|clause| exam.applies(clause)) else { return };
    let asks = clause.limit.as_ref().is_some_and(|limit| limit.comparator == Comparator::AtLeast);
    let (Some(fact), Some(uses)) = (exam.dossier.fact("uses_rxswin"), declared(exam, "uses_rxswin")) else { return };
    exam.saw_for(COMPULSORY, fact);
    if asks && !uses {
        let edition = exam.edition("UN-R156").unwrap_or_default();
        exam.fail(
            fact,
            format!("the type uses no RXSWIN, expected one for each approval under series {}", shown(edition)),
        )
        .clause(COMPULSORY)
        .help("introduce the number, or assess against the original version");
    }
}

/// Item 9.3.2 of the information document names the documents on protection.
fn judge_item(exam: &mut Examination<'_>) {
    if !exam.library.clause(PROTECTION).is_some_and(|clause| exam.applies(clause)) {
        return;
    }
    for entry in exam.records("index-entry").into_iter().filter(|entry| is_item(*entry, "9.3.2")) {
        exam.saw_for(PROTECTION, entry);
        if !entry.has("document") && !entry.has("not_applicable") {
            exam.gap(entry, format!("{} names no document on the protection of the RXSWIN", entry.name()))
                .clause(PROTECTION)
                .help("name the document that shows how the numbers are protected against change");
        }
    }
}
