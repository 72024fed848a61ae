use super::annex5::Annex5;
use crate::rules::{Check, Examination, Where, rule};

rule! {
    /// No risk goes beyond the examples of Annex 5.
    ///
    /// ## Why it matters
    /// Annex 5 lists examples for any vehicle. The assessment also has to consider any other
    /// risk that is relevant to this type; one that found none may only have copied the list.
    ///
    /// ## Example
    /// A register in which every risk refers to a number of Annex 5.
    ///
    /// ## Instead
    /// Add what your own analysis found, without a number:
    /// ```csv
    /// risk id,title,threats
    /// R-91,Cabin camera image leaks through the dealer tool,
    /// ```
    /// If there is truly none, this stays for a person to confirm.
    ///
    /// ## Source
    /// UN R155, 7.3.3 and 7.2.2.2(b).
    "tara/no-own-risk" {
        severity: Note,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

fn check(exam: &mut Examination<'_>) {
    let Some(annex) = Annex5::of(exam.library) else { return };
    let risks = exam.records("risk");
    let Some(first) = risks.first().copied() else { return };
    let own = risks.iter().filter(|risk| annex.examples_in(risk.words("threats")).is_empty()).take(1);
    let own: Vec<_> = own.copied().collect();
    match own.first() {
        Some(risk) => exam.saw(*risk),
        None => {
            let message = format!("each of the {} risks refers to Annex 5, and none goes beyond it", risks.len());
            exam.unsure(Where::document(first.document), message)
                .help("add the risks that your own analysis found, or have a person confirm that there is none");
        }
    }
}
