use crate::rules::{Check, Cited, Examination, Verdict, rule};
use crate::standard::{Certainty, Row};

rule! {
    /// A document is cited for a subject that is not its own.
    ///
    /// ## Why it matters
    /// Some numbers circulate with the wrong subject. What was developed "to" such a
    /// document was not developed to the one that was meant.
    ///
    /// ## Example
    /// ```text
    /// SOTIF activities follow GB/T 38667-2020.
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// SOTIF activities follow GB/T 43267-2023.
    /// ```
    ///
    /// ## Source
    /// The table of errata under `standards/citations/`, each row with its source.
    "cite/wrong-subject" {
        severity: Error,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

fn check(exam: &mut Examination<'_>) {
    let errata: Vec<Row<'_>> =
        exam.library.table("citations/errata.csv").into_iter().flat_map(|table| table.rows()).collect();
    for cited in exam.citations {
        let of_series: Vec<&Row<'_>> = errata.iter().filter(|row| is_about(row, cited)).collect();
        if of_series.is_empty() {
            continue;
        }
        exam.saw(cited.at);
        let text = cited.text.to_lowercase();
        let wrong = of_series.into_iter().find(|row| row.parts("words").iter().any(|word| has_word(&text, word)));
        if let Some(row) = wrong {
            report(exam, cited, *row);
        }
    }
}

fn is_about(row: &Row<'_>, cited: &Cited<'_>) -> bool {
    let edition = row.get("edition");
    cited.citation.document == row.get("series")
        && (edition.is_empty() || cited.citation.edition.as_deref() == Some(edition))
}

/// True if `text` holds `word` between other characters than letters.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

fn report(exam: &mut Examination<'_>, cited: &Cited<'_>, row: Row<'_>) {
    let is_sure = row.get("severity") == "error" && row.get("certainty") == Certainty::Verified.name();
    let verdict = if is_sure { Verdict::Fail } else { Verdict::Warn };
    exam.remark(verdict, cited.at, row.get("finding").to_owned())
        .help(format!("what is meant is probably {}", row.get("instead")));
}
