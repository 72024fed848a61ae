use crate::citation::{Locator, Standing};
use crate::rules::{Check, Cited, Examination, rule};

rule! {
    /// A clause is cited that the document does not have.
    ///
    /// ## Why it matters
    /// An assessor looks the clause up and finds nothing. Often a digit is wrong, or the
    /// number belongs to another edition or another document, and the evidence then
    /// supports something else than it claims.
    ///
    /// ## Example
    /// ```text
    /// Threats are assessed as UN R155, 7.3.13 asks.
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// Threats are assessed as UN R155, 7.3.3 asks.
    /// ```
    ///
    /// ## Source
    /// The clause tables of the standards. Where our table of a document is complete, a
    /// number that it does not have is an error; where it is not, nothing is said.
    "cite/unknown-clause" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

fn check(exam: &mut Examination<'_>) {
    for cited in exam.citations {
        if cited.found.standing == Standing::Exists {
            exam.saw(cited.at);
        }
        if cited.found.standing == Standing::Unknown && !cited.citation.is_implied {
            report(exam, cited);
        }
    }
}

fn report(exam: &mut Examination<'_>, cited: &Cited<'_>) {
    let Locator::Clause(number) = &cited.citation.locator else { return };
    let document = &cited.citation.document;
    let part = cited.citation.part.as_ref().map(|part| format!("-{part}")).unwrap_or_default();
    exam.fail(cited.at, format!("`{number}` is cited, and {document}{part} has no such clause"))
        .standard(cited.found.standard)
        .help("look the number up; `roadworthy standards show` lists the clauses");
}
