use crate::citation::Citation;
use crate::rules::{Check, Examination, Where, rule};
use crate::standard::{Certainty, Standard};

rule! {
    /// An edition is cited that another one has superseded.
    ///
    /// ## Why it matters
    /// Clauses move between editions and limits change. Evidence for an edition that no
    /// longer counts has to be looked at again before it supports an approval.
    ///
    /// ## Example
    /// ```text
    /// The analysis follows ISO/PAS 21448:2019.
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// The analysis follows ISO 21448:2022.
    /// ```
    ///
    /// ## Source
    /// The table of documents and the editions of the standards.
    "cite/superseded-edition" {
        severity: Warning,
        applies: Dossier,
        check: Check::Dossier(check),
    }
}

fn check(exam: &mut Examination<'_>) {
    for cited in exam.citations {
        let Some(edition) = &cited.citation.edition else { continue };
        exam.saw(cited.at);
        if let Some((instead, certainty)) = &cited.found.superseded {
            report(exam, cited.at, &name(&cited.citation, edition), instead, *certainty);
            continue;
        }
        let standard = cited.found.standard.and_then(|id| exam.library.standard(id));
        let Some(standard) = standard else { continue };
        if let Some(target) = exam.edition(&standard.header.id)
            && is_older_series(standard, edition, target)
        {
            report(
                exam,
                cited.at,
                &name(&cited.citation, edition),
                &format!("edition {target}, which is assessed"),
                Certainty::Verified,
            );
        }
    }
}

fn name(citation: &Citation, edition: &str) -> String {
    let part = citation.part.as_ref().map(|part| format!("-{part}")).unwrap_or_default();
    format!("{}{part}:{edition}", citation.document)
}

/// `00` is older than `01-S4`; a supplement is of its series.
fn is_older_series(standard: &Standard, cited: &str, target: &str) -> bool {
    let series = |id: &str| id.split('-').next().unwrap_or_default().to_owned();
    let at = |wanted: &str| standard.header.edition.iter().position(|edition| series(&edition.id) == series(wanted));
    match (at(cited), at(target)) {
        (Some(cited), Some(target)) => cited < target,
        _ => false,
    }
}

fn report(exam: &mut Examination<'_>, at: Where, cited: &str, instead: &str, certainty: Certainty) {
    let hedge = if certainty == Certainty::Verified { "" } else { " (from memory: confirm)" };
    exam.warn(at, format!("`{cited}` is cited, superseded by {instead}{hedge}"))
        .help("check what changed, then cite the edition that applies");
}
